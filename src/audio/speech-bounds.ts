/** Where in a clip the speech is: synthesisers leave silence on both sides. */

export interface Bounds {
  /** First sample, and the one behind the last. */
  readonly start: number;
  readonly end: number;
}

/** Short enough to tell the burst of a "t" from the silence before it. */
const STEP_MS = 5;

/**
 * Surely speech: 35 dB under the loudest step, as the quietest "f" and "s" at either end of a word
 * are not (measured on two Piper voices).
 */
const SURE_DB = 35;

/** Still speech next to what surely is: breath, the tail of a nasal. Under it lies the noise floor. */
const MAYBE_DB = 50;

/** Digital noise, whatever the clip's own level. */
const FLOOR_DBFS = -75;

/** A stop closes the mouth so long before its burst ("sit"): what comes before belongs to the word. */
const BRIDGED_MS = 80;

/** Kept on both sides, so that no onset is touched by a fade. */
const LEAD_MS = 10;
const TAIL_MS = 20;

/** @returns undefined where the clip holds no sound at all. */
export function speechBounds(samples: Float32Array, sampleRateHz: number): Bounds | undefined {
  const step = Math.max(1, Math.round((sampleRateHz * STEP_MS) / 1000));
  const levels = levelsDbfs(samples, step);
  let loudest = -Infinity;
  // Not Math.max(): one broken sample must not hide the rest.
  for (const level of levels) if (level > loudest) loudest = level;
  if (loudest < FLOOR_DBFS) return undefined;
  const sureDbfs = Math.max(FLOOR_DBFS, loudest - SURE_DB);
  const maybeDbfs = Math.max(FLOOR_DBFS, loudest - MAYBE_DB);
  const bridged = BRIDGED_MS / STEP_MS;
  const first = widen(
    levels,
    levels.findIndex((level) => level >= sureDbfs),
    -1,
    maybeDbfs,
    bridged,
  );
  const last = widen(
    levels,
    levels.findLastIndex((level) => level >= sureDbfs),
    1,
    maybeDbfs,
    bridged,
  );
  return {
    start: Math.max(0, (first - LEAD_MS / STEP_MS) * step),
    end: Math.min(samples.length, (last + 1 + TAIL_MS / STEP_MS) * step),
  };
}

/** From `at` outwards as long as there is more within `bridged` steps. */
function widen(
  levels: readonly number[],
  at: number,
  direction: 1 | -1,
  maybeDbfs: number,
  bridged: number,
): number {
  let edge = at;
  for (let quiet = 1; quiet <= bridged; quiet++) {
    const level = levels[edge + quiet * direction];
    if (level === undefined) break;
    if (level < maybeDbfs) continue;
    edge += quiet * direction;
    quiet = 0;
  }
  return edge;
}

function levelsDbfs(samples: Float32Array, step: number): number[] {
  const levels: number[] = [];
  for (let at = 0; at < samples.length; at += step) {
    const end = Math.min(samples.length, at + step);
    let sum = 0;
    for (let index = at; index < end; index++) sum += (samples[index] ?? 0) ** 2;
    levels.push(10 * Math.log10(sum / (end - at)));
  }
  return levels;
}
