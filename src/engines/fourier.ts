/** Fast Fourier transform of any length with small prime factors (the usual powers of two do not fit 400). */
export interface FourierTransform {
  /** Transforms `size` complex numbers in place. */
  run(real: Float64Array, imaginary: Float64Array): void;
}

/**
 * Mixed-radix Cooley and Tukey, recursive, decimation in time.
 * @param size number of complex values; time grows with the sum of its prime factors.
 */
export function createFourierTransform(size: number): FourierTransform {
  const factors = primeFactors(size);
  const cosines = new Float64Array(size);
  const sines = new Float64Array(size);
  for (let at = 0; at < size; at++) {
    cosines[at] = Math.cos((2 * Math.PI * at) / size);
    sines[at] = -Math.sin((2 * Math.PI * at) / size);
  }
  const inputReal = new Float64Array(size);
  const inputImaginary = new Float64Array(size);
  const largest = Math.max(1, ...factors);
  const rowReal = new Float64Array(largest);
  const rowImaginary = new Float64Array(largest);

  /** Writes the transform of every `stride`-th input from `from` on to `length` outputs at `to`. */
  const transform = (
    real: Float64Array,
    imaginary: Float64Array,
    length: number,
    from: number,
    stride: number,
    to: number,
    depth: number,
  ): void => {
    const radix = factors[depth];
    if (radix === undefined) {
      real[to] = inputReal[from] ?? 0;
      imaginary[to] = inputImaginary[from] ?? 0;
      return;
    }
    const part = length / radix;
    for (let branch = 0; branch < radix; branch++)
      transform(
        real,
        imaginary,
        part,
        from + branch * stride,
        stride * radix,
        to + branch * part,
        depth + 1,
      );
    for (let bin = 0; bin < part; bin++) {
      for (let row = 0; row < radix; row++) {
        let sumReal = 0;
        let sumImaginary = 0;
        for (let branch = 0; branch < radix; branch++) {
          const turn = ((bin + row * part) * branch * stride) % size;
          const cosine = cosines[turn] ?? 0;
          const sine = sines[turn] ?? 0;
          const at = to + branch * part + bin;
          const x = real[at] ?? 0;
          const y = imaginary[at] ?? 0;
          sumReal += x * cosine - y * sine;
          sumImaginary += x * sine + y * cosine;
        }
        rowReal[row] = sumReal;
        rowImaginary[row] = sumImaginary;
      }
      for (let row = 0; row < radix; row++) {
        real[to + row * part + bin] = rowReal[row] ?? 0;
        imaginary[to + row * part + bin] = rowImaginary[row] ?? 0;
      }
    }
  };

  return {
    run(real, imaginary) {
      inputReal.set(real);
      inputImaginary.set(imaginary);
      transform(real, imaginary, size, 0, 1, 0, 0);
    },
  };
}

function primeFactors(number: number): number[] {
  const factors: number[] = [];
  let rest = number;
  for (let candidate = 2; rest > 1; candidate++)
    for (; rest % candidate === 0; rest /= candidate) factors.push(candidate);
  return factors;
}
