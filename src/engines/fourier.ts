/** Fast Fourier transform of any length with small prime factors (the usual powers of two do not fit 400). */
export interface FourierTransform {
  /** Transforms `size` complex numbers in place. */
  run(real: Float64Array, imaginary: Float64Array): void;
}

/** `count` groups of `radix` values become `radix` rows of `count`; each value stands for `stride` of them. */
interface Stage {
  readonly radix: number;
  readonly count: number;
  readonly stride: number;
  /** By group, output row and input: the small transform's factors, turned as the group lies. */
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
}

/**
 * Mixed-radix Stockham: one pass a factor, to and fro between two buffers, in order at the end
 * (Cochran and others, "What is the fast Fourier transform?", 1967).
 *
 * @param size number of complex values; time grows with the sum of its prime factors.
 */
export function createFourierTransform(size: number): FourierTransform {
  const stages = stagesOf(size);
  const otherReal = new Float64Array(size);
  const otherImaginary = new Float64Array(size);
  return {
    run(real, imaginary) {
      for (const [at, stage] of stages.entries())
        if (at % 2 === 0) pass(stage, real, imaginary, otherReal, otherImaginary);
        else pass(stage, otherReal, otherImaginary, real, imaginary);
      if (stages.length % 2 === 0) return;
      real.set(otherReal);
      imaginary.set(otherImaginary);
    },
  };
}

function pass(
  { radix, count, stride, cosines, sines }: Stage,
  fromReal: Float64Array,
  fromImaginary: Float64Array,
  toReal: Float64Array,
  toImaginary: Float64Array,
): void {
  const step = stride * count;
  for (let group = 0; group < count; group++)
    for (let row = 0; row < radix; row++) {
      const factors = (group * radix + row) * radix;
      const to = stride * (radix * group + row);
      for (let one = 0; one < stride; one++) {
        let sumReal = 0;
        let sumImaginary = 0;
        let from = stride * group + one;
        for (let input = 0; input < radix; input++, from += step) {
          const cosine = cosines[factors + input] ?? 0;
          const sine = sines[factors + input] ?? 0;
          const x = fromReal[from] ?? 0;
          const y = fromImaginary[from] ?? 0;
          sumReal += x * cosine - y * sine;
          sumImaginary += x * sine + y * cosine;
        }
        toReal[to + one] = sumReal;
        toImaginary[to + one] = sumImaginary;
      }
    }
}

function stagesOf(size: number): readonly Stage[] {
  const stages: Stage[] = [];
  let stride = 1;
  for (const radix of factorsOf(size)) {
    const length = size / stride;
    const count = length / radix;
    const cosines = new Float64Array(length * radix);
    const sines = new Float64Array(length * radix);
    for (let group = 0; group < count; group++)
      for (let row = 0; row < radix; row++)
        for (let input = 0; input < radix; input++) {
          const at = (group * radix + row) * radix + input;
          const turn = (-2 * Math.PI * row * (group / length + input / radix)) % (2 * Math.PI);
          cosines[at] = Math.cos(turn);
          sines[at] = Math.sin(turn);
        }
    stages.push({ radix, count, stride, cosines, sines });
    stride *= radix;
  }
  return stages;
}

/** Four at once is no more work than two and two, in one pass. */
function factorsOf(number: number): number[] {
  const factors: number[] = [];
  let rest = number;
  for (; rest % 4 === 0; rest /= 4) factors.push(4);
  for (let candidate = 2; rest > 1; candidate++)
    for (; rest % candidate === 0; rest /= candidate) factors.push(candidate);
  return factors;
}
