import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limitPeaks } from '../../src/audio/limit-peaks.ts';

const HZ = 24_000;

function largest(samples: Float32Array): number {
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}

describe('limitPeaks()', () => {
  test('leaves sound under the ceiling as it is', () => {
    const samples = Float32Array.from({ length: 5000 }, (_, at) => 0.8 * Math.sin(at / 9));
    const before = samples.slice();
    limitPeaks(samples, HZ, 0.89);
    expect(samples).toEqual(before);
  });

  test('lets nothing past the ceiling, whatever comes', () => {
    const samples = fc.array(
      fc.oneof(
        fc.float({ min: -4, max: 4 }),
        fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
      ),
      { maxLength: 3000, size: 'max' },
    );
    const property = fc.property(samples, (values) => {
      const limited = Float32Array.from(values);
      limitPeaks(limited, HZ, 0.89);
      expect(limited.every((value) => Math.abs(value) <= Math.fround(0.89))).toBe(true);
    });
    fc.assert(property, { numRuns: 100 });
  });

  test('turns down around a peak without an edge, and comes back', () => {
    const samples = Float32Array.from({ length: HZ }, (_, at) => {
      const isPeak = at > 12_000 && at < 12_400;
      return (isPeak ? 1.8 : 0.5) * Math.sin((2 * Math.PI * 220 * at) / HZ);
    });
    limitPeaks(samples, HZ, 0.89);
    expect(largest(samples)).toBeLessThanOrEqual(0.891);
    // A sine turned down is no square: its tops stay round.
    const atCeiling = samples.filter((value) => Math.abs(value) > 0.889).length;
    expect(atCeiling).toBeLessThan(60);
    expect(largest(samples.subarray(14_500))).toBeCloseTo(0.5, 2);
    expect(largest(samples.subarray(0, 11_800))).toBeCloseTo(0.5, 2);
  });
});
