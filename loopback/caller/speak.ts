/** Paces sound as a client does: one Opus packet every 20 ms of real time. */
import type { Clock } from '../../src/async/clock.ts';
import { rmsDbfs, VOICED_DBFS } from '../../src/audio/level.ts';
import { resample } from '../../src/audio/resample.ts';
import { createOpusEncoder } from '../../src/voice/opus-codec.ts';
import { floatToS16 } from '../../src/audio/pcm.ts';
import {
  FRAME_MS,
  FRAME_SAMPLES,
  SILENCE_FRAME,
  TRAILING_SILENCE_FRAMES,
  VOICE_HZ,
  type Sound,
} from './sound.ts';

export interface Spoken {
  readonly startedAtMs: number;
  /** The first 20 ms frame above −50 dBFS as it was sent; `startedAtMs` if there was none. */
  readonly firstVoicedAtMs: number;
  /** The last such frame; `startedAtMs` if there was none. */
  readonly lastVoicedAtMs: number;
  /** After the last silence frame. */
  readonly endedAtMs: number;
}

export interface SpeakOptions {
  /** 0 = the packets just stop, as from a microphone that is switched off. Default 5. */
  readonly trailingSilenceFrames?: number;
}

/**
 * Sends each frame when its 20 ms are over, as a microphone's frames are: the sound of a frame lies
 * before its packet. A late timer is caught up with, so that the whole keeps its length.
 *
 * @param send takes one Opus packet.
 */
export async function speakSound(
  sound: Sound,
  send: (opus: Buffer) => void,
  clock: Clock,
  signal: AbortSignal,
  options: SpeakOptions = {},
): Promise<Spoken> {
  const { trailingSilenceFrames = TRAILING_SILENCE_FRAMES } = options;
  const samples = resample(sound.samples, sound.sampleRateHz, VOICE_HZ);
  const frameCount = Math.ceil(samples.length / FRAME_SAMPLES);
  using encoder = createOpusEncoder(1);
  const startedAtMs = clock.nowMs();
  let firstVoicedAtMs: number | undefined;
  let lastVoicedAtMs = startedAtMs;
  for (let at = 0; at < frameCount + trailingSilenceFrames; at++) {
    const isSpeech = at < frameCount;
    const frame = isSpeech ? frameAt(samples, at) : undefined;
    const opus = frame === undefined ? SILENCE_FRAME : encoder.encode(floatToS16(frame));
    const leftMs = startedAtMs + (at + 1) * FRAME_MS - clock.nowMs();
    if (leftMs > 0) await clock.sleep(leftMs, signal);
    signal.throwIfAborted();
    send(opus);
    if (frame === undefined || rmsDbfs(frame) <= VOICED_DBFS) continue;
    lastVoicedAtMs = clock.nowMs();
    firstVoicedAtMs ??= lastVoicedAtMs;
  }
  const endedAtMs = clock.nowMs();
  return {
    startedAtMs,
    firstVoicedAtMs: firstVoicedAtMs ?? startedAtMs,
    lastVoicedAtMs,
    endedAtMs,
  };
}

/** The last frame is filled up with silence. */
function frameAt(samples: Float32Array, index: number): Float32Array {
  const frame = new Float32Array(FRAME_SAMPLES);
  frame.set(samples.subarray(index * FRAME_SAMPLES, (index + 1) * FRAME_SAMPLES));
  return frame;
}
