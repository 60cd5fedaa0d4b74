/** A monotonic clock in milliseconds, passed in wherever time matters so that tests own it. */
export interface Clock {
  /** Milliseconds since an arbitrary origin; never goes back. */
  nowMs(): number;
  /** Resolves after `ms`, or rejects with `signal.reason` as soon as it aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Calls `callback` every `periodMs` until the returned function is called. Never keeps the process alive. */
  every(periodMs: number, callback: () => void): () => void;
}

/** The machine's monotonic clock. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),

  sleep(ms, signal) {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      }, ms);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  },

  every(periodMs, callback) {
    const timer = setInterval(callback, periodMs);
    timer.unref();
    return () => clearInterval(timer);
  },
};
