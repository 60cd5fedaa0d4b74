/** Keeps sound under a ceiling without the edge that clipping has. */

/** The gain is down this long before a peak, and takes as long as the release to come back. */
const LOOKAHEAD_MS = 5;
const RELEASE_MS = 60;

/** Changes `samples` in place: afterwards none is beyond ±`ceiling`. */
export function limitPeaks(samples: Float32Array, sampleRateHz: number, ceiling: number): void {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  // A NaN or an infinity is no sound: nothing that comes from it may reach an ear.
  if (!Number.isFinite(peak)) {
    samples.fill(0);
    return;
  }
  if (peak <= ceiling) return;
  const gains = gainsFor(samples, sampleRateHz, ceiling);
  for (let at = 0; at < samples.length; at++) {
    const limited = (samples[at] ?? 0) * (gains[at] ?? 1);
    samples[at] = Math.max(-ceiling, Math.min(ceiling, limited));
  }
}

/** Down in a straight line before each peak, up again behind it. */
function gainsFor(samples: Float32Array, sampleRateHz: number, ceiling: number): Float32Array {
  const gains = new Float32Array(samples.length);
  const riseEach = 1000 / (sampleRateHz * RELEASE_MS);
  const fallEach = 1000 / (sampleRateHz * LOOKAHEAD_MS);
  let gain = 1;
  for (let at = 0; at < samples.length; at++) {
    const wanted = Math.min(1, ceiling / Math.max(ceiling, Math.abs(samples[at] ?? 0)));
    gain = Math.min(wanted, gain + riseEach);
    gains[at] = gain;
  }
  gain = 1;
  for (let at = samples.length - 1; at >= 0; at--) {
    gain = Math.min(gains[at] ?? 1, gain + fallEach);
    gains[at] = gain;
  }
  return gains;
}
