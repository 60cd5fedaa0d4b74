/** Pipeline stage: pieces of text in, their synthesised clips out, in order. */
import { EngineError, type Tts } from '../ports.ts';
import type { SpeechClip } from '../types.ts';

/** What the chunker let go, on its way to the ear. */
export interface Sentence {
  /** As the model wrote it: for history and captions. */
  readonly written: string;
  /** As it is said: for the synthesiser. */
  readonly spoken: string;
  readonly chunkedAtMs: number;
}

export interface SpokenSentence extends Sentence {
  readonly clip: SpeechClip;
  readonly synthesisStartedAtMs: number;
  readonly synthesisEndedAtMs: number;
}

/**
 * Synthesises one sentence after the other. A sentence that fails is tried once more and then
 * skipped, so that one bad word does not end the reply.
 *
 * @param onSkipped told of every sentence that could not be said.
 * @throws `signal.reason` once aborted; errors of `sentences` unchanged.
 */
export async function* sentencesToSpeech(
  sentences: AsyncIterable<Sentence>,
  tts: Tts,
  nowMs: () => number,
  onSkipped: (sentence: Sentence, error: unknown) => void,
  signal: AbortSignal,
): AsyncGenerator<SpokenSentence, void, undefined> {
  for await (const sentence of sentences) {
    signal.throwIfAborted();
    // Marks alone ("***", an emoji) leave nothing to say; they stay in the history with the next clip.
    if (!/[\p{L}\p{N}]/u.test(sentence.spoken)) continue;
    const synthesisStartedAtMs = nowMs();
    const clip = await synthesiseTwice(sentence, tts, onSkipped, signal);
    if (clip === undefined) continue;
    yield { ...sentence, clip, synthesisStartedAtMs, synthesisEndedAtMs: nowMs() };
  }
}

async function synthesiseTwice(
  sentence: Sentence,
  tts: Tts,
  onSkipped: (sentence: Sentence, error: unknown) => void,
  signal: AbortSignal,
): Promise<SpeechClip | undefined> {
  let failure: unknown;
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      return await tts.synthesise(sentence.spoken, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof EngineError)) throw error;
      failure = error;
    }
  }
  onSkipped(sentence, failure);
  return undefined;
}
