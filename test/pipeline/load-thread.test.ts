import { describe, expect, test } from 'vitest';
import { watchThread } from '../../src/pipeline/load-thread.ts';
import { fakeClock } from '../fakes/fake-clock.ts';

/** A thread in virtual time. */
function thread() {
  const clock = fakeClock();
  const watch = watchThread(clock);
  return {
    clock,
    watch,
    /** For so long, every timer of 100 ms is late by what `lateMs` says of its number. */
    runs: async (forMs: number, lateMs: (tick: number) => number = () => 0) => {
      let highest = 0;
      for (let tick = 0, endMs = clock.nowMs() + forMs; clock.nowMs() < endMs; tick++) {
        clock.stall(100 + lateMs(tick));
        await clock.advance(0);
        highest = Math.max(highest, watch.level());
      }
      return highest;
    },
  };
}

describe('watchThread()', () => {
  test.for([
    [0, 0],
    [5, 0],
    [20, 1],
    [50, 2],
    [90, 3],
    [200, 4],
  ] as const)('timers that are late by %i ms again and again are level %i', async ([ms, level]) => {
    const { watch, runs } = thread();
    await runs(40_000, () => ms);
    expect(watch.level()).toBe(level);
  });

  test('one long moment is no load: a pause to collect garbage, a module that loads', async () => {
    const { runs } = thread();
    expect(await runs(20_000, (tick) => (tick === 30 ? 5000 : 0))).toBe(0);
    // And one every second is none either.
    expect(await runs(60_000, (tick) => (tick % 10 === 0 ? 150 : 0))).toBe(0);
  });

  test('a start is no load', async () => {
    const { runs } = thread();
    const startMs = [700, 90, 0, 200, 0, 0, 60, 0, 0, 300, 400];
    expect(await runs(10_000, (tick) => startMs[tick] ?? 0)).toBe(0);
  });

  test('a thread that keeps up again is no load any more', async () => {
    const { watch, runs } = thread();
    await runs(20_000, () => 300);
    expect(watch.level()).toBe(4);
    await runs(60_000);
    expect(watch.level()).toBe(0);
  });

  test('looks no further once it is disposed', async () => {
    const { clock, watch } = thread();
    watch[Symbol.dispose]();
    expect(clock.pending).toBe(0);
  });
});
