import { describe, expect, test } from 'vitest';
import { resample } from '../../src/audio/resample.ts';

function tone(hz: number, rateHz: number): Float32Array {
  return Float32Array.from({ length: rateHz }, (_, at) =>
    Math.sin((2 * Math.PI * hz * at) / rateHz),
  );
}

/** Level against a full-scale tone, away from the ends. */
function levelDb(samples: Float32Array): number {
  const middle = samples.subarray(samples.length / 4, (samples.length * 3) / 4);
  return (
    10 * Math.log10(middle.reduce((sum, value) => sum + value * value, 0) / middle.length / 0.5)
  );
}

describe('resample()', () => {
  test.for([
    [22_050, 48_000, 1000],
    [44_100, 48_000, 10_000],
    [48_000, 16_000, 5000],
    [8000, 16_000, 3000],
  ] as const)('keeps a tone as it is, %i to %i Hz', ([fromHz, toHz, hz]) => {
    const resampled = resample(tone(hz, fromHz), fromHz, toHz);
    const wanted = tone(hz, toHz);
    const error = resampled.map((value, at) => value - (wanted[at] ?? 0));
    expect(levelDb(error)).toBeLessThan(-70);
  });

  test.for([
    [48_000, 16_000, 9000],
    [48_000, 16_000, 23_000],
    [44_100, 16_000, 8700],
    [48_000, 8000, 5000],
  ] as const)('folds nothing back, %i to %i Hz', ([fromHz, toHz, hz]) => {
    expect(levelDb(resample(tone(hz, fromHz), fromHz, toHz))).toBeLessThan(-70);
  });

  test('gives the exact length, also for an empty and a one-sample input', () => {
    expect(resample(new Float32Array(22_050), 22_050, 48_000)).toHaveLength(48_000);
    expect(resample(new Float32Array(441), 44_100, 48_000)).toHaveLength(480);
    expect(resample(new Float32Array(1), 16_000, 48_000)).toHaveLength(3);
    expect(resample(new Float32Array(0), 16_000, 48_000)).toHaveLength(0);
  });

  test('refuses rates that make no sense', () => {
    expect(() => resample(new Float32Array(1), 0, 48_000)).toThrow(RangeError);
    expect(() => resample(new Float32Array(1), 48_000, Number.NaN)).toThrow(RangeError);
  });
});
