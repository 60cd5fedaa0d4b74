/** Does once what the first reply would have to wait for: loads and compiles what sound goes through. */
import { Readable } from 'node:stream';
import { createAudioResource, StreamType } from '@discordjs/voice';
import { createOpusDecoder } from './opus-codec.ts';
import { createReplyFrames } from './reply-frames.ts';

/** Of most voices; another rate costs its first reply 10 ms. */
const LIKELY_VOICE_HZ = 22_050;

/** Half a second of sound: by then the codec's code is compiled. */
const FRAMES = 25;

let isWarm = false;

/** About 100 ms of work, the first time; better at the start of the process than in a conversation. */
export function warmUpVoice(): void {
  if (isWarm) return;
  isWarm = true;
  // The first resource of a process makes the library look for ffmpeg, which blocks the thread.
  createAudioResource(Readable.from([]), { inputType: StreamType.Opus }).playStream.destroy();
  using frames = createReplyFrames();
  using decoder = createOpusDecoder(16_000, 1);
  frames.add({ text: '', samples: speechLike(LIKELY_VOICE_HZ), sampleRateHz: LIKELY_VOICE_HZ });
  for (let at = 0; at < FRAMES; at++) {
    const next = frames.next();
    if (next !== undefined) decoder.decode(next.packet);
  }
}

/** A second of buzz that comes and goes: silence would leave most of the codec unused. */
function speechLike(hz: number): Float32Array {
  return Float32Array.from({ length: hz }, (_, at) => {
    const buzz = ((at * 120) / hz) % 1;
    return 0.3 * (buzz - 0.5) * Math.sin((2 * Math.PI * 4 * at) / hz);
  });
}
