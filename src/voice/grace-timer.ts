/** Falls due when a state has lasted for a while: nobody is there, nothing can be said. */
import type { Clock } from '../async/clock.ts';

export interface GraceTimer extends Disposable {
  /** Starts when it is first told true; false puts it off. */
  update(lasts: boolean): void;
}

export function createGraceTimer(clock: Clock, afterMs: number, onDue: () => void): GraceTimer {
  let waiting: AbortController | undefined;
  const cancel = () => {
    waiting?.abort();
    waiting = undefined;
  };
  return {
    update(lasts) {
      if (!lasts) cancel();
      else if (waiting === undefined) {
        waiting = new AbortController();
        clock.sleep(afterMs, waiting.signal).then(onDue, () => {}); // rejects when it was put off
      }
    },
    [Symbol.dispose]: cancel,
  };
}
