/** Models that take a known time, so that only what lies between them is measured. */
import type { Clock } from '../src/async/clock.ts';
import type { Stt, Tts } from '../src/pipeline/ports.ts';
import type { Pace } from './paced-llm-server.ts';

/** The time of all three: as other voice assistants were measured. */
const STT_MS = 100;
export const LLM_PACE: Pace = { firstTokenMs: 150, tokensPerSecond: 60 };
const TTS_MS = 80;

const TTS_HZ = 24_000;
const SPEECH_MS_A_CHARACTER = 65;

/** Three sentences of 12 s, the first one of seven tokens. */
export const SHORT_REPLY =
  'Yes, this is the timetable. Mr. Hansen expects about 2.5 hours on board the ferry to Bergen ' +
  'tomorrow morning. The crossing should be calm, with a gentle swell from the north.';

/** Eight sentences of 30 s, with what trips splitters up: a title, a decimal point, an address with a question mark, a list. */
export const REPLY =
  `${SHORT_REPLY} You can look up every departure at ` +
  'https://ferries.example.com/bergen?day=2 if you want. I would bring these things:\n' +
  '- a warm pullover\n- a thermos flask\n- sturdy boots.\nThe cafe opens at 7 already, so you ' +
  "won't go hungry. On Sunday the boat is full and it leaves earlier. Shall I look for the way " +
  'back as well?';

export interface StubStt extends Stt {
  /** The caller begins to say this now, for so long. */
  expect(text: string, durationMs: number): void;
}

/** Knows the words that were said by the time it is asked, and no other. */
export function stubStt(clock: Clock): StubStt {
  let words: readonly string[] = [];
  let startedAtMs = 0;
  let durationMs = 1;
  return {
    maxPieceMs: 12_000,
    expect(text, forMs) {
      words = text.split(' ');
      startedAtMs = clock.nowMs();
      durationMs = forMs;
    },
    async transcribe(_samples, signal) {
      const said = Math.min(1, (clock.nowMs() - startedAtMs) / durationMs);
      await clock.sleep(STT_MS, signal);
      return { text: words.slice(0, Math.floor(words.length * said)).join(' ') };
    },
    async [Symbol.asyncDispose]() {},
  };
}

/** Whole clips. */
export function stubTts(clock: Clock): Tts {
  return {
    async synthesise(text, signal) {
      await clock.sleep(TTS_MS, signal);
      const length = Math.round((TTS_HZ * SPEECH_MS_A_CHARACTER * text.length) / 1000);
      return { text, samples: new Float32Array(length), sampleRateHz: TTS_HZ };
    },
    async [Symbol.asyncDispose]() {},
  };
}
