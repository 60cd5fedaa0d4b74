/** Aborts an attempt that shows no sign of life in time. */
import type { Clock } from '../async/clock.ts';

export interface Watchdog {
  /** The reader is busy: the time until it asks again does not count. */
  pause(): void;
  resume(dueAtMs: number): void;
}

/**
 * One timer at a time, whatever the number of deltas. It ends with the attempt, which its owner
 * must therefore abort in every case.
 *
 * @param dueAtMs clock ms of the first sign of life.
 * @param reason what to abort with.
 */
export function startWatchdog(
  clock: Clock,
  attempt: AbortController,
  dueAtMs: number,
  reason: () => unknown,
): Watchdog {
  let dueMs: number | undefined = dueAtMs;
  /** How often to look again while the reader is busy: no more than the shortest limit. */
  const idleMs = Math.max(1, dueAtMs - clock.nowMs());

  async function watch(): Promise<void> {
    while (!attempt.signal.aborted) {
      const leftMs = dueMs === undefined ? idleMs : dueMs - clock.nowMs();
      if (leftMs <= 0) {
        attempt.abort(reason());
        return;
      }
      await clock.sleep(leftMs, attempt.signal);
    }
  }
  // It only ever rejects because the attempt is over.
  watch().catch(() => {});

  return {
    pause() {
      dueMs = undefined;
    },
    resume(nextDueAtMs) {
      dueMs = nextDueAtMs;
    },
  };
}
