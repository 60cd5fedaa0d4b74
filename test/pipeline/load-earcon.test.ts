import { describe, expect, test } from 'vitest';
import { rmsDbfs } from '../../src/audio/level.ts';
import { oneMomentEarcon } from '../../src/pipeline/load-earcon.ts';

describe('oneMomentEarcon()', () => {
  const { text, samples, sampleRateHz } = oneMomentEarcon();

  test('is two short soft notes, much softer than a voice, and no words', () => {
    expect(text).toBe('');
    expect((1000 * samples.length) / sampleRateHz).toBeCloseTo(280, 0);
    const gap = samples.slice(0.122 * sampleRateHz, 0.158 * sampleRateHz);
    expect(Math.max(...gap.map(Math.abs))).toBe(0);
    expect(rmsDbfs(samples)).toBeLessThan(-25);
    expect(rmsDbfs(samples)).toBeGreaterThan(-40);
  });

  test('begins and ends without a click', () => {
    for (const edge of [samples.slice(0, 48), samples.slice(-48)])
      expect(Math.max(...edge.map(Math.abs))).toBeLessThan(0.001);
    let step = 0;
    for (let at = 1; at < samples.length; at++)
      step = Math.max(step, Math.abs(samples[at]! - samples[at - 1]!));
    // No steeper than the note itself: 2π · 587 Hz · 0.06 / 48,000 Hz.
    expect(step).toBeLessThan(0.005);
  });

  test('is made anew: whoever plays it may let go of its samples', () => {
    expect(oneMomentEarcon().samples).not.toBe(samples);
  });
});
