/** Makes any async iterable end the moment a signal aborts, whatever its source is doing. */

/**
 * Passes `source` on until `signal` aborts; then throws `signal.reason` at once.
 *
 * On abort the source is asked to close but not waited for: an async generator answers `return()`
 * only after its pending `next()`, so one that is parked on a dead socket would hold up a barge-in.
 * No listener stays on `signal` afterwards.
 */
export async function* abortable<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  signal.throwIfAborted();
  const iterator = source[Symbol.asyncIterator]();
  let rejectPending: ((reason: unknown) => void) | undefined;
  const onAbort = () => rejectPending?.(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  let isOver = false;
  try {
    while (true) {
      signal.throwIfAborted();
      // A promise of its own for every step: racing one long-lived promise would keep every step alive.
      const step = await new Promise<IteratorResult<T>>((resolve, reject) => {
        rejectPending = reject;
        iterator.next().then(resolve, (error: unknown) => {
          isOver = true;
          reject(error);
        });
      });
      if (step.done === true) {
        isOver = true;
        return;
      }
      yield step.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    const closing = isOver ? undefined : iterator.return?.();
    if (signal.aborted) closing?.catch(() => {});
    else await closing;
  }
}
