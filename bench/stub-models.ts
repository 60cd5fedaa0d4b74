/** Models that take a known time, so that only what lies between them is measured. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Clock } from '../src/async/clock.ts';
import type { Stt, Tts } from '../src/pipeline/ports.ts';
import type { Pace } from './paced-llm-server.ts';

/** The time of all three: as other voice assistants were measured. */
export const STT_MS = 100;
export const LLM_PACE: Pace = { firstTokenMs: 150, tokensPerSecond: 60 };
const TTS_MS = 80;

const TTS_HZ = 24_000;
const SPEECH_MS_A_CHARACTER = 65;
/** A whole number of samples a period. */
const HUM_HZ = 240;
const HUM_LEVEL = 0.1;

/** First sentences: without variety what was said before would need no synthesis any more. */
const OPENINGS: readonly string[] = [
  'this is the timetable.',
  'here is the timetable.',
  'I have found the ferry.',
  'I looked it up for you.',
  'that is easy to tell.',
  'I can help with that.',
  'there is one tomorrow.',
  'this is what I found.',
  'the ferry is on time.',
  'there are two of them.',
  'it runs every morning.',
  'it leaves at seven.',
  'the boat is full.',
  'that one is cheaper.',
  'it takes all day.',
  'the pier is close.',
];
/** As a language model often begins; not as many as the openings, so that pairs vary. */
const INTERJECTIONS: readonly string[] = ['Yes', 'Sure', 'Well', 'Okay'];

const SHORT_REST =
  ' Mr. Hansen expects about 2.5 hours on board the ferry to Bergen tomorrow morning. The crossing ' +
  'should be calm, with a gentle swell from the north.';
const REST =
  `${SHORT_REST} You can look up every departure at ` +
  'https://ferries.example.com/bergen?day=2 if you want. I would bring these things:\n' +
  '- a warm pullover\n- a thermos flask\n- sturdy boots.\nThe cafe opens at 7 already, so you ' +
  "won't go hungry. On Sunday the boat is full and it leaves earlier. Shall I look for the way " +
  'back as well?';

/** So that each opening comes with each interjection. */
const REPLY_COUNT = OPENINGS.length * INTERJECTIONS.length;

function replies(rest: string): readonly string[] {
  return Array.from({ length: REPLY_COUNT }, (_, at) => {
    const interjection = INTERJECTIONS[at % INTERJECTIONS.length] ?? '';
    return `${interjection}, ${OPENINGS[at % OPENINGS.length] ?? ''}${rest}`;
  });
}

/** Three sentences of 12 s, the first one of seven tokens. */
export const SHORT_REPLIES = replies(SHORT_REST);

/** Eight sentences of 30 s, with what trips splitters up: a title, a decimal point, an address with a question mark, a list. */
export const REPLIES = replies(REST);

/** The same without the word that may go first. */
export const PLAIN_REPLIES: readonly string[] = OPENINGS.map(
  (opening) => `${opening.slice(0, 1).toUpperCase()}${opening.slice(1)}${REST}`,
);

/** The first of them, where they need not vary. */
export const REPLY = REPLIES[0] ?? '';

/** @param file JSON with the `text` to answer; without one, the usual replies. */
export async function repliesOf(file: string | undefined): Promise<readonly string[]> {
  if (file === undefined) return REPLIES;
  const written: unknown = JSON.parse(await readFile(file, 'utf8'));
  return [z.object({ text: z.string().min(1) }).parse(written).text];
}

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
    async transcribe(_samples, signal, options) {
      options?.onBegun?.();
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

/** The same with a tone in it, so that pauses can be told from sound. */
export function hummingTts(clock: Clock): Tts {
  const silent = stubTts(clock);
  const period = Float32Array.from(
    { length: TTS_HZ / HUM_HZ },
    (_, at) => HUM_LEVEL * Math.sin((2 * Math.PI * HUM_HZ * at) / TTS_HZ),
  );
  return {
    ...silent,
    async synthesise(text, signal) {
      const clip = await silent.synthesise(text, signal);
      const { samples } = clip;
      // Doubled again and again: a sine for each sample would hold up the thread.
      samples.set(period.subarray(0, samples.length));
      for (let done = period.length; done < samples.length; done *= 2)
        samples.copyWithin(done, 0, Math.min(done, samples.length - done));
      return clip;
    },
  };
}
