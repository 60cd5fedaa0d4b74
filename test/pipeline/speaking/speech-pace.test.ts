import { describe, expect, test } from 'vitest';
import { createSpeechPace, withoutWaiting } from '../../../src/pipeline/speaking/speech-pace.ts';

function measured(synthesisMs: (chars: number) => number, lengths: readonly number[]) {
  const pace = createSpeechPace();
  for (const chars of lengths)
    pace.synthesised(chars, 65 * chars, withoutWaiting(synthesisMs(chars)));
  return pace;
}

const LENGTHS = Array.from({ length: 20 }, (_, at) => 5 + ((at * 37) % 140));

describe('createSpeechPace()', () => {
  test('tells the fixed cost of synthesis from what each character costs', () => {
    const pace = measured((chars) => 90 + 6 * chars, [...LENGTHS, ...LENGTHS]);
    for (const chars of [5, 60, 150])
      expect(Math.abs(pace.synthesisMs(chars) - (90 + 6 * chars))).toBeLessThan(15);
  });

  test('learns within a few pieces that length costs nothing', () => {
    const pace = measured(() => 80, [5, 80, 60, 90]);
    expect(pace.synthesisMs(100)).toBeLessThan(150);
  });

  test('follows a machine that becomes busy', () => {
    const pace = measured((chars) => 40 + 3 * chars, LENGTHS);
    const before = pace.synthesisMs(100);
    for (const chars of LENGTHS)
      pace.synthesised(chars, 65 * chars, withoutWaiting(80 + 9 * chars));
    expect(pace.synthesisMs(100)).toBeGreaterThan(2 * before);
  });

  test('allows for synthesis that is late now and then', () => {
    const steady = measured(() => 100, LENGTHS);
    const shaky = measured((chars) => (chars % 2 === 0 ? 40 : 160), LENGTHS);
    expect(shaky.synthesisMs(50)).toBeGreaterThan(steady.synthesisMs(50));
  });

  test('expects what is needed at once sooner than what may wait', () => {
    const pace = createSpeechPace();
    for (const chars of LENGTHS)
      pace.synthesised(chars, 65 * chars, { tookMs: 1200, urgentMs: 250, workMs: 100 });
    expect(pace.synthesisMs(40)).toBeGreaterThan(1000);
    expect(pace.urgentMs(40)).toBeLessThan(350);
    expect(pace.workMs(40)).toBeLessThan(200);
  });

  test('never expects less than nothing', () => {
    const pace = measured((chars) => (chars < 50 ? 0 : 500), LENGTHS);
    expect(pace.synthesisMs(0)).toBeGreaterThanOrEqual(0);
    expect(measured(() => 100, [40, 40, 40]).synthesisMs(1)).toBeGreaterThan(0);
  });

  test('measures the writer, in this reply and over the last ones', () => {
    const pace = createSpeechPace();
    for (let reply = 0; reply < 8; reply++) {
      const writing = pace.writing();
      for (let at = 0; at <= 10; at++) writing.wrote(4, reply * 1000 + at * 100);
    }
    expect(pace.charsPerSecond).toBeCloseTo(40, 0);
    const writing = pace.writing();
    writing.wrote(4, 9000);
    expect(Math.abs(pace.charsPerSecond - 40)).toBeLessThan(2);
    for (let at = 1; at <= 10; at++) writing.wrote(4, 9000 + at * 10);
    expect(pace.charsPerSecond).toBeCloseTo(400, 0);
  });

  test('takes a burst for a pace only when it has lasted a little', () => {
    const pace = createSpeechPace();
    const before = pace.charsPerSecond;
    const writing = pace.writing();
    for (let at = 0; at < 5; at++) writing.wrote(50, at);
    expect(pace.charsPerSecond).toBe(before);
  });
});
