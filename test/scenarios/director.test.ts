import { describe, expect, test } from 'vitest';
import { createDirector, type View } from '../../src/scenarios/director.ts';
import { readScenario } from '../../src/scenarios/read-scenario.ts';

function directorOf(steps: string) {
  const text = `story: x\npeople: [Ann, Ben]\nsteps:\n${steps}\nexpect: { answers: [] }`;
  return createDirector(readScenario(text, 'x.yaml'));
}

const NOTHING: View = {
  nowMs: 0,
  isSpeaking: () => false,
  isAnythingGoingOn: false,
  answers: [],
  lineOf: () => undefined,
};

/** The moment at which each step begins, looked for every 10 ms. @param seen what is seen at a moment. */
function momentsOf(steps: string, seen: (nowMs: number) => Partial<View>): readonly number[] {
  const director = directorOf(steps);
  const moments: number[] = [];
  for (let nowMs = 0; nowMs < 10_000; nowMs += 10)
    for (const _ of director.due({ ...NOTHING, nowMs, ...seen(nowMs) })) moments.push(nowMs);
  return moments;
}

const line = (from: number, to: number) => (nowMs: number) => ({
  lineOf: (step: number) =>
    step === 0 && nowMs >= from ? { startedAtMs: from, endedAtMs: Math.min(to, nowMs) } : undefined,
  isSpeaking: (name: string) => name === 'Ann' && nowMs > from && nowMs < to,
});

const TWO = (when: string) => `  - { Ann: Hi, when: at 1 s }\n  - { Ben: Hello, when: ${when} }`;

describe('createDirector()', () => {
  test('begins after a second of quiet, where nothing else is said', () => {
    expect(momentsOf('  - Ann: Hi', () => ({}))).toEqual([1000]);
    const busy = (nowMs: number) => ({ isAnythingGoingOn: nowMs < 500 });
    expect(momentsOf('  - Ann: Hi', busy)).toEqual([1500]);
  });

  test.for([
    ['0.4 s later', 2400],
    ['0.4 s into the last line', 1400],
    ['at 3 s', 3000],
  ] as const)('begins "%s"', ([when, atMs]) => {
    expect(momentsOf(TWO(when), line(1000, 2000))).toEqual([1000, atMs]);
  });

  test('takes "the answer" for the one that sounds when the line before ends', () => {
    const seen = (nowMs: number) => ({
      ...line(1000, 2000)(nowMs),
      answers: nowMs < 1500 ? [] : [{ startedAtMs: 1500, isPaused: false }],
    });
    expect(momentsOf(TWO('0.8 s into the answer'), seen)).toEqual([1000, 2300]);
  });

  test('takes it for the next one where none sounds, or the one that does may never go on', () => {
    const seen = (nowMs: number) => ({
      ...line(1000, 2000)(nowMs),
      answers:
        nowMs < 2500
          ? [{ startedAtMs: 500, isPaused: true }]
          : [
              { startedAtMs: 500, endedAtMs: 1000, isPaused: false },
              ...(nowMs < 4000 ? [] : [{ startedAtMs: 4000, endedAtMs: 5000, isPaused: false }]),
            ],
    });
    expect(momentsOf(TWO('0.8 s into the answer'), seen)).toEqual([1000, 4800]);
    expect(momentsOf(TWO('0.5 s after the answer'), seen)).toEqual([1000, 5500]);
  });

  test('notices that an answer was too short for what was to happen in it', () => {
    const director = directorOf(TWO('0.8 s into the answer'));
    director.due({ ...NOTHING, nowMs: 1000, ...line(1000, 2000)(1000) });
    const answers = [{ startedAtMs: 2500, endedAtMs: 3000, isPaused: false }];
    const after = line(1000, 2000)(4000);
    expect(director.due({ ...NOTHING, nowMs: 2100, ...after })).toEqual([]);
    expect(director.due({ ...NOTHING, nowMs: 4000, ...after, answers })).toEqual([]);
    expect(director.hasMissed).toBe(true);
  });

  test('lets nobody say two things at once', () => {
    const seen = (nowMs: number) => ({
      ...line(1000, 2000)(nowMs),
      isSpeaking: (name: string) => name === 'Ben' && nowMs < 3000,
    });
    expect(momentsOf(TWO('at 1.5 s'), seen)).toEqual([1000, 3000]);
  });
});
