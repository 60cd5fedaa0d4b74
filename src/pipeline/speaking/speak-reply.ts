/**
 * One reply from tokens to ear: chunking, synthesis and playing go on at the same time, each a
 * bounded distance ahead of the next.
 */
import { allFirst } from '../../async/all-first.ts';
import type { Clock } from '../../async/clock.ts';
import { prefetch } from '../../async/prefetch.ts';
import type { Playback, Tts } from '../ports.ts';
import { sentencesToSpeech, type Sentence, type SpokenSentence } from './sentences-to-speech.ts';
import { tokensToClauses } from './tokens-to-clauses.ts';

/** Pieces of text that may wait for synthesis: a whole spoken reply, and still a bound. */
const SENTENCES_AHEAD = 32;

/** Clips that may wait for room in the playback, which itself holds some seconds. */
const CLIPS_AHEAD = 1;

/** What happens on the way, for the turn's record. */
interface ReplyListener {
  readonly onSentence: (sentence: Sentence) => void;
  readonly onSynthesised: (sentence: SpokenSentence) => void;
  readonly onSkipped: (sentence: Sentence, error: unknown) => void;
}

/** `blocking` waits for the whole text, then for all of its sound, as a plain assistant does. */
export type ReplyOrder = 'concurrent' | 'blocking';

export interface ReplyParts {
  readonly order: ReplyOrder;
  readonly tokens: AsyncIterable<string>;
  readonly tts: Tts;
  readonly playback: Playback;
  readonly clock: Clock;
  /** Called once, when the first sound is there; waited for before it is played. */
  readonly mayBeHeard: (signal: AbortSignal) => Promise<void>;
  readonly listener: ReplyListener;
}

/**
 * @returns when the last frame was sent; `false` if there was nothing to say.
 * @throws `signal.reason` once aborted; errors of `tokens` and unexpected ones of the engines.
 */
export async function speakReply(parts: ReplyParts, signal: AbortSignal): Promise<boolean> {
  const { order, tts, playback, clock, listener } = parts;
  const nowMs = () => clock.nowMs();

  const sentences = prefetch(timedClauses(parts, signal), SENTENCES_AHEAD, signal);
  const spoken = sentencesToSpeech(sentences, tts, nowMs, listener.onSkipped, signal);
  const clips = order === 'blocking' ? allFirst(spoken) : prefetch(spoken, CLIPS_AHEAD, signal);
  let isAudible = false;
  for await (const sentence of clips) {
    listener.onSynthesised(sentence);
    if (!isAudible) {
      await parts.mayBeHeard(signal);
      isAudible = true;
    }
    await playback.enqueue(sentence.clip, signal);
  }
  if (isAudible) await playback.end(signal);
  // A playback that was silenced has ended too, a moment before its signal says so.
  signal.throwIfAborted();
  return isAudible;
}

async function* timedClauses(
  { order, tokens, clock, listener }: ReplyParts,
  signal: AbortSignal,
): AsyncGenerator<Sentence, void, undefined> {
  const written = order === 'blocking' ? allFirst(tokens) : tokens;
  for await (const clause of tokensToClauses(written, signal)) {
    const sentence = { ...clause, chunkedAtMs: clock.nowMs() };
    listener.onSentence(sentence);
    yield sentence;
  }
}
