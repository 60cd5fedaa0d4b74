/** How well this thread keeps up: sockets, codecs and voice detection come late all at once, or not at all. */
import type { Clock } from '../async/clock.ts';
import { createLoadMeter } from './load-meter.ts';
import type { LoadLevel } from './load.ts';

export interface ThreadWatch extends Disposable {
  level(): LoadLevel;
}

const TICK_MS = 100;

/** What was late is summed up so often. */
const NOTED_EVERY_MS = 1000;

/** Logging in and loading what is used first are no conversation, and nobody waits yet. */
const START_MS = 3000;

/**
 * A thread that is late makes every packet of every conversation late, where a late job delays one answer:
 * its lateness counts for so much of a job's. It gives up guesses from 15 ms in the mean on, and refuses
 * further conversations from 125 ms. An idle thread is late by 1 ms, also with eight other
 * programs on its two cores (measured on a Xeon).
 */
const WEIGHT = 6;

/**
 * A meter of its own, because ten ticks a second on time would hide all late jobs in one they share.
 * Of each second the worst tick is left out: collecting garbage and loading a module take one long
 * moment, and what is too much for a thread takes many.
 */
export function watchThread(clock: Pick<Clock, 'nowMs' | 'every'>): ThreadWatch {
  const meter = createLoadMeter(clock);
  let lastMs = clock.nowMs();
  let notedAtMs = lastMs + START_MS;
  let lateMs: number[] = [];

  const end = clock.every(TICK_MS, () => {
    const nowMs = clock.nowMs();
    lateMs.push(Math.max(0, nowMs - lastMs - TICK_MS));
    lastMs = nowMs;
    if (nowMs < notedAtMs) lateMs = [];
    if (nowMs - notedAtMs < NOTED_EVERY_MS) return;
    const usual = lateMs.sort((a, b) => a - b).slice(0, -1);
    const sumMs = usual.reduce((sum, ms) => sum + ms, 0);
    if (usual.length > 0) meter.note((WEIGHT * sumMs) / usual.length);
    notedAtMs = nowMs;
    lateMs = [];
  });
  return { level: () => meter.level(), [Symbol.dispose]: end };
}
