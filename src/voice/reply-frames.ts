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
import { createOpusEncoder, type OpusEncoder } from './opus-codec.ts';

const DISCORD_HZ = 48_000;
const FRAME_SAMPLES = (DISCORD_HZ * FRAME_MS) / 1000;

/** Clips that do not begin and end in silence would click. */
const FADE_IN_SAMPLES = (DISCORD_HZ * 5) / 1000;
const FADE_OUT_SAMPLES = (DISCORD_HZ * 10) / 1000;

const NOTHING = new Float32Array(0);

interface QueuedClip {
  readonly text: string;
  /** Let go of when they are encoded. */
  samples: Float32Array;
  readonly sampleRateHz: number;
  /** At 48 kHz. */
  readonly sampleCount: number;
  readonly frameCount: number;
  encodedFrames: number;
  sentFrames: number;
  startedAtMs?: number;
  endedAtMs?: number;
}

export interface ReplyFrames extends Disposable {
  add(clip: SpeechClip): void;
  /** Sound that waits to be encoded. */
  readonly waitingMs: number;
  /** The next packet; undefined while there is none. */
  next(): { readonly packet: Buffer; readonly clip: number } | undefined;
  /** A packet of that clip was handed to the socket. */
  sent(clip: number, atMs: number): void;
  /** Every packet of every clip was. */
  readonly isAllSent: boolean;
  progress(): readonly ClipProgress[];
}

export function createReplyFrames(): ReplyFrames {
  /** Only once there is something to say: a process has a limited number of them. */
  let encoder: OpusEncoder | undefined;
  const clips: QueuedClip[] = [];
  let current = 0;

  return {
    add(clip) {
      const sampleCount = resampledLength(clip.samples.length, clip.sampleRateHz, DISCORD_HZ);
      const frameCount = Math.ceil(sampleCount / FRAME_SAMPLES);
      clips.push({ ...clip, sampleCount, frameCount, encodedFrames: 0, sentFrames: 0 });
    },

    get waitingMs() {
      let frames = 0;
      for (const clip of clips.slice(current)) frames += clip.frameCount - clip.encodedFrames;
      return frames * FRAME_MS;
    },

    next() {
      let entry = clips[current];
      while (entry !== undefined && entry.encodedFrames >= entry.frameCount) {
        entry.samples = NOTHING;
        entry = clips[++current];
      }
      if (entry === undefined) return undefined;
      const { samples, sampleRateHz } = entry;
      const start = entry.encodedFrames * FRAME_SAMPLES;
      entry.encodedFrames += 1;
      const frame = resampleSlice(samples, sampleRateHz, DISCORD_HZ, start, FRAME_SAMPLES);
      fade(frame, start, entry.sampleCount);
      encoder ??= createOpusEncoder(1);
      return { packet: encoder.encode(floatToS16(frame)), clip: current };
    },

    sent(at, atMs) {
      const entry = clips[at];
      if (entry === undefined) return;
      entry.sentFrames += 1;
      entry.startedAtMs ??= atMs;
      if (entry.sentFrames === entry.frameCount) entry.endedAtMs = atMs + FRAME_MS;
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

/** @param start where in a clip of `length` samples the frame begins. */
function fade(frame: Float32Array, start: number, length: number): void {
  if (start >= FADE_IN_SAMPLES && start + frame.length <= length - FADE_OUT_SAMPLES) return;
  for (let at = 0; at < frame.length; at++) {
    const before = start + at;
    const left = length - before;
    const gain = Math.max(0, Math.min(1, before / FADE_IN_SAMPLES, left / FADE_OUT_SAMPLES));
    frame[at] = (frame[at] ?? 0) * gain;
  }
}
