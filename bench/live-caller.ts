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
   * @param sound 16 kHz mono; or what the microphone takes in, asked for frame by frame.
   * @returns when it is said, with the moments at which its voiced frames were due.
   */
  say(sound: Float32Array | Microphone, signal: AbortSignal): Promise<Said>;
  leave(): void;
}

/** Sound that depends on the moment: what comes out of the loudspeakers goes in again. */
export interface Microphone {
  readonly frameCount: number;
  /** 20 ms, asked for when they are due. */
  frameAt(at: number): Float32Array;
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

const SILENCE = new Float32Array(HEARD_FRAME_SAMPLES);

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
    for (; madeUp < due; madeUp++) send(SILENCE, 'silence');
  });

  return {
    frames,
    async say(sound, signal) {
      const microphone = sound instanceof Float32Array ? recording(sound) : sound;
      const { frameCount } = microphone;
      const startMs = clock.nowMs();
      const voiced: number[] = [];
      for (let at = 0; at < frameCount + CLOSING_FRAMES; at++) {
        const dueMs = startMs + at * FRAME_MS;
        const waitMs = dueMs - clock.nowMs();
        if (waitMs > 0) await clock.sleep(waitMs, signal);
        lastSentAtMs = clock.nowMs();
        madeUp = 0;
        const samples = at < frameCount ? microphone.frameAt(at) : SILENCE;
        send(samples, 'voice');
        if (rmsDbfs(samples) > VOICED_DBFS) voiced.push(dueMs);
      }
      return { firstVoicedAtMs: voiced[0] ?? startMs, lastVoicedAtMs: voiced.at(-1) ?? startMs };
    },
    leave() {
      endTicking();
      frames.close();
    },
  };
}

function recording(sound: Float32Array): Microphone {
  return {
    frameCount: Math.ceil(sound.length / HEARD_FRAME_SAMPLES),
    frameAt: (at) => frameOf(sound, at),
  };
}

/** 20 ms of a sound, the last one filled up with silence. */
export function frameOf(sound: Float32Array, at: number): Float32Array {
  const frame = new Float32Array(HEARD_FRAME_SAMPLES);
  frame.set(sound.subarray(at * HEARD_FRAME_SAMPLES, (at + 1) * HEARD_FRAME_SAMPLES));
  return frame;
}
