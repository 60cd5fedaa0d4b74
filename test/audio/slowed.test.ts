import { describe, expect, test } from 'vitest';
import { slowed } from '../../src/audio/slowed.ts';

const tone = (length: number, period: number) =>
  Float32Array.from({ length }, (_, at) => Math.sin((2 * Math.PI * at) / period));

describe('slowed()', () => {
  test('lasts as much longer as it is slower', () => {
    expect(slowed(tone(920, 16), 0.92)).toHaveLength(1000);
    expect(slowed(tone(1000, 16), 1.25)).toHaveLength(800);
  });

  test('lowers a tone and keeps its shape', () => {
    const slow = slowed(tone(4600, 23), 0.92);
    const lower = tone(5000, 25);
    const worst = slow.subarray(10, -10).reduce((most, sample, at) => {
      return Math.max(most, Math.abs(sample - (lower[at + 10] ?? 0)));
    }, 0);
    expect(worst).toBeLessThan(0.002);
  });

  test('leaves a sound at its own speed as it is, and nothing of nothing', () => {
    const sound = tone(100, 7);
    expect(slowed(sound, 1)).toEqual(sound);
    expect(slowed(new Float32Array(0), 0.92)).toHaveLength(0);
  });
});
