/** Lays recorded frames on one line of time. */
import type { HeardFrame } from './recorder.ts';
import { VOICE_HZ, type Sound } from './sound.ts';

const SAMPLES_PER_MS = VOICE_HZ / 1000;

/** @returns the sum of all frames, cut to the span from `fromMs` to `toMs`, gaps silent. */
export function mix(
  frames: readonly HeardFrame[],
  fromMs: number,
  toMs: number,
): Sound & { readonly startedAtMs: number } {
  const beginsMs = Math.max(fromMs, earliest(frames));
  const endsMs = Math.min(toMs, latest(frames));
  const length = Math.max(0, Math.round((endsMs - beginsMs) * SAMPLES_PER_MS));
  if (frames.length === 0 || length === 0) {
    const startedAtMs = Number.isFinite(fromMs) ? fromMs : 0;
    return { samples: new Float32Array(), sampleRateHz: VOICE_HZ, startedAtMs };
  }
  const samples = new Float32Array(length);
  for (const frame of frames) {
    const offset = Math.round((frame.startsAtMs - beginsMs) * SAMPLES_PER_MS);
    for (const [at, sample] of frame.samples.entries()) {
      const to = offset + at;
      if (to >= 0 && to < length) samples[to] = (samples[to] ?? 0) + sample;
    }
  }
  return { samples, sampleRateHz: VOICE_HZ, startedAtMs: beginsMs };
}

function earliest(frames: readonly HeardFrame[]): number {
  return frames.reduce((first, frame) => Math.min(first, frame.startsAtMs), Infinity);
}

function latest(frames: readonly HeardFrame[]): number {
  return frames.reduce(
    (last, { startsAtMs, samples }) => Math.max(last, startsAtMs + samples.length / SAMPLES_PER_MS),
    -Infinity,
  );
}
