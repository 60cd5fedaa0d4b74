/** Falls due when nobody was there for a while; whoever comes back in time puts it off. */
import type { Clock } from '../async/clock.ts';

export interface AloneTimer extends Disposable {
  update(isAlone: boolean): void;
}

export function createAloneTimer(clock: Clock, afterMs: number, onDue: () => void): AloneTimer {
  let waiting: AbortController | undefined;
  const cancel = () => {
    waiting?.abort();
    waiting = undefined;
  };
  return {
    update(isAlone) {
      if (!isAlone) cancel();
      else if (waiting === undefined) {
        waiting = new AbortController();
        clock.sleep(afterMs, waiting.signal).then(onDue, () => {}); // rejects when it was put off
      }
    },
    [Symbol.dispose]: cancel,
  };
}
