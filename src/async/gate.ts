/** Something that may have to wait: open at first, closed and opened again at will. */
export interface Gate {
  close(): void;
  open(): void;
  /** Resolves at once while open, otherwise when it opens; rejects with `signal.reason` once aborted. */
  passed(signal: AbortSignal): Promise<void>;
}

export function createGate(): Gate {
  let isOpen = true;
  let waiting: (() => void)[] = [];
  return {
    close() {
      isOpen = false;
    },
    open() {
      isOpen = true;
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    async passed(signal) {
      signal.throwIfAborted();
      while (!isOpen) {
        await new Promise<void>((resolve, reject) => {
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
      }
    },
  };
}
