/** What a microphone near loudspeakers takes in: the sound itself, and what Parley said a moment ago. */
import { resample } from '../src/audio/resample.ts';
import type { Clock } from '../src/async/clock.ts';
import { ENGINE_HZ, FRAME_MS, type SpeechClip } from '../src/pipeline/types.ts';
import type { Interjection } from './interjections.ts';
import { frameOf, type Microphone } from './live-caller.ts';
import { mixed } from '../src/audio/made-up-sounds.ts';
import type { FrameOut, WallClockMouth } from './wall-clock-mouth.ts';

/** Network, jitter buffers and devices, to the loudspeaker and back. A guess. */
const ROUND_TRIP_MS = 220;

export function withEcho(
  { sound, echoGain = 0 }: Pick<Interjection, 'sound' | 'echoGain'>,
  mouth: WallClockMouth,
  clock: Clock,
): Microphone {
  const heard = new Map<SpeechClip, Float32Array>();
  const soundOf = ({ clip, at, gain }: FrameOut) => {
    const samples = heard.get(clip) ?? resample(clip.samples, clip.sampleRateHz, ENGINE_HZ);
    heard.set(clip, samples);
    return frameOf(samples, at).map((sample) => sample * gain * echoGain);
  };
  return {
    frameCount: Math.ceil(sound.length / frameOf(sound, 0).length),
    frameAt(at) {
      const frame = frameOf(sound, at);
      if (echoGain === 0) return frame;
      const playedAtMs = clock.nowMs() - ROUND_TRIP_MS;
      const played = mouth.framesOut.findLast(({ atMs }) => atMs <= playedAtMs);
      const isSounding = played !== undefined && playedAtMs - played.atMs < FRAME_MS;
      return isSounding ? mixed(frame, soundOf(played)) : frame;
    },
  };
}
