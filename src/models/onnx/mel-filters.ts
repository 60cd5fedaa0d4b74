/** Triangular filters on the mel scale of Slaney's Auditory Toolbox, each of the same area. */
export interface MelFilter {
  /** Spectrum bin that the first weight belongs to. */
  readonly firstBin: number;
  readonly weights: Float64Array;
}

/** The scale is linear up to here, logarithmic above. */
const LINEAR_UP_TO_HZ = 1000;
const HZ_PER_MEL = 200 / 3;
const LINEAR_MELS = LINEAR_UP_TO_HZ / HZ_PER_MEL;
/** 27 steps from 1 kHz to 6.4 kHz. */
const LOG_STEP = Math.log(6.4) / 27;

/** @param binCount bins from 0 Hz to half the sample rate. */
export function slaneyMelFilters(
  melCount: number,
  binCount: number,
  sampleRateHz: number,
): readonly MelFilter[] {
  const topMel = hzToMel(sampleRateHz / 2);
  const edgesHz = Array.from({ length: melCount + 2 }, (_, at) =>
    melToHz((topMel * at) / (melCount + 1)),
  );
  const binHz = sampleRateHz / 2 / (binCount - 1);
  return Array.from({ length: melCount }, (_, mel) => {
    const low = edgesHz[mel] ?? 0;
    const centre = edgesHz[mel + 1] ?? 0;
    const high = edgesHz[mel + 2] ?? 0;
    const firstBin = Math.ceil(low / binHz);
    const lastBin = Math.min(binCount - 1, Math.floor(high / binHz));
    const weights = Float64Array.from({ length: Math.max(0, lastBin - firstBin + 1) }, (_, at) => {
      const hz = (firstBin + at) * binHz;
      const slope = Math.min((hz - low) / (centre - low), (high - hz) / (high - centre));
      return (Math.max(0, slope) * 2) / (high - low);
    });
    return { firstBin, weights };
  });
}

function hzToMel(hz: number): number {
  if (hz < LINEAR_UP_TO_HZ) return hz / HZ_PER_MEL;
  return LINEAR_MELS + Math.log(hz / LINEAR_UP_TO_HZ) / LOG_STEP;
}

function melToHz(mel: number): number {
  if (mel < LINEAR_MELS) return mel * HZ_PER_MEL;
  return LINEAR_UP_TO_HZ * Math.exp(LOG_STEP * (mel - LINEAR_MELS));
}
