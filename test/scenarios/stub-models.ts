/** Models that hear what coded sound says, and answer what the scenario wants. */
import type { Clock } from '../../src/async/clock.ts';
import type { Llm, LlmRequest, Stt, TurnDetector, Vad } from '../../src/pipeline/ports.ts';
import type { ModelDelays, Reply } from '../../src/scenarios/scenario.ts';
import { CHAR_MS } from './line-to-cells.ts';
import type { CodedSound, Word } from './coded-sound.ts';

export function stubVad(sound: CodedSound): Vad {
  return {
    windowSamples: 512,
    async speechProbability(window) {
      const places = [64, 192, 320, 448];
      const sum = places.reduce(
        (total, at) => total + (sound.cellAt(window[at] ?? 0)?.probability ?? 0.02),
        0,
      );
      return sum / places.length;
    },
    reset() {},
  };
}

export function stubStt(clock: Clock, sound: CodedSound, { recognitionMs }: ModelDelays): Stt {
  return {
    maxPieceMs: 12_000,
    async transcribe(samples, signal) {
      const heard = new Map<Word, number>();
      for (const { word } of sound.cellsIn(samples))
        if (word !== undefined) heard.set(word, (heard.get(word) ?? 0) + 1);
      await clock.sleep(recognitionMs, signal);
      // Half a word is none, but a cut between two pieces loses none either.
      const words = [...heard].filter(([word, cells]) => cells >= word.cells / 2);
      return {
        text: words
          .map(([word]) => word.text)
          .join(' ')
          .trim(),
      };
    },
    async [Symbol.asyncDispose]() {},
  };
}

/** Knows how the voice fell before it paused; what it hears of noise alone sounds done. */
export function stubTurnDetector(clock: Clock, sound: CodedSound, turnMs: number): TurnDetector {
  return {
    async finishedProbability(samples, signal) {
      const voices = sound.cellsIn(samples).filter((cell) => cell.soundsFinished !== undefined);
      await clock.sleep(turnMs, signal);
      return voices.at(-1)?.soundsFinished === false ? 0.1 : 0.95;
    },
    async [Symbol.asyncDispose]() {},
  };
}

/** Sixty tokens a second. */
const TOKEN_MS = 16;

/** @param replyTo the last remark of the prompt. */
export function stubLlm(
  clock: Clock,
  { firstWordMs }: ModelDelays,
  requests: LlmRequest[],
  replyTo: (remark: string) => Reply,
): Llm {
  return {
    description: { provider: 'stub', model: 'scripted' },
    promptStyle: 'voice',
    async *stream(request, signal) {
      requests.push(request);
      const reply = replyTo(request.messages.at(-1)?.content.split('\n').at(-1) ?? '');
      await clock.sleep(firstWordMs, signal);
      for (const token of textOf(reply).match(/\s*\S+/gu) ?? []) {
        yield token;
        await clock.sleep(TOKEN_MS, signal);
      }
    },
    async [Symbol.asyncDispose]() {},
  };
}

/** Nothing that anybody says in a scenario, so that nothing of it is taken for an echo. */
const SENTENCES = [
  'Sure thing.',
  'Plenty was written there.',
  'Scholars rarely agree.',
  'Older sources mention lanterns.',
  'Younger ones prefer numbers.',
  'Between them lies a century.',
  'Letters turned up eventually.',
  'Those changed everyone.',
];

function textOf(reply: Reply): string {
  if ('text' in reply) return reply.text;
  const chars = reply.aboutMs / CHAR_MS;
  let text = '';
  for (let at = 0; text.length < chars; at += 1)
    text = `${text} ${SENTENCES[at % SENTENCES.length] ?? ''}`.trim();
  return text;
}
