/** The last seconds of one speaker's sound, by frame number; as much of it as is still wanted. */
import { ENGINE_HZ, FRAME_MS, HEARD_FRAME_SAMPLES } from '../types.ts';

/** What the turn model listens to. */
const RECENT_FRAMES = 8000 / FRAME_MS;

export interface SpeechTape {
  /** Number of the next frame: as many were added so far. */
  readonly length: number;
  /** @param samples 20 ms of 16 kHz mono. */
  add(samples: Float32Array): void;
  /** A copy of the frames from `from` to before `to`; those that are gone are left out. */
  slice(from: number, to: number): Float32Array;
  /** A copy of the last 8 s. */
  recent(): Float32Array;
  /** Frames before this are wanted only for `recent()`. */
  keepFrom(frame: number): void;
}

export function createSpeechTape(): SpeechTape {
  let frames: Float32Array[] = [];
  let first = 0;
  let wanted = Number.POSITIVE_INFINITY;

  const slice = (from: number, to: number) => {
    const part = frames.slice(Math.max(0, from - first), Math.max(0, to - first));
    const samples = new Float32Array(part.length * HEARD_FRAME_SAMPLES);
    for (const [at, frame] of part.entries()) samples.set(frame, at * HEARD_FRAME_SAMPLES);
    return samples;
  };

  return {
    get length() {
      return first + frames.length;
    },
    add(samples) {
      frames.push(samples);
      const gone = Math.min(wanted, first + frames.length - RECENT_FRAMES) - first;
      // In steps of a second: moving hundreds of frames at every frame is work for nothing.
      if (gone < ENGINE_HZ / HEARD_FRAME_SAMPLES) return;
      frames = frames.slice(gone);
      first += gone;
    },
    slice,
    recent: () => slice(first + frames.length - RECENT_FRAMES, first + frames.length),
    keepFrom(frame) {
      wanted = frame;
    },
  };
}
