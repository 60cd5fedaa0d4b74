/** Sound as callers speak and record it. */
export interface Sound {
  /** Mono, −1…1. */
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
}

/** Discord's rate. */
export const VOICE_HZ = 48_000 as const;
export const FRAME_MS = 20;
export const FRAME_SAMPLES = (VOICE_HZ / 1000) * FRAME_MS;

/** Says "nothing is spoken": sent five times before a sender falls silent, never encrypted by DAVE. */
export const SILENCE_FRAME = Buffer.from([0xf8, 0xff, 0xfe]);
export const TRAILING_SILENCE_FRAMES = 5;
