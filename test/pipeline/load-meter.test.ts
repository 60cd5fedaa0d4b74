import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLoadMeter } from '../../src/pipeline/load-meter.ts';
import { measuresAt, type LoadLevel, type Measures } from '../../src/pipeline/load.ts';

/** Work that is begun so late, every so often, for so long. */
function metered() {
  let nowMs = 0;
  const meter = createLoadMeter({ nowMs: () => nowMs });
  return {
    meter,
    work: (lateMs: number, { everyMs = 200, forMs = 10_000 } = {}) => {
      const levels: LoadLevel[] = [];
      for (const endMs = nowMs + forMs; nowMs < endMs; nowMs += everyMs) {
        meter.note(lateMs);
        levels.push(meter.level());
      }
      return levels;
    },
    rest: (ms: number) => {
      nowMs += ms;
    },
  };
}

describe('createLoadMeter()', () => {
  test('work that is begun when it is needed is no load', () => {
    const { meter, work } = metered();
    work(0, { forMs: 60_000 });
    expect(meter.level()).toBe(0);
  });

  test.for([
    [30, 0],
    [100, 1],
    [220, 2],
    [400, 3],
    [800, 4],
  ] as const)('lateness of %i ms is level %i after a while', ([lateMs, level]) => {
    const { work } = metered();
    expect(work(lateMs, { forMs: 30_000 }).at(-1)).toBe(level);
  });

  test('one late piece of work changes nothing, however late', () => {
    const { meter, work } = metered();
    work(0);
    meter.note(60_000);
    expect(meter.level()).toBeLessThanOrEqual(1);
    work(0);
    expect(meter.level()).toBe(0);
  });

  test('notices within some seconds, and gives up one thing after the other', () => {
    const { work } = metered();
    work(0);
    const levels = work(900, { forMs: 12_000 });
    expect(levels.at(-1)).toBe(4);
    expect(levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1)).toEqual([]);
    expect(levels.indexOf(1) * 200).toBeLessThan(2000);
  });

  test('takes things back one after the other, slower than it gave them up', () => {
    const { meter, work, rest } = metered();
    work(900, { forMs: 30_000 });
    rest(4000);
    meter.note(0);
    expect(meter.level()).toBe(4);
    const levels = work(0, { forMs: 60_000 });
    expect(levels.at(-1)).toBe(0);
    expect([...new Set(levels)]).toEqual([4, 3, 2, 1, 0]);
  });

  test('rest alone brings it down: refused conversations make no work that could be noted', () => {
    const { meter, work, rest } = metered();
    work(900, { forMs: 30_000 });
    const levels = Array.from({ length: 10 }, () => {
      rest(10_000);
      return meter.level();
    });
    expect(levels.at(-1)).toBe(0);
  });

  test('lateness about a bound does not make the level come and go', () => {
    const { work } = metered();
    work(150, { forMs: 30_000 });
    const levels: LoadLevel[] = [];
    for (let i = 0; i < 30; i++) levels.push(...work(i % 2 === 0 ? 120 : 170, { forMs: 2000 }));
    const changes = levels.filter((level, i) => i > 0 && level !== levels[i - 1]).length;
    expect(changes).toBeLessThanOrEqual(1);
  });

  test('never moves by more than one step, whatever comes', () => {
    const events = fc.array(
      fc.record({ lateMs: fc.integer({ min: 0, max: 5000 }), afterMs: fc.nat(3000) }),
    );
    fc.assert(
      fc.property(events, (all) => {
        let nowMs = 0;
        let before = 0;
        const meter = createLoadMeter({ nowMs: () => nowMs });
        for (const { lateMs, afterMs } of all) {
          nowMs += afterMs;
          meter.note(lateMs);
          const level = meter.level();
          expect(Math.abs(level - before)).toBeLessThanOrEqual(1);
          before = level;
        }
      }),
    );
  });
});

describe('measuresAt()', () => {
  const levels: readonly LoadLevel[] = [0, 1, 2, 3, 4];
  const usual: Measures = {
    maySpeculate: true,
    endpointFactor: 1,
    pieceFactor: 1,
    asksTurnModel: true,
    saysOneMoment: false,
    admitsConversations: true,
  };
  const givenUp = (level: LoadLevel) =>
    Object.entries(measuresAt(level))
      .filter(([name, value]) => value !== usual[name as keyof Measures])
      .map(([name]) => name);

  test('gives up nothing while the machine keeps up', () => {
    expect(measuresAt(0)).toEqual(usual);
  });

  test('gives up guesses first and new conversations last', () => {
    const slower = ['maySpeculate', 'endpointFactor', 'pieceFactor'];
    expect(levels.map(givenUp)).toEqual([
      [],
      ['maySpeculate'],
      slower,
      [...slower, 'asksTurnModel', 'saysOneMoment'],
      [...slower, 'asksTurnModel', 'saysOneMoment', 'admitsConversations'],
    ]);
  });
});
