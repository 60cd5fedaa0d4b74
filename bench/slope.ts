/** Whether something grows: a straight line through samples, by least squares. */

export interface Slope {
  /** Per unit of x. */
  readonly slope: number;
  /** Of the slope, at 95 %, for samples that do not depend on each other; theirs do a little. */
  readonly lowest: number;
  readonly highest: number;
}

/** Of the normal distribution: right for some dozens of samples. */
const Z_95 = 1.96;

/** @returns undefined for fewer than three samples, or samples of one x only. */
export function slopeOf(
  samples: readonly { readonly x: number; readonly y: number }[],
): Slope | undefined {
  const n = samples.length;
  if (n < 3) return undefined;
  const mean = (pick: (sample: { readonly x: number; readonly y: number }) => number) =>
    samples.reduce((sum, sample) => sum + pick(sample), 0) / n;
  const meanX = mean(({ x }) => x);
  const meanY = mean(({ y }) => y);
  const spreadX = samples.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  if (spreadX === 0) return undefined;
  const slope = samples.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spreadX;
  const squares = samples.reduce(
    (sum, { x, y }) => sum + (y - meanY - slope * (x - meanX)) ** 2,
    0,
  );
  const error = Math.sqrt(squares / (n - 2) / spreadX);
  return { slope, lowest: slope - Z_95 * error, highest: slope + Z_95 * error };
}
