/** Frames that came too late, of a stream of which only the arrivals are known. */
import { FRAME_MS } from '../src/pipeline/types.ts';

/** One received frame. */
interface Arrival {
  readonly atMs: number;
  /** One of those that a sender sends before it falls silent. */
  readonly isSilenceFrame: boolean;
}

/** So far behind its place a frame is late. */
const LATE_MS = 20;

/**
 * Each frame is due 20 ms after the one before it, from the first one of a stretch of sound on, which ends
 * with silence frames. What comes at once after a stall makes up for it.
 *
 * @param frames of one sender, in order.
 */
export function lateFramesIn(frames: readonly Arrival[]): number {
  let late = 0;
  let dueMs: number | undefined;
  for (const { atMs, isSilenceFrame } of frames) {
    if (isSilenceFrame) {
      dueMs = undefined;
      continue;
    }
    // Earlier than due: the place was set by a frame that came late itself.
    dueMs = Math.min(dueMs ?? atMs, atMs);
    if (atMs - dueMs > LATE_MS) late += 1;
    dueMs += FRAME_MS;
  }
  return late;
}
