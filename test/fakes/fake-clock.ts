/** A clock that stands still until a test moves it. */
import type { Clock } from '../../src/async/clock.ts';

export interface FakeClock extends Clock {
  /** Moves time on, timer by timer; lets what each one wakes run before the next. */
  advance(ms: number): Promise<void>;
  /** Time passes while nothing runs, as when the event loop is blocked: timers come late. */
  stall(ms: number): void;
  /** Timers that are set. */
  readonly pending: number;
}

interface Timer {
  dueMs: number;
  readonly periodMs?: number;
  readonly fire: () => void;
}

export function fakeClock(startMs = 0): FakeClock {
  let nowMs = startMs;
  const timers = new Set<Timer>();

  return {
    nowMs: () => nowMs,

    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        const onAbort = () => {
          timers.delete(timer);
          reject(signal.reason);
        };
        const timer: Timer = {
          dueMs: nowMs + ms,
          fire() {
            signal.removeEventListener('abort', onAbort);
            resolve();
          },
        };
        timers.add(timer);
        signal.addEventListener('abort', onAbort, { once: true });
      });
    },

    every(periodMs, callback) {
      const timer: Timer = { dueMs: nowMs + periodMs, periodMs, fire: callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },

    stall(ms) {
      nowMs += ms;
    },

    get pending() {
      return timers.size;
    },

    async advance(ms) {
      const untilMs = nowMs + ms;
      await settle();
      while (true) {
        const next = [...timers].sort((a, b) => a.dueMs - b.dueMs)[0];
        if (next === undefined || next.dueMs > untilMs) break;
        nowMs = Math.max(nowMs, next.dueMs);
        if (next.periodMs === undefined) timers.delete(next);
        else next.dueMs = nowMs + next.periodMs; // as setInterval: no tick is made up for
        next.fire();
        await settle();
      }
      nowMs = untilMs;
      await settle();
    },
  };
}

/** Lets every promise that can go on do so. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
