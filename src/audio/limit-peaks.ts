/** Keeps sound under a ceiling without the edge that clipping has. */

/** The gain is down this long before a peak, and takes as long as the release to come back. */
const LOOKAHEAD_MS = 5;
const RELEASE_MS = 60;

/** Changes `samples` in place: afterwards none is beyond ±`ceiling`. */
export function limitPeaks(samples: Float32Array, sampleRateHz: number, ceiling: number): void {
  const before = Math.ceil((sampleRateHz * LOOKAHEAD_MS) / 1000);
  const behind = Math.ceil((sampleRateHz * RELEASE_MS) / 1000);
  let from = -1;
  let to = 0;
  for (let at = 0; at < samples.length; at++) {
    // Written so that a NaN is found, too: it would silence a codec for good.
    if (Math.abs(samples[at] ?? 0) <= ceiling) continue;
    if (!Number.isFinite(samples[at])) samples[at] = 0;
    if (from >= 0 && at - before > to) {
      limitStretch(samples.subarray(from, to), before, behind, ceiling);
      from = -1;
    }
    if (from < 0) from = Math.max(0, at - before);
    to = Math.min(samples.length, at + behind);
  }
  if (from >= 0) limitStretch(samples.subarray(from, to), before, behind, ceiling);
}

/** Down in a straight line before each peak, up again behind it. */
function limitStretch(
  samples: Float32Array,
  before: number,
  behind: number,
  ceiling: number,
): void {
  const gains = new Float32Array(samples.length);
  let gain = 1;
  for (let at = 0; at < samples.length; at++) {
    const level = Math.abs(samples[at] ?? 0);
    gain = Math.min(1, gain + 1 / behind, level > ceiling ? ceiling / level : 1);
    gains[at] = gain;
  }
  gain = 1;
  for (let at = samples.length - 1; at >= 0; at--) {
    gain = Math.min(gains[at] ?? 1, gain + 1 / before);
    const limited = (samples[at] ?? 0) * gain;
    // Rounding may leave it a hair above.
    samples[at] = Math.max(-ceiling, Math.min(ceiling, limited));
  }
}
