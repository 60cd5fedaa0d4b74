/**
 * A bounded first-in first-out queue between one or more producers and one consumer.
 *
 * - `send` waits while `capacity` items are queued (back-pressure); `offer` never waits and says
 *   whether there was room.
 * - `close` lets the consumer drain what is queued and then ends its iteration (the poison pill of
 *   thread queues); `fail` drains likewise, then throws.
 * - When the consumer leaves its loop, waiting and later sends resolve at once: their items are dropped.
 */
export interface Channel<T> extends AsyncIterable<T> {
  /** Rejects with `signal.reason` once aborted; the item is then not queued. */
  send(item: T, signal: AbortSignal): Promise<void>;
  offer(item: T): boolean;
  close(): void;
  fail(error: unknown): void;
  readonly size: number;
}

/** @param capacity items that may wait; at least 1. */
export function createChannel<T>(capacity: number): Channel<T> {
  const items: T[] = [];
  const senders: (() => void)[] = [];
  let receiver: (() => void) | undefined;
  let ended: { readonly error?: unknown } | undefined;
  let abandoned = false;

  const wakeReceiver = () => {
    const wake = receiver;
    receiver = undefined;
    wake?.();
  };
  const end = (how: { readonly error?: unknown }) => {
    ended ??= how;
    wakeReceiver();
    for (const wake of senders.splice(0)) wake();
  };
  const offer = (item: T): boolean => {
    if (ended !== undefined || abandoned) return true;
    if (items.length >= capacity) return false;
    items.push(item);
    wakeReceiver();
    return true;
  };

  return {
    get size() {
      return items.length;
    },
    offer,
    async send(item, signal) {
      signal.throwIfAborted();
      while (!offer(item)) {
        await new Promise<void>((resolve, reject) => {
          const wake = () => {
            signal.removeEventListener('abort', onAbort);
            resolve();
          };
          const onAbort = () => {
            const at = senders.indexOf(wake);
            if (at >= 0) senders.splice(at, 1);
            reject(signal.reason);
          };
          senders.push(wake);
          signal.addEventListener('abort', onAbort, { once: true });
        });
      }
    },
    close: () => end({}),
    fail: (error) => end({ error }),
    async *[Symbol.asyncIterator]() {
      try {
        while (true) {
          const [next] = items.splice(0, 1).map((item) => ({ item }));
          if (next !== undefined) {
            senders.shift()?.();
            yield next.item;
          } else if (ended === undefined) {
            await new Promise<void>((resolve) => {
              receiver = resolve;
            });
          } else {
            if ('error' in ended) throw ended.error;
            return;
          }
        }
      } finally {
        abandoned = true;
        items.length = 0;
        for (const wake of senders.splice(0)) wake();
      }
    },
  };
}
