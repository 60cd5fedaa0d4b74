/** How loud sound is. */

/** A frame above this level counts as voiced wherever a delay is measured (20 ms, RMS). */
export const VOICED_DBFS = -50;

/** Root mean square level of samples in −1…1; −Infinity for digital silence. */
export function rmsDbfs(samples: Float32Array): number {
  let sum = 0;
  // By index: an iterator boxes every sample where the code is not compiled yet.
  for (let at = 0; at < samples.length; at++) sum += (samples[at] ?? 0) ** 2;
  return 10 * Math.log10(sum / Math.max(1, samples.length));
}
