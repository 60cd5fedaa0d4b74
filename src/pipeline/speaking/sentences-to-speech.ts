/** Pipeline stage: pieces of text in, their sound out, in order, ready to be heard. */
import type { Clock } from '../../async/clock.ts';
import { finishSpeech, type VoiceLevel } from '../../audio/finish-speech.ts';
import type { EngineError, Tts } from '../ports.ts';
import type { SpeechClip } from '../types.ts';
import { pauseAfterMs } from './pauses.ts';
import type { PhraseCache } from './phrase-cache.ts';
import { type MeasuredPace, withoutWaiting } from './speech-pace.ts';
import { synthesise, type Attempt } from './synthesise-twice.ts';
import type { PieceInTurn } from './tokens-to-pieces.ts';

/** What the chunker let go, on its way to the ear. */
export interface Sentence extends PieceInTurn {
  readonly chunkedAtMs: number;
}

/** A sentence with what became of it. */
export type SpokenSentence = Sentence &
  (
    | {
        readonly status: 'said';
        readonly clip: SpeechClip;
        /** Where in the clip the speech is; the rest is silence. */
        readonly soundFromMs: number;
        readonly soundToMs: number;
        readonly synthesisStartedAtMs: number;
        readonly synthesisEndedAtMs: number;
      }
    /** Nothing in it can be said: code, a rule, an emoji. */
    | { readonly status: 'silent' }
    /** The voice could not say it. */
    | { readonly status: 'failed'; readonly error: EngineError }
  );

/** Who speaks. */
export interface Voice {
  readonly tts: Pick<Tts, 'synthesise'>;
  /** Tells the voice and its speed from all others. */
  readonly key: string;
  readonly level: VoiceLevel;
}

export interface SpeechParts {
  readonly voice: Voice;
  readonly phrases: PhraseCache;
  readonly pace: MeasuredPace;
  readonly clock: Clock;
  /** How long the ear has enough. */
  readonly unplayedMs: () => number;
  /** Nothing of it is heard before, clock ms: what is not certain to be heard may come later. */
  readonly heardFromMs?: number | undefined;
  /** Resolves when the ear will want more soon. */
  readonly wanted: (signal: AbortSignal) => Promise<void>;
  /** So many characters were handed to the voice; each time that they are. */
  readonly onAsked?: ((chars: number) => void) | undefined;
  /** The voice has begun with them. */
  readonly onBegun?: (() => void) | undefined;
}

/** After so many in a row the voice is taken to be broken: nothing is tried twice any more. */
const FAILURES_IN_A_ROW = 2;

const NO_TIME = withoutWaiting(0);

/**
 * Synthesises one sentence after the other. One that fails, or takes far too long, is tried once more
 * and then left out, so that a bad word does not end the reply.
 *
 * @throws `signal.reason` once aborted; errors of `sentences` unchanged.
 */
export async function* sentencesToSpeech(
  sentences: AsyncIterable<Sentence>,
  parts: SpeechParts,
  signal: AbortSignal,
): AsyncGenerator<SpokenSentence, void, undefined> {
  const { clock, unplayedMs } = parts;
  let failures = 0;
  let goesOn = false;
  /** Silence that the last clip should have ended with. */
  let owedMs = 0;

  for await (const sentence of sentences) {
    signal.throwIfAborted();
    // Marks alone ("***", an emoji) leave nothing to say.
    if (!/[\p{L}\p{N}]/u.test(sentence.spoken)) {
      yield { ...sentence, status: 'silent' };
      continue;
    }
    const synthesisStartedAtMs = clock.nowMs();
    const tries = failures < FAILURES_IN_A_ROW ? 2 : 1;
    const attempt = await soundOf(sentence.spoken, goesOn, parts, tries, signal);
    if (!attempt.isDone) {
      failures += 1;
      yield { ...sentence, status: 'failed', error: attempt.error };
      continue;
    }
    failures = 0;
    goesOn = true;
    const { clip } = attempt;
    const pauseMs = pauseAfterMs(sentence);
    const finished = finishSpeech(clip.samples, clip.sampleRateHz, parts.voice.level, {
      beforeMs: unplayedMs() > 0 ? owedMs : 0,
      afterMs: sentence.goesOn ? pauseMs : 0,
    });
    owedMs = sentence.goesOn ? 0 : pauseMs;
    yield {
      ...sentence,
      status: 'said',
      clip: { ...clip, samples: finished.samples },
      soundFromMs: finished.soundFromMs,
      soundToMs: finished.soundToMs,
      synthesisStartedAtMs,
      synthesisEndedAtMs: clock.nowMs(),
    };
    await parts.wanted(signal);
  }
}

async function soundOf(
  text: string,
  goesOn: boolean,
  { voice, phrases, pace, clock, unplayedMs, heardFromMs = 0, onAsked, onBegun }: SpeechParts,
  tries: number,
  signal: AbortSignal,
): Promise<Attempt> {
  const known = phrases.get(voice.key, text);
  if (known !== undefined) return { isDone: true, clip: known, times: NO_TIME };
  // The ear has enough until then, so that other replies may come first.
  const neededAtMs = Math.max(clock.nowMs(), heardFromMs) + unplayedMs();
  const speaker = { tts: voice.tts, pace, clock, neededAtMs, goesOn, onBegun };
  onAsked?.(text.length);
  const attempt = await synthesise(text, speaker, tries, signal);
  if (attempt.isDone) {
    const { clip, times } = attempt;
    const soundMs = (clip.samples.length * 1000) / clip.sampleRateHz;
    pace.synthesised(text.length, soundMs, times);
    phrases.put(voice.key, text, clip);
  }
  return attempt;
}
