import { describe, expect, test } from 'vitest';
import { speechBounds } from '../../src/audio/speech-bounds.ts';
import { seededNoise } from '../../src/audio/made-up-sounds.ts';

const HZ = 22_050;

/** Stretches of noise: how long, and how loud. */
function sound(...stretches: readonly (readonly [ms: number, dbfs: number])[]): Float32Array {
  const noise = seededNoise(7);
  const parts = stretches.map(([ms, dbfs]) =>
    Float32Array.from({ length: Math.round((HZ * ms) / 1000) }, () =>
      dbfs === -Infinity ? 0 : noise() * Math.sqrt(3) * 10 ** (dbfs / 20),
    ),
  );
  const samples = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return samples;
}

function boundsMs(samples: Float32Array): { startMs: number; endMs: number } | undefined {
  const bounds = speechBounds(samples, HZ);
  if (bounds === undefined) return undefined;
  return {
    startMs: Math.round((bounds.start * 1000) / HZ),
    endMs: Math.round((bounds.end * 1000) / HZ),
  };
}

describe('speechBounds()', () => {
  test('leaves a little of the silence before and after speech', () => {
    const { startMs, endMs } = boundsMs(sound([60, -96], [300, -20], [150, -96]))!;
    expect(startMs).toBeGreaterThanOrEqual(45);
    expect(startMs).toBeLessThanOrEqual(52);
    expect(endMs).toBeGreaterThanOrEqual(375);
    expect(endMs).toBeLessThanOrEqual(390);
  });

  test('keeps a soft consonant at either end', () => {
    // "Half": an h 40 dB and an f 35 dB under the vowel.
    const { startMs, endMs } = boundsMs(
      sound([50, -96], [60, -58], [200, -18], [90, -53], [100, -96]),
    )!;
    expect(startMs).toBeLessThanOrEqual(45);
    expect(endMs).toBeGreaterThanOrEqual(400);
  });

  test('keeps the burst of a stop behind the silence that belongs to it', () => {
    // "Sit.": 70 ms of closed mouth, then the t.
    const { endMs } = boundsMs(sound([300, -18], [70, -80], [15, -60], [120, -96]))!;
    expect(endMs).toBeGreaterThanOrEqual(385);
    expect(endMs).toBeLessThan(420);
  });

  test('takes speech up to the very edges as it is', () => {
    const samples = sound([300, -20]);
    expect(speechBounds(samples, HZ)).toEqual({ start: 0, end: samples.length });
  });

  test('finds nothing in silence, in an empty clip and in what is no sound', () => {
    expect(boundsMs(sound([500, -Infinity]))).toBeUndefined();
    expect(boundsMs(sound([500, -96]))).toBeUndefined();
    expect(boundsMs(new Float32Array(0))).toBeUndefined();
    expect(boundsMs(new Float32Array(500).fill(Number.NaN))).toBeUndefined();
  });

  test('does not stay with a click far from the speech', () => {
    const { startMs } = boundsMs(sound([5, -60], [300, -96], [300, -20]))!;
    expect(startMs).toBeGreaterThan(250);
  });
});
