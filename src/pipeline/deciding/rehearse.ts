/** Does once what the first turn would have to wait for: code and patterns are compiled when they first run. */
import type { Clock } from '../../async/clock.ts';
import type { Logger } from '../../log.ts';
import type { Llm, Mouth, Playback, Stt, Tts, TurnDetector, Vad } from '../ports.ts';
import type { TurnRecord } from '../timeline.ts';
import { ENGINE_HZ, FRAME_MS, HEARD_FRAME_SAMPLES, type PcmFrame } from '../types.ts';
import { createConversation } from './conversation.ts';

const QUESTION = 'What is the capital of France?';
/** With something of each kind that is read in a way of its own. */
const REPLY =
  'Sure, it is **$3.50** at 5 p.m. on May 5, 2026, about 20% of 1,000 km. See [this](https://example.com) & so on, Dr. Lee:\n- one\n- two\n\nYes.';
const VOICE_HZ = 22_050;

/** What is met for the first time is only noted. */
const TIMES = 3;

const SPEECH_FRAMES = 1000 / FRAME_MS;
/** Somebody who is taken to be done is answered within this. */
const SILENT_FRAMES = 600 / FRAME_MS;

const SPEAKER = { id: 'rehearsal', name: 'Ann' };

/**
 * Whole turns, side by side, in 1.8 s, 0.3 of which are work: as long as the models take to load. In the place
 * of each engine is something that knows its part.
 *
 * @returns what became of them; fewer turns where `signal` ended it. Never rejects.
 */
export async function rehearse(
  clock: Clock,
  log: Logger,
  signal: AbortSignal,
): Promise<readonly TurnRecord[]> {
  const records: TurnRecord[] = [];
  const tried = Array.from({ length: TIMES }, async () => {
    await using conversation = createConversation({
      ...ENGINES,
      guildId: 'rehearsal',
      order: 'concurrent',
      clock,
      today: () => new Date(),
      log,
      onTurn: (record) => records.push(record),
    });
    conversation.attach({ open: createNoPlayback } satisfies Mouth);
    conversation.people([SPEAKER]);
    await conversation.listen(SPEAKER, question(clock, signal), signal);
  });
  for (const result of await Promise.allSettled(tried))
    if (result.status === 'rejected' && !signal.aborted)
      log.debug({ err: result.reason }, 'a turn could not be rehearsed');
  return records;
}

async function* question(clock: Clock, signal: AbortSignal): AsyncGenerator<PcmFrame> {
  const buzz = Float32Array.from({ length: HEARD_FRAME_SAMPLES }, (_, at) => Math.sin(at / 5) / 3);
  const silence = new Float32Array(HEARD_FRAME_SAMPLES);
  for (let at = 0; at < SPEECH_FRAMES + SILENT_FRAMES; at++) {
    await clock.sleep(FRAME_MS, signal);
    const receivedAtMs = clock.nowMs();
    yield at < SPEECH_FRAMES
      ? { samples: buzz, receivedAtMs, origin: 'voice' }
      : { samples: silence, receivedAtMs, origin: 'silence' };
  }
}

const done = () => Promise.resolve();

const ENGINES: {
  readonly stt: Stt;
  readonly tts: Tts;
  readonly llm: Llm;
  readonly turnDetector: TurnDetector;
  readonly createVad: () => Vad;
} = {
  stt: {
    maxPieceMs: 10_000,
    transcribe: () => Promise.resolve({ text: QUESTION }),
    [Symbol.asyncDispose]: done,
  },
  llm: {
    description: { provider: 'rehearsal', model: 'none' },
    promptStyle: 'voice',
    async *stream() {
      yield* REPLY;
    },
    [Symbol.asyncDispose]: done,
  },
  tts: {
    synthesise: (text) =>
      Promise.resolve({
        text,
        samples: Float32Array.from({ length: VOICE_HZ }, (_, at) => 0.1 * Math.sin(at / 20)),
        sampleRateHz: VOICE_HZ,
      }),
    [Symbol.asyncDispose]: done,
  },
  turnDetector: { finishedProbability: () => Promise.resolve(1), [Symbol.asyncDispose]: done },
  createVad: () => ({
    windowSamples: (ENGINE_HZ * 32) / 1000,
    speechProbability: (window) => Promise.resolve(window[1] === 0 ? 0 : 1),
    reset() {},
  }),
};

function createNoPlayback(): Playback {
  return {
    enqueue: done,
    end: done,
    pause() {},
    resume() {},
    setGain() {},
    abort() {},
    unplayedMs: () => 0,
    progress: () => [],
    underruns: 0,
  };
}
