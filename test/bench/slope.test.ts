import { describe, expect, test } from 'vitest';
import { slopeOf } from '../../bench/slope.ts';

const line = (slope: number, noise: (at: number) => number) =>
  Array.from({ length: 60 }, (_, x) => ({ x, y: 5 + slope * x + noise(x) }));

describe('slopeOf()', () => {
  test('is the slope of a straight line, without doubt', () => {
    const found = slopeOf(line(0.5, () => 0));
    expect(found?.slope).toBeCloseTo(0.5);
    expect(found?.lowest).toBeCloseTo(0.5);
  });

  test('does not tell noise from growth', () => {
    const found = slopeOf(line(0, (at) => Math.sin(at * 12.9898) * 3));
    expect(found?.lowest).toBeLessThan(0);
    expect(found?.highest).toBeGreaterThan(0);
  });

  test('tells growth from noise', () => {
    const found = slopeOf(line(0.5, (at) => Math.sin(at * 12.9898) * 3));
    expect(found?.lowest).toBeGreaterThan(0);
  });

  test('knows nothing of two samples', () => {
    expect(slopeOf(line(1, () => 0).slice(0, 2))).toBeUndefined();
  });
});
