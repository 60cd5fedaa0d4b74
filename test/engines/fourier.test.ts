import { describe, expect, test } from 'vitest';
import { createFourierTransform } from '../../src/engines/fourier.ts';

describe('createFourierTransform()', () => {
  test.for([1, 2, 5, 12, 400])('gives what the definition gives for %i values', (size) => {
    const real = Float64Array.from({ length: size }, (_, at) => Math.sin(at * at));
    const imaginary = Float64Array.from({ length: size }, (_, at) => Math.cos(at * 3));
    const expected = Array.from({ length: size }, (_, bin) => {
      let x = 0;
      let y = 0;
      for (let at = 0; at < size; at++) {
        const angle = (-2 * Math.PI * bin * at) / size;
        x += real[at]! * Math.cos(angle) - imaginary[at]! * Math.sin(angle);
        y += real[at]! * Math.sin(angle) + imaginary[at]! * Math.cos(angle);
      }
      return [x, y] as const;
    });
    createFourierTransform(size).run(real, imaginary);
    for (const [bin, [x, y]] of expected.entries()) {
      expect(real[bin]).toBeCloseTo(x, 8);
      expect(imaginary[bin]).toBeCloseTo(y, 8);
    }
  });
});
