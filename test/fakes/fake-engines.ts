/** Scripted engines: what they answer and how long it takes is up to the test. */
import type { Clock } from '../../src/async/clock.ts';
import type { Llm, LlmRequest, Stt, Tts } from '../../src/pipeline/ports.ts';
import type { SpeechClip } from '../../src/pipeline/types.ts';
import { runsIn } from './frames.ts';

/** @param texts what each run of voice says (`frames()`), however often it is recognised. */
export function fakeStt(clock: Clock, texts: readonly string[], takesMs = 100): Stt {
  return {
    maxPieceMs: 12_000,
    async transcribe(samples, signal) {
      const heard = runsIn(samples).map((run) => texts[run] ?? '');
      await clock.sleep(takesMs, signal);
      return { text: heard.filter((text) => text !== '').join(' ') };
    },
    async [Symbol.asyncDispose]() {},
  };
}

export interface FakeTts extends Tts {
  readonly said: readonly string[];
}

/** Sound of 65 ms a character. */
export function fakeTts(clock: Clock, takesMs = 80): FakeTts {
  const said: string[] = [];
  return {
    said,
    async synthesise(text, signal): Promise<SpeechClip> {
      await clock.sleep(takesMs, signal);
      said.push(text);
      const samples = new Float32Array(Math.round(16 * 65 * text.length));
      return { text, samples, sampleRateHz: 16_000 };
    },
    async [Symbol.asyncDispose]() {},
  };
}

export interface FakeLlm extends Llm {
  readonly requests: readonly LlmRequest[];
}

export interface FakeLlmTiming {
  readonly firstTokenMs: number;
  readonly tokenMs: number;
}

/** Each request gets the next reply, word by word; an Error among them is thrown. */
export function fakeLlm(
  clock: Clock,
  replies: readonly (string | Error)[],
  { firstTokenMs, tokenMs }: FakeLlmTiming = { firstTokenMs: 150, tokenMs: 16 },
): FakeLlm {
  const requests: LlmRequest[] = [];
  return {
    description: { provider: 'fake', model: 'scripted' },
    promptStyle: 'voice',
    requests,
    async *stream(request, signal) {
      const reply = replies[requests.length] ?? 'Nothing more.';
      requests.push(request);
      await clock.sleep(firstTokenMs, signal);
      if (reply instanceof Error) throw reply;
      for (const token of reply.match(/\s*\S+/gu) ?? []) {
        yield token;
        await clock.sleep(tokenMs, signal);
      }
    },
    async [Symbol.asyncDispose]() {},
  };
}
