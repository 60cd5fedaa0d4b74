import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isTurnOver, type Pause } from '../../../src/pipeline/deciding/end-of-turn.ts';
import {
  habitsOf,
  learnPause,
  learnRightEnd,
  type Habits,
} from '../../../src/pipeline/deciding/habits.ts';

const stranger = habitsOf(new Map(), 'ann');

/** @returns silence that ends the turn, ms. */
function waits(pause: Partial<Omit<Pause, 'silentMs'>>): number {
  for (let silentMs = 0; silentMs <= 10_000; silentMs += 20)
    if (
      isTurnOver({
        silentMs,
        finishedProbability: undefined,
        text: undefined,
        habits: stranger,
        ...pause,
      })
    )
      return silentMs;
  return Infinity;
}

function after(times: number, change: (habits: Habits) => Habits): Habits {
  return Array.from({ length: times }).reduce<Habits>((habits) => change(habits), stranger);
}

const QUESTION = 'What is the capital of France?';
const STATEMENT = 'I went to the sea.';
const OPEN = 'I went to the sea and';

describe('isTurnOver()', () => {
  test('a question that sounds finished is over after 200 ms', () => {
    expect(waits({ finishedProbability: 0.9, text: QUESTION })).toBe(200);
  });

  test('other words that sound finished get a second judgment, at 400 ms', () => {
    expect(waits({ finishedProbability: 0.9, text: STATEMENT })).toBe(400);
  });

  test('words that go on are waited for, however they sounded', () => {
    expect(waits({ finishedProbability: 0.9, text: OPEN })).toBe(1500);
    expect(waits({ finishedProbability: 0.1, text: OPEN })).toBe(2200);
  });

  test('the less it sounded finished the longer it waits, and never over 2.2 s', () => {
    const each = [0.49, 0.3, 0.1, 0].map((finishedProbability) =>
      waits({ finishedProbability, text: STATEMENT }),
    );
    expect(each).toEqual(each.toSorted((a, b) => a - b));
    expect(each[0]).toBeGreaterThanOrEqual(500);
    expect(each.at(-1)).toBe(1800);
  });

  test('without the turn model, half a second of silence ends it', () => {
    expect(waits({ text: STATEMENT })).toBe(500);
    expect(waits({ text: OPEN })).toBe(1500);
  });

  test('one who was cut off in a pause that sounded finished gets the time from then on', () => {
    const slow = after(1, (habits) => learnPause(habits, 700, true));
    const wait = waits({ finishedProbability: 0.9, text: QUESTION, habits: slow });
    expect(wait).toBeGreaterThan(600);
    const quickAgain = Array.from({ length: 60 }).reduce<Habits>((h) => learnRightEnd(h), slow);
    expect(waits({ finishedProbability: 0.9, text: QUESTION, habits: quickAgain })).toBeLessThan(
      wait / 2,
    );
  });

  test('one who pauses little is waited for less where they sound unfinished', () => {
    const quick = after(10, (habits) => learnPause(habits, 250, false));
    const slow = after(10, (habits) => learnPause(habits, 1000, false));
    const wait = (habits: Habits) => waits({ finishedProbability: 0.2, text: STATEMENT, habits });
    expect(wait(quick)).toBeLessThan(wait(stranger));
    expect(wait(slow)).toBeGreaterThan(wait(stranger));
  });

  test('nobody waits 200 ms too little or over 2.2 s, whatever was learned', () => {
    const pauses = fc.array(
      fc.record({ ms: fc.integer({ min: 0, max: 60_000 }), soundedDone: fc.boolean() }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(
        pauses,
        fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
        fc.constantFrom(QUESTION, STATEMENT, OPEN, '', undefined),
        (learned, finishedProbability, text) => {
          const habits = learned.reduce<Habits>(
            (h, { ms, soundedDone }) => learnPause(h, ms, soundedDone),
            stranger,
          );
          const wait = waits({ finishedProbability, text, habits });
          expect(wait).toBeGreaterThanOrEqual(200);
          expect(wait).toBeLessThanOrEqual(2200);
        },
      ),
    );
  });

  test('gaps between words teach nothing', () => {
    expect(after(10, (habits) => learnPause(habits, 150, true))).toEqual(stranger);
  });
});
