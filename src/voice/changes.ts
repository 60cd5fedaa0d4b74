/** Lets callers wait until something may have changed, and look again. */
export interface Changes {
  notify(): void;
  /** Resolves with the next `notify()`; rejects with `signal.reason` once aborted. */
  next(signal: AbortSignal): Promise<void>;
}

export function createChanges(): Changes {
  let waiting: (() => void)[] = [];
  return {
    notify() {
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    next(signal) {
      return new Promise((resolve, reject) => {
        const wake = () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        };
        const onAbort = () => {
          waiting = waiting.filter((other) => other !== wake);
          reject(signal.reason);
        };
        waiting.push(wake);
        signal.addEventListener('abort', onAbort, { once: true });
      });
    },
  };
}
