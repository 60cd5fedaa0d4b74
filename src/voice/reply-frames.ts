/**
 * The sound of one reply, cut into 20 ms Opus packets at the moment they are wanted.
 *
 * Pulled, not pushed: resampling and encoding cost about 0.2 ms a packet, right when the player takes
 * one, so that silence can begin with any packet and the count of what was sent is exact.
 */
import { resampledLength, resampleSlice } from '../audio/resample.ts';
import { floatToS16 } from '../audio/pcm.ts';
import type { ClipProgress } from '../pipeline/ports.ts';
import { FRAME_MS, type SpeechClip } from '../pipeline/types.ts';
import { fadeClipEnds, fadeIn, fadeOut, ramp } from './frame-shape.ts';
import { createOpusEncoder, type OpusEncoder } from './opus-codec.ts';
import { wordStartMs } from './word-start.ts';

const DISCORD_HZ = 48_000;
const FRAME_SAMPLES = (DISCORD_HZ * FRAME_MS) / 1000;

const NOTHING = new Float32Array(0);

interface QueuedClip {
  readonly text: string;
  /** Let go of when the next clip begins: a rewind never goes back over that border. */
  samples: Float32Array;
  readonly sampleRateHz: number;
  /** At 48 kHz. */
  readonly sampleCount: number;
  readonly frameCount: number;
  /** What is encoded next; goes back when a word is said again. */
  nextFrame: number;
  /** Where it was gone on from last, −1 before: gone back to once, or many pauses would keep it there. */
  resumedAtFrame: number;
  /** Frames that were heard at least once. */
  sentFrames: number;
  startedAtMs?: number;
  endedAtMs?: number;
}

/** One frame of one clip, by their numbers. */
export interface FrameId {
  readonly clip: number;
  readonly frame: number;
}

export interface ReplyFrames extends Disposable {
  add(clip: SpeechClip): void;
  /** Sound that waits to be encoded. */
  readonly waitingMs: number;
  /** The next packet; undefined while there is none. */
  next(): { readonly packet: Buffer; readonly id: FrameId } | undefined;
  /** What comes next, fading out, without going on in the sound; undefined where nothing is cut. */
  nextFading(): Buffer | undefined;
  /** After silence: goes on where the sound was, or where the word began that the silence cut. */
  goOn(): void;
  /** @param gain 0…1, from the next packet on. */
  setGain(gain: number): void;
  /** That frame was handed to the socket, perhaps once more. */
  sent(id: FrameId, atMs: number): void;
  /** Every frame of every clip was. */
  readonly isAllSent: boolean;
  progress(): readonly ClipProgress[];
}

export function createReplyFrames(): ReplyFrames {
  /** Only once there is something to say: a process has a limited number of them. */
  let encoder: OpusEncoder | undefined;
  const clips: QueuedClip[] = [];
  let current = 0;
  let gain = 1;
  /** The gain at the end of the last packet; undefined after silence, where nothing is to be smoothed. */
  let reachedGain: number | undefined;

  /** The clip that the next frame belongs to. */
  const upcoming = () => {
    let clip = clips[current];
    while (clip !== undefined && clip.nextFrame >= clip.frameCount) {
      clip.samples = NOTHING;
      clip = clips[++current];
    }
    return clip;
  };

  const soundOf = ({ samples, sampleRateHz, sampleCount, nextFrame }: QueuedClip) => {
    const start = nextFrame * FRAME_SAMPLES;
    const sound = resampleSlice(samples, sampleRateHz, DISCORD_HZ, start, FRAME_SAMPLES);
    fadeClipEnds(sound, start, sampleCount);
    ramp(sound, reachedGain ?? gain, gain);
    return sound;
  };

  const encode = (sound: Float32Array) => {
    encoder ??= createOpusEncoder(1);
    return encoder.encode(floatToS16(sound));
  };

  return {
    add(clip) {
      const sampleCount = resampledLength(clip.samples.length, clip.sampleRateHz, DISCORD_HZ);
      const frameCount = Math.ceil(sampleCount / FRAME_SAMPLES);
      const counts = { sampleCount, frameCount, nextFrame: 0, resumedAtFrame: -1, sentFrames: 0 };
      clips.push({ ...clip, ...counts });
    },

    get waitingMs() {
      let frames = 0;
      for (const clip of clips.slice(current)) frames += clip.frameCount - clip.nextFrame;
      return frames * FRAME_MS;
    },

    next() {
      const clip = upcoming();
      if (clip === undefined) return undefined;
      const sound = soundOf(clip);
      if (reachedGain === undefined && clip.nextFrame > 0) fadeIn(sound);
      reachedGain = gain;
      const packet = encode(sound);
      const id = { clip: current, frame: clip.nextFrame };
      clip.nextFrame += 1;
      return { packet, id };
    },

    nextFading() {
      const clip = upcoming();
      if (clip === undefined || clip.nextFrame === 0) return undefined;
      const sound = soundOf(clip);
      fadeOut(sound);
      return encode(sound);
    },

    goOn() {
      reachedGain = undefined;
      if (encoder !== undefined) {
        // What the encoder builds on, the listeners' decoders have forgotten over the silence.
        encoder[Symbol.dispose]();
        encoder = createOpusEncoder(1);
      }
      const clip = upcoming();
      if (clip === undefined || clip.nextFrame === 0) return;
      const afterMs = clip.resumedAtFrame * FRAME_MS;
      clip.nextFrame = wordStartMs(clip, clip.nextFrame * FRAME_MS, afterMs) / FRAME_MS;
      clip.resumedAtFrame = clip.nextFrame;
    },

    setGain(wanted) {
      gain = wanted;
    },

    sent(id, atMs) {
      const clip = clips[id.clip];
      if (clip === undefined || id.frame < clip.sentFrames) return;
      clip.sentFrames = id.frame + 1;
      clip.startedAtMs ??= atMs;
      if (clip.sentFrames === clip.frameCount) clip.endedAtMs = atMs + FRAME_MS;
    },

    get isAllSent() {
      return clips.every((clip) => clip.sentFrames === clip.frameCount);
    },

    progress() {
      return clips.map(({ text, frameCount, sentFrames, startedAtMs, endedAtMs }) => ({
        text,
        durationMs: frameCount * FRAME_MS,
        playedMs: sentFrames * FRAME_MS,
        ...(startedAtMs === undefined ? {} : { startedAtMs }),
        ...(endedAtMs === undefined ? {} : { endedAtMs }),
      }));
    },

    [Symbol.dispose]: () => encoder?.[Symbol.dispose](),
  };
}
