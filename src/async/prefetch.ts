import { createChannel } from './channel.ts';

/**
 * Runs `source` ahead of its consumer, at most `depth` items, so that two stages overlap
 * (generators alone are lazy: nothing happens until the next item is asked for).
 *
 * An error of the source comes after the items before it. When the consumer stops early or
 * `signal` aborts, the source is closed without being waited for.
 */
export async function* prefetch<T>(
  source: AsyncIterable<T>,
  depth: number,
  signal: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  const channel = createChannel<T>(depth);
  const stopped = new AbortController();
  const pumpSignal = AbortSignal.any([signal, stopped.signal]);
  const onAbort = () => channel.fail(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();

  const pump = async () => {
    try {
      for await (const item of source) await channel.send(item, pumpSignal);
      channel.close();
    } catch (error) {
      channel.fail(error);
    }
  };
  void pump();

  try {
    for await (const item of channel) {
      signal.throwIfAborted();
      yield item;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    stopped.abort();
  }
}
