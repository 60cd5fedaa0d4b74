/**
 * One reply from tokens to ear: cutting, synthesis and playing go on at the same time, each a
 * bounded distance ahead of the next.
 */
import { allFirst } from '../../async/all-first.ts';
import type { Clock } from '../../async/clock.ts';
import { prefetch } from '../../async/prefetch.ts';
import type { Playback } from '../ports.ts';
import { createChatPosts } from './chat-posts.ts';
import { createHoldBack } from './hold-back.ts';
import type { PhraseCache } from './phrase-cache.ts';
import type { PiecePace } from './plan-piece.ts';
import type { Speakable } from './speakable/speakable.ts';
import {
  sentencesToSpeech,
  type Sentence,
  type SpokenSentence,
  type Voice,
} from './sentences-to-speech.ts';
import type { MeasuredPace } from './speech-pace.ts';
import { tokensToPieces } from './tokens-to-pieces.ts';
import { untilWanted } from './until-wanted.ts';

/** Clips that may wait to be let into the playback; by far fewer do, see `until-wanted.ts`. */
const CLIPS_WAITING = 16;

/** What happens on the way, for the turn's record. */
interface ReplyListener {
  readonly onSentence: (sentence: Sentence) => void;
  readonly onSynthesised: (sentence: SpokenSentence) => void;
}

/** `blocking` waits for the whole text, then for all of its sound, as a plain assistant does. */
export type ReplyOrder = 'concurrent' | 'blocking';

export interface ReplyParts {
  readonly order: ReplyOrder;
  readonly tokens: AsyncIterable<string>;
  readonly speakable: Speakable;
  readonly voice: Voice;
  readonly phrases: PhraseCache;
  readonly pace: MeasuredPace;
  readonly playback: Playback;
  readonly clock: Clock;
  /** When it may be let out at the earliest, clock ms; at once unless told. */
  readonly heardFromMs?: number | undefined;
  /** How much goes into a piece at the moment, as a factor; as usual unless told. */
  readonly pieceFactor?: (() => number) | undefined;
  /** Called once, when the first sound is there; waited for before it is played. */
  readonly mayBeHeard: (signal: AbortSignal) => Promise<void>;
  /** Writes into the chat what is not for the ear; never before the reply may be heard. Never rejects. */
  readonly postToChat: (text: string, signal: AbortSignal) => Promise<void>;
  readonly listener: ReplyListener;
}

/** `written`: nothing was for the ear, but something for the chat. */
export type ReplyForm = 'said' | 'written' | 'nothing';

/**
 * @returns when the last frame was sent.
 * @throws `signal.reason` once aborted; errors of `tokens` and unexpected ones of the engines.
 */
export async function speakReply(parts: ReplyParts, signal: AbortSignal): Promise<ReplyForm> {
  const { order, playback, clock, listener, phrases, voice } = parts;
  const pace = sized(parts.pace, parts.pieceFactor);
  const holdBack = createHoldBack(pace, clock);
  /** Sound that is finished and not yet in the playback; undefined before the first. */
  let finishedMs: number | undefined;
  const isBehindFirst = () => finishedMs !== undefined;
  const unplayedMs = () =>
    finishedMs === undefined ? undefined : finishedMs + playback.unplayedMs();

  async function* spokenInTurn(): AsyncGenerator<SpokenSentence, void, undefined> {
    const isBlocking = order === 'blocking';
    const sentences = timed(
      tokensToPieces(
        {
          ...parts,
          pace,
          tokens: isBlocking ? allFirst(parts.tokens) : parts.tokens,
          unplayedMs: isBlocking
            ? () => (finishedMs === undefined ? undefined : Infinity)
            : unplayedMs,
          isRemembered: (written) => phrases.get(voice.key, written) !== undefined,
        },
        signal,
      ),
      parts,
    );
    const wanted = isBlocking
      ? () => Promise.resolve()
      : (waiting: AbortSignal) => untilWanted(() => unplayedMs() ?? 0, pace, clock, waiting);
    const speech = {
      ...parts,
      unplayedMs: () => unplayedMs() ?? 0,
      wanted,
      onAsked: (chars: number) => isBehindFirst() && holdBack.asked(chars),
      onBegun: () => isBehindFirst() && holdBack.begun(),
    };
    try {
      for await (const sentence of sentencesToSpeech(sentences, speech, signal)) {
        if (isBehindFirst() && sentence.status !== 'silent') holdBack.over();
        if (sentence.status === 'said') finishedMs = (finishedMs ?? 0) + durationMs(sentence);
        yield sentence;
      }
    } finally {
      holdBack.over();
    }
  }

  const posts = createChatPosts(playback, clock, parts.postToChat, signal);
  let clips = 0;
  let postCount = 0;
  let hasFailed = false;
  const spoken =
    order === 'blocking'
      ? allFirst(spokenInTurn())
      : prefetch(spokenInTurn(), CLIPS_WAITING, signal);
  for await (const sentence of spoken) {
    listener.onSynthesised(sentence);
    for (const text of sentence.posts) posts.add(text, clips);
    postCount += sentence.posts.length;
    if (sentence.status === 'failed') {
      hasFailed = true;
      // Posted only if anything else of the reply is said.
      posts.add(sentence.written, clips);
    }
    if (sentence.status === 'said') {
      if (clips === 0) {
        await holdBack.passed(durationMs(sentence), signal);
        await parts.mayBeHeard(signal);
        posts.release();
      }
      clips += 1;
      finishedMs = (finishedMs ?? 0) - durationMs(sentence);
      await playback.enqueue(sentence.clip, signal);
    }
  }
  if (clips > 0) await playback.end(signal);
  // A playback that was silenced has ended too, a moment before its signal says so.
  signal.throwIfAborted();
  if (clips > 0) {
    posts.flush();
    return 'said';
  }
  if (postCount === 0 || hasFailed) return 'nothing';
  await parts.mayBeHeard(signal);
  posts.release();
  posts.flush();
  return 'written';
}

async function* timed(
  pieces: ReturnType<typeof tokensToPieces>,
  { clock, listener }: Pick<ReplyParts, 'clock' | 'listener'>,
): AsyncGenerator<Sentence, void, undefined> {
  for await (const piece of pieces) {
    const sentence = { ...piece, chunkedAtMs: clock.nowMs() };
    // One that only posts is no sentence.
    if (sentence.written !== '') listener.onSentence(sentence);
    yield sentence;
  }
}

function sized(pace: MeasuredPace, pieceFactor?: () => number): MeasuredPace & PiecePace {
  return {
    synthesised: (...measured) => pace.synthesised(...measured),
    writing: () => pace.writing(),
    synthesisMs: (chars) => pace.synthesisMs(chars),
    urgentMs: (chars) => pace.urgentMs(chars),
    workMs: (chars) => pace.workMs(chars),
    soundMs: (chars) => pace.soundMs(chars),
    get charsPerSecond() {
      return pace.charsPerSecond;
    },
    get pieceFactor() {
      return pieceFactor?.();
    },
  };
}

function durationMs({ clip }: Extract<SpokenSentence, { status: 'said' }>): number {
  return (clip.samples.length * 1000) / clip.sampleRateHz;
}
