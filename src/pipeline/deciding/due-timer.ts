/** One timer that is set again and again, to the next moment at which time alone matters. */
import type { Clock } from '../../async/clock.ts';

export interface DueTimer extends Disposable {
  /** Replaces what was set before. @param dueAtMs clock ms; Infinity: not at all. */
  set(dueAtMs: number): void;
}

export function createDueTimer(clock: Clock, onDue: () => void): DueTimer {
  let waiting: AbortController | undefined;
  let waitingForMs = Number.POSITIVE_INFINITY;

  const cancel = () => {
    waiting?.abort();
    waiting = undefined;
    waitingForMs = Number.POSITIVE_INFINITY;
  };

  return {
    set(dueAtMs) {
      if (dueAtMs === waitingForMs) return;
      cancel();
      if (dueAtMs === Number.POSITIVE_INFINITY) return;
      const own = new AbortController();
      waiting = own;
      waitingForMs = dueAtMs;
      clock.sleep(Math.max(0, dueAtMs - clock.nowMs()), own.signal).then(
        () => {
          if (own.signal.aborted) return;
          cancel();
          onDue();
        },
        () => {}, // replaced
      );
    },
    [Symbol.dispose]: cancel,
  };
}
