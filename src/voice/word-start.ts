/** Where speech that was cut goes on: at the cut, or where the word began that the cut fell into. */
import { rmsDbfs, VOICED_DBFS } from '../audio/level.ts';
import { FRAME_MS } from '../pipeline/types.ts';

/** Farther back than a word's length it would be a repetition rather than a word said whole. */
const LONGEST_REWIND_MS = 340;

/** So far below the word's loudest stretch is no word any more. */
const GAP_DB = 25;

/** So far below it a dip inside connected speech is a clear one: a stop, a border of two words. */
const DIP_DB = 12;

interface Speech {
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
}

/**
 * @param cutMs where the sound was cut, a multiple of 20 ms. @param afterMs only later than this.
 * @returns the end of the last gap before the cut; else the quietest clear dip; else the cut itself.
 *   In steps of 20 ms, so that what is said again consists of whole frames.
 */
export function wordStartMs(speech: Speech, cutMs: number, afterMs: number): number {
  const atCut = Math.min(
    level(speech, cutMs - FRAME_MS, cutMs),
    level(speech, cutMs, cutMs + FRAME_MS),
  );
  const places = placesBefore(cutMs, Math.max(0, afterMs + FRAME_MS, cutMs - LONGEST_REWIND_MS));
  const levels = places.map((atMs) => levelAround(speech, atMs));
  const gapDbfs = Math.max(atCut, ...levels) - GAP_DB;
  if (atCut < Math.max(gapDbfs, VOICED_DBFS)) return cutMs;

  let loudest = atCut;
  let dip = { atMs: cutMs, level: atCut, isClear: false };
  for (const [at, here] of levels.entries()) {
    const atMs = places[at] ?? cutMs;
    if (here < gapDbfs) return atMs;
    if (here < dip.level) dip = { atMs, level: here, isClear: here < loudest - DIP_DB };
    loudest = Math.max(loudest, here);
  }
  return dip.isClear ? dip.atMs : cutMs;
}

/** Borders of frames, the nearest first. */
function placesBefore(cutMs: number, earliestMs: number): number[] {
  const count = Math.max(0, Math.floor((cutMs - earliestMs) / FRAME_MS));
  return Array.from({ length: count }, (_, at) => cutMs - (at + 1) * FRAME_MS);
}

/** A clip begins where a word does. */
function levelAround(speech: Speech, atMs: number): number {
  if (atMs <= 0) return Number.NEGATIVE_INFINITY;
  return level(speech, atMs - FRAME_MS / 2, atMs + FRAME_MS / 2);
}

/** In dBFS; −Infinity for silence and outside the clip. */
function level({ samples, sampleRateHz }: Speech, fromMs: number, toMs: number): number {
  const at = (ms: number) => Math.max(0, Math.round((ms * sampleRateHz) / 1000));
  return rmsDbfs(samples.subarray(at(fromMs), at(toMs)));
}
