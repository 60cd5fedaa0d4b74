/**
 * One person in a call, on the wall clock: their frames come one every 20 ms while they speak, and
 * silence comes as opus-to-pcm makes it, since Discord sends nothing then.
 */
import { createChannel } from '../src/async/channel.ts';
import type { Clock } from '../src/async/clock.ts';
import { rmsDbfs, VOICED_DBFS } from '../src/audio/level.ts';
import { FRAME_MS, HEARD_FRAME_SAMPLES, type PcmFrame } from '../src/pipeline/types.ts';

export interface LiveCaller {
  /** One consumer. */
  readonly frames: AsyncIterable<PcmFrame>;
  /**
   * Says this from now on; one thing at a time.
   *
   * @param sound 16 kHz mono.
   * @returns when it is said, with the moments at which its voiced frames were due.
   */
  say(sound: Float32Array, signal: AbortSignal): Promise<Said>;
  leave(): void;
}

interface Said {
  /** Clock ms, as the others; the first frame above −50 dBFS. */
  readonly firstVoicedAtMs: number;
  readonly lastVoicedAtMs: number;
}

/** A client sends five frames of silence when it stops sending. */
const CLOSING_FRAMES = 5;
/** After those, opus-to-pcm waits so long for a packet before it makes silence up… */
const GAP_MS = 60;
/** …and makes up no more than this. */
const SILENCE_LASTS_MS = 3000;

/** Nobody may fall 20 s behind. */
const FRAMES_WAITING = 1000;

export function createLiveCaller(clock: Clock): LiveCaller {
  const frames = createChannel<PcmFrame>(FRAMES_WAITING);
  let lastSentAtMs: number | undefined;
  let madeUp = 0;

  const send = (samples: Float32Array, origin: PcmFrame['origin']) => {
    const isTaken = frames.offer({ samples, receivedAtMs: clock.nowMs(), origin });
    if (!isTaken) throw new Error(`Cannot go on: ${FRAMES_WAITING} frames wait to be heard`);
  };

  const endTicking = clock.every(FRAME_MS, () => {
    if (lastSentAtMs === undefined) return;
    const quietMs = clock.nowMs() - lastSentAtMs;
    if (quietMs < GAP_MS) return;
    const due = Math.floor(Math.min(quietMs, SILENCE_LASTS_MS) / FRAME_MS);
    for (; madeUp < due; madeUp++) send(new Float32Array(HEARD_FRAME_SAMPLES), 'silence');
  });

  return {
    frames,
    async say(sound, signal) {
      const spoken = framesOf(sound);
      const sent = [...spoken, ...framesOf(new Float32Array(CLOSING_FRAMES * HEARD_FRAME_SAMPLES))];
      const startMs = clock.nowMs();
      for (const [at, samples] of sent.entries()) {
        const waitMs = startMs + at * FRAME_MS - clock.nowMs();
        if (waitMs > 0) await clock.sleep(waitMs, signal);
        lastSentAtMs = clock.nowMs();
        madeUp = 0;
        send(samples, 'voice');
      }
      return {
        firstVoicedAtMs: startMs + Math.max(0, spoken.findIndex(isVoiced)) * FRAME_MS,
        lastVoicedAtMs: startMs + Math.max(0, spoken.findLastIndex(isVoiced)) * FRAME_MS,
      };
    },
    leave() {
      endTicking();
      frames.close();
    },
  };
}

/** The last one filled up with silence. */
function framesOf(sound: Float32Array): Float32Array[] {
  return Array.from({ length: Math.ceil(sound.length / HEARD_FRAME_SAMPLES) }, (_, at) => {
    const frame = new Float32Array(HEARD_FRAME_SAMPLES);
    frame.set(sound.subarray(at * HEARD_FRAME_SAMPLES, (at + 1) * HEARD_FRAME_SAMPLES));
    return frame;
  });
}

function isVoiced(frame: Float32Array): boolean {
  return rmsDbfs(frame) > VOICED_DBFS;
}
