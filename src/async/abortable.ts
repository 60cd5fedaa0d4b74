/** Makes any async iterable end the moment a signal aborts, whatever its source is doing. */

/**
 * Passes `source` on until `signal` aborts; then throws `signal.reason` at once.
 *
 * On abort the source is asked to close but not waited for: an async generator answers `return()`
 * only after its pending `next()`, so one that is parked on a dead socket would hold up a barge-in.
 * No listener stays on `signal` afterwards. Not a generator: tokens and frames come by the thousand.
 */
export function abortable<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal,
): AsyncIterableIterator<T, void, undefined> {
  let iterator: AsyncIterator<T> | undefined;
  let rejectPending: ((reason: unknown) => void) | undefined;
  let isOver = false;
  let isAborted = false;
  const over = () => {
    isOver = true;
    signal.removeEventListener('abort', onAbort);
  };
  const onAbort = () => {
    isAborted = true;
    over();
    rejectPending?.(signal.reason);
    iterator?.return?.().catch(() => {});
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next() {
      // A promise of its own for every step: racing one long-lived promise would keep every step alive.
      return new Promise((resolve, reject) => {
        if (isAborted) throw signal.reason;
        if (isOver) {
          resolve({ done: true, value: undefined });
          return;
        }
        if (iterator === undefined) {
          signal.throwIfAborted();
          iterator = source[Symbol.asyncIterator]();
          signal.addEventListener('abort', onAbort, { once: true });
        }
        rejectPending = reject;
        iterator.next().then(
          (step) => {
            if (step.done !== true) {
              resolve(step);
              return;
            }
            over();
            resolve({ done: true, value: undefined });
          },
          (error: unknown) => {
            over();
            reject(error);
          },
        );
      });
    },
    async return() {
      const wasOver = isOver;
      over();
      if (!wasOver) await iterator?.return?.();
      return { done: true, value: undefined };
    },
  };
}
