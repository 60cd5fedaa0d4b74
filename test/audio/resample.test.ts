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

/** What is there beside the tone, against full scale: images, aliases, noise. */
function restDb(samples: Float32Array, hz: number, rateHz: number): number {
  const start = samples.length >> 2;
  const middle = samples.subarray(start, samples.length - start);
  const wave = (shape: (radians: number) => number) =>
    middle.map((_, at) => shape((2 * Math.PI * hz * (start + at)) / rateHz));
  if (hz >= rateHz / 2) return levelDb(samples);
  const cosine = wave(Math.cos);
  const sine = wave(Math.sin);
  const dot = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
  // Least squares: the two are not quite at right angles over a part of a period.
  const [cc, ss, cs] = [dot(cosine, cosine), dot(sine, sine), dot(cosine, sine)];
  const [yc, ys] = [dot(middle, cosine), dot(middle, sine)];
  const c = (yc * ss - ys * cs) / (cc * ss - cs * cs);
  const s = (ys * cc - yc * cs) / (cc * ss - cs * cs);
  const rest = middle.map((value, at) => value - c * (cosine[at] ?? 0) - s * (sine[at] ?? 0));
  return 10 * Math.log10(dot(rest, rest) / rest.length / 0.5);
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

  /** As voices and Discord have them, and what recognition takes. */
  test.for([
    [22_050, 48_000],
    [24_000, 48_000],
    [16_000, 48_000],
    [44_100, 48_000],
    [48_000, 16_000],
    [22_050, 16_000],
  ] as const)('adds nothing to a tone, wherever it lies, %i to %i Hz', ([fromHz, toHz]) => {
    let worstDb = Number.NEGATIVE_INFINITY;
    for (let hz = 60; hz < fromHz / 2; hz += 161) {
      const resampled = resample(tone(hz, fromHz).subarray(0, fromHz / 5), fromHz, toHz);
      worstDb = Math.max(worstDb, restDb(resampled, hz, toHz));
    }
    expect(worstDb).toBeLessThan(-75);
  });

  test.for([
    [22_050, 48_000],
    [24_000, 48_000],
    [48_000, 16_000],
  ] as const)('passes speech on evenly, %i to %i Hz', ([fromHz, toHz]) => {
    const edgeHz = 0.85 * Math.min(fromHz, toHz) * 0.5;
    for (let hz = 60; hz < edgeHz; hz += 251) {
      const resampled = resample(tone(hz, fromHz).subarray(0, fromHz / 5), fromHz, toHz);
      expect(Math.abs(levelDb(resampled))).toBeLessThan(0.1);
    }
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
