/** What many measured values come to. */

/** Milliseconds; null where nothing was measured. */
export interface Summary {
  readonly median: number | null;
  readonly p95: number | null;
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly n: number;
}

/** To a tenth: timers are no more exact. */
export function summarise(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b);
  const sum = sorted.reduce((total, value) => total + value, 0);
  return {
    median: tenths(percentile(sorted, 0.5)),
    p95: tenths(percentile(sorted, 0.95)),
    mean: tenths(sorted.length === 0 ? undefined : sum / sorted.length),
    min: tenths(sorted[0]),
    max: tenths(sorted.at(-1)),
    n: sorted.length,
  };
}

/** Nearest rank: always one of the values. */
function percentile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

function tenths(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 10) / 10;
}
