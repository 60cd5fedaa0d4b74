/** The last seconds of one speaker's sound, by frame number; as much of it as is still wanted. */
import { ENGINE_HZ, FRAME_MS, HEARD_FRAME_SAMPLES } from '../types.ts';

/** What the turn model listens to. */
const RECENT_FRAMES = 8000 / FRAME_MS;

/** From the first frame to before the second. */
export type Span = readonly [from: number, to: number];

export interface SpeechTape {
  /** Number of the next frame: as many were added so far. */
  readonly length: number;
  /** @param samples 20 ms of 16 kHz mono. */
  add(samples: Float32Array): void;
  /** A copy of the spans, one behind the other, and silence behind them; frames that are gone are left out. */
  copy(spans: readonly Span[], silentFrames?: number): Float32Array;
  /**
   * A copy of the last 8 s, `silentFrames` of silence at its end included. Where they begin with frames in
   * which nothing came, those are left out: the turn model takes all that is missing for silence, and people
   * are silent most of the time.
   */
  recent(silentFrames?: number): Float32Array;
  /** Frames before this are wanted only for `recent()`. */
  keepFrom(frame: number): void;
}

export function createSpeechTape(): SpeechTape {
  let frames: Float32Array[] = [];
  let first = 0;
  let wanted = Number.POSITIVE_INFINITY;

  const copy = (spans: readonly Span[], silentFrames = 0) => {
    const parts = spans.flatMap(([from, to]) =>
      frames.slice(Math.max(0, from - first), Math.max(0, to - first)),
    );
    const samples = new Float32Array((parts.length + silentFrames) * HEARD_FRAME_SAMPLES);
    for (const [at, frame] of parts.entries()) samples.set(frame, at * HEARD_FRAME_SAMPLES);
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
    copy,
    recent(silentFrames = 0) {
      const to = first + frames.length;
      let from = Math.max(first, to - RECENT_FRAMES + silentFrames);
      while (from < to && isSilent(frames[from - first])) from++;
      return copy([[from, to]], silentFrames);
    },
    keepFrom(frame) {
      wanted = frame;
    },
  };
}

/** To the last sample: what a microphone gives never is. */
const isSilent = (frame: Float32Array | undefined) =>
  frame?.every((sample) => sample === 0) ?? true;
