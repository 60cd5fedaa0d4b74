/** Where a reply is silent that should be sounding. */
import { rmsDbfs, VOICED_DBFS } from '../src/audio/level.ts';
import { FRAME_MS } from '../src/pipeline/types.ts';
import type { FrameOut } from './wall-clock-mouth.ts';

export interface Silences {
  /** No frame came where one was due, in all. */
  readonly missingMs: number;
  /** The longest time without sound: pauses that are meant, and frames that are missing. */
  readonly longestMs: number;
}

/** As the others were measured: less is the timers' doing. */
const LATE_MS = 15;

/** @param frames of one reply, in order, from its first one on. */
export function silencesIn(frames: readonly FrameOut[]): Silences {
  // When they were due: a machine that is late with what is there makes up for it.
  const gaps = gapsBetween(frames.map(({ atMs, lateMs }) => atMs - lateMs));
  const pauses = gapsBetween(frames.filter(isVoiced).map(({ atMs }) => atMs));
  return {
    missingMs: gaps.filter((ms) => ms > LATE_MS).reduce((sum, ms) => sum + ms, 0),
    longestMs: Math.max(0, ...pauses),
  };
}

function gapsBetween(timesMs: readonly number[]): number[] {
  return timesMs.slice(1).map((atMs, before) => atMs - (timesMs[before] ?? atMs) - FRAME_MS);
}

function isVoiced({ clip, at }: FrameOut): boolean {
  const length = Math.round((clip.sampleRateHz * FRAME_MS) / 1000);
  return rmsDbfs(clip.samples.subarray(at * length, (at + 1) * length)) > VOICED_DBFS;
}
