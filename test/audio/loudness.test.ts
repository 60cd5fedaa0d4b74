import { describe, expect, test } from 'vitest';
import { blockPowers, gatedLoudness } from '../../src/audio/loudness.ts';

function tone(hz: number, rateHz: number, seconds: number, level = 1): Float32Array {
  return Float32Array.from(
    { length: Math.round(rateHz * seconds) },
    (_, at) => level * Math.sin((2 * Math.PI * hz * at) / rateHz),
  );
}

const lufs = (samples: Float32Array, rateHz: number) =>
  gatedLoudness(blockPowers(samples, rateHz)) ?? Number.NEGATIVE_INFINITY;

describe('gatedLoudness()', () => {
  // ITU-R BS.1770-4, annex 1: 0 dBFS at 997 Hz in one channel reads −3.01.
  test.for([16_000, 22_050, 24_000, 44_100, 48_000])(
    'reads the reference tone at %i Hz',
    (rateHz) => {
      expect(lufs(tone(997, rateHz, 2), rateHz)).toBeCloseTo(-3.01, 1);
      expect(lufs(tone(997, rateHz, 2, 0.1), rateHz)).toBeCloseTo(-23.01, 1);
    },
  );

  test('weighs as an ear: more above 2 kHz, hardly anything under 40 Hz', () => {
    const of = (hz: number) => lufs(tone(hz, 48_000, 2), 48_000);
    expect(of(4000) - of(500)).toBeGreaterThan(3);
    expect(of(4000) - of(500)).toBeLessThan(4.5);
    expect(of(20) - of(500)).toBeLessThan(-10);
  });

  test('leaves pauses out', () => {
    const speech = tone(997, 16_000, 1, 0.1);
    const samples = tone(200, 16_000, 3, 0.004);
    samples.set(speech, 0);
    samples.set(speech.subarray(0, 8000), 40_000);
    expect(lufs(samples, 16_000)).toBeGreaterThan(-25);
  });

  test('takes a clip shorter than a block as one', () => {
    expect(lufs(tone(997, 16_000, 0.2, 0.1), 16_000)).toBeCloseTo(-23, 0);
  });

  test('is undefined for silence and for no sound at all', () => {
    expect(gatedLoudness(blockPowers(new Float32Array(16_000), 16_000))).toBeUndefined();
    expect(gatedLoudness(blockPowers(new Float32Array(0), 16_000))).toBeUndefined();
    expect(
      gatedLoudness(blockPowers(new Float32Array(99).fill(Number.NaN), 16_000)),
    ).toBeUndefined();
  });
});
