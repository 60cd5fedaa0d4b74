/** Bounds how much work goes on at once, where work that has begun cannot be stopped. */
export interface Limiter {
  /**
   * Starts `work` when there is room. Rejects with `signal.reason` as soon as it aborts: work that
   * waits is then dropped, work that has begun is abandoned and ends unheard.
   */
  run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Resolves when nothing runs any more, abandoned work included. */
  idle(): Promise<void>;
}

/**
 * @param limit pieces of work that someone waits for.
 * @param abandonedLimit pieces beyond these that may still run with nobody waiting, so that a
 *   barge-in's next reply need not wait for the one before it.
 */
export function createLimiter(limit: number, abandonedLimit = 1): Limiter {
  const waiting: (() => void)[] = [];
  let idlers: (() => void)[] = [];
  let awaited = 0;
  let running = 0;

  const startNext = () => {
    while (waiting.length > 0 && awaited < limit && running < limit + abandonedLimit) {
      awaited++;
      running++;
      waiting.shift()?.();
    }
    if (running > 0) return;
    for (const resolve of idlers) resolve();
    idlers = [];
  };

  return {
    run(work, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        let hasBegun = false;
        let isAwaited = true;
        const release = () => {
          if (hasBegun && isAwaited) awaited--;
          isAwaited = false;
        };
        const onAbort = () => {
          const at = waiting.indexOf(begin);
          if (at >= 0) waiting.splice(at, 1);
          release();
          startNext();
          reject(signal.reason);
        };
        const begin = () => {
          hasBegun = true;
          // Called through then(), so that a synchronous throw is a rejection too.
          Promise.resolve()
            .then(work)
            .then(resolve, reject)
            .finally(() => {
              signal.removeEventListener('abort', onAbort);
              release();
              running--;
              startNext();
            });
        };
        signal.addEventListener('abort', onAbort, { once: true });
        waiting.push(begin);
        startNext();
      });
    },
    idle() {
      if (running === 0) return Promise.resolve();
      return new Promise((resolve) => idlers.push(resolve));
    },
  };
}
