import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutAtPauses, halves } from '../../../src/pipeline/hearing/cut-at-pauses.ts';
import { ENGINE_HZ } from '../../../src/pipeline/types.ts';

/** Noise of a fixed seed, with silence in the given stretches (seconds). */
function speech(seconds: number, pauses: readonly (readonly [number, number])[]): Float32Array {
  let state = 1;
  return Float32Array.from({ length: seconds * ENGINE_HZ }, (_, at) => {
    state = (state * 48_271) % 2_147_483_647;
    const isPause = pauses.some(([from, to]) => at >= from * ENGINE_HZ && at < to * ENGINE_HZ);
    return isPause ? 0 : state / 2_147_483_647 - 0.5;
  });
}

function cutsOf(pieces: Iterable<Float32Array>): number[] {
  let at = 0;
  return [...pieces].map((piece) => (at += piece.length) / ENGINE_HZ);
}

describe('cutAtPauses()', () => {
  test('leaves what fits in one piece', () => {
    expect(cutsOf(cutAtPauses(speech(12, []), 12 * ENGINE_HZ))).toEqual([12]);
    expect([...cutAtPauses(new Float32Array(0), 100)]).toEqual([]);
  });

  test('cuts inside the pauses', () => {
    const pauses = [
      [8, 8.3],
      [17, 17.4],
      [25, 25.3],
    ] as const;
    const cuts = cutsOf(cutAtPauses(speech(30, pauses), 12 * ENGINE_HZ));
    for (const [index, [from, to]] of pauses.entries()) {
      expect(cuts[index]).toBeGreaterThan(from);
      expect(cuts[index]).toBeLessThan(to);
    }
    expect(cuts).toHaveLength(4);
  });

  test('leaves no rest too short for a word, even where the only pause asks for it', () => {
    const pieces = [...cutAtPauses(speech(12.05, [[11.8, 12]]), 12 * ENGINE_HZ)];
    expect(pieces.at(-1)?.length).toBeGreaterThanOrEqual(ENGINE_HZ);
  });

  test('loses and doubles no sample, and no piece is too long', () => {
    fc.assert(
      fc.property(fc.nat(60_000), fc.integer({ min: 1, max: 20_000 }), (length, maxSamples) => {
        const samples = Float32Array.from({ length }, (_, at) => at);
        const pieces = [...cutAtPauses(samples, maxSamples)];
        expect(pieces.every((piece) => piece.length > 0 && piece.length <= maxSamples)).toBe(true);
        let at = 0;
        for (const piece of pieces)
          for (const sample of piece) if (sample !== at++) throw new Error(`sample ${at}`);
        expect(at).toBe(length);
      }),
    );
  });
});

describe('halves()', () => {
  test('cuts in two, at the pause if there is one, without losing a sample', () => {
    const samples = speech(4, [[2.3, 2.5]]);
    const [first, second] = halves(samples);
    expect(first.length).toBeGreaterThan(2.3 * ENGINE_HZ);
    expect(first.length).toBeLessThan(2.5 * ENGINE_HZ);
    expect(first.length + second.length).toBe(samples.length);
    for (const length of [0, 1, 2, 3]) {
      const [a, b] = halves(new Float32Array(length));
      expect(a.length + b.length).toBe(length);
    }
  });
});
