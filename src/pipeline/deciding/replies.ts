/** The replies at work: starts, releases, pauses and aborts them as turn-taking decides. */
import type { Logger } from '../../log.ts';
import type { Clock } from '../../async/clock.ts';
import { createGate, type Gate } from '../../async/gate.ts';
import { measuresAt, type LoadLevel } from '../load.ts';
import type { Playback, Mouth } from '../ports.ts';
import { openWithFirstSound } from '../speaking/open-with-first-sound.ts';
import type { PhraseCache } from '../speaking/phrase-cache.ts';
import { speakReply, type ReplyOrder } from '../speaking/speak-reply.ts';
import { createSpeakable } from '../speaking/speakable/speakable.ts';
import type { SpeakingVoice } from '../speaking/voices-port.ts';
import type { TurnOutcome } from '../timeline.ts';
import { apologyFor } from './apologies.ts';
import type { KnownVoices } from './known-voices.ts';
import type { ReplyRecorder } from './turn-recorder.ts';
import type { AbortReason } from './turn-state.ts';

/** A reply was ended before its time; only the code that runs the reply swallows it. */
class ReplyAborted extends Error {
  override readonly name = 'ReplyAborted';
  readonly why: AbortReason;

  constructor(why: AbortReason) {
    super(`Reply aborted: ${why.kind}`);
    this.why = why;
  }
}

/** A voice that goes on under somebody's "mm-hm" is this loud: about 9 dB less. */
const LOWERED_GAIN = 0.35;

interface ReplyRequest {
  readonly replyId: number;
  readonly recorder: ReplyRecorder;
  readonly mouth: Mouth;
  /** A guess may turn out right from then on, clock ms; undefined where it is no guess. */
  readonly heardFromMs?: number | undefined;
  /** Given back when the reply is over. */
  readonly voice: SpeakingVoice;
  /** The model's text; an error in it is apologised for aloud. */
  readonly tokens: (signal: AbortSignal) => AsyncIterable<string>;
  /** What is not for the ear; undefined where people read the reply anyway. Never rejects. */
  readonly postToChat?: ((text: string, signal: AbortSignal) => Promise<void>) | undefined;
  /** The first sound waits to be let out. */
  readonly onReady: () => void;
  /** Called once, when nothing more of the reply will happen. */
  readonly onEnd: (end: ReplyEnd) => void;
}

export type ReplyEnd =
  | { readonly isAborted: true; readonly why: AbortReason }
  | { readonly isAborted: false; readonly outcome: TurnOutcome };

export interface Replies {
  /** No sound of it is sent before `release()`. */
  start(request: ReplyRequest): void;
  release(replyId: number): void;
  pause(replyId: number): void;
  lower(replyId: number): void;
  resume(replyId: number): void;
  /** No sound of the reply is sent after this returns. */
  abort(replyId: number, why: AbortReason): void;
  /** What was heard so far of the replies that are not over yet, and the words that are under way. */
  playedNow(): string;
  /** Resolves when every reply has unwound. */
  settled(): Promise<void>;
}

interface Running {
  readonly controller: AbortController;
  readonly recorder: ReplyRecorder;
  readonly gate: Gate;
  readonly playback: Playback;
  readonly done: Promise<void>;
}

export interface RepliesParts {
  readonly order: ReplyOrder;
  readonly phrases: PhraseCache;
  readonly knownVoices: KnownVoices;
  readonly clock: Clock;
  readonly log: Logger;
  /** How well the machine keeps up; well, unless told. */
  readonly load?: (() => LoadLevel) | undefined;
}

export function createReplies(parts: RepliesParts): Replies {
  const { order, phrases, knownVoices, clock, log, load } = parts;
  const running = new Map<number, Running>();

  const run = async (
    request: ReplyRequest,
    gate: Gate,
    playback: Playback,
    signal: AbortSignal,
  ): Promise<ReplyEnd> => {
    const { recorder } = request;
    using voice = request.voice;
    const { tts, id: key, language, pronunciations } = voice;
    const { level, pace } = knownVoices.of(voice);
    let failure: unknown;
    const tokens = apologising(
      request.tokens(signal),
      (error) => {
        failure = error;
        log.error({ turnId: recorder.turnId, err: error }, 'The language model gave no full reply');
      },
      signal,
    );
    try {
      const form = await speakReply(
        {
          order,
          tokens,
          speakable: createSpeakable({ language, pronunciations }),
          voice: { tts, key, level },
          phrases,
          pace,
          playback,
          clock,
          heardFromMs: request.heardFromMs,
          pieceFactor: () => measuresAt(load?.() ?? 0).pieceFactor,
          postToChat: request.postToChat ?? (() => Promise.resolve()),
          mayBeHeard(waiting) {
            request.onReady();
            return gate.passed(waiting);
          },
          listener: {
            onSentence(sentence) {
              recorder.mark('firstClauseAtMs', sentence.chunkedAtMs);
              recorder.sentence(sentence);
            },
            onSynthesised(sentence) {
              recorder.synthesised(sentence);
              if (sentence.status === 'said')
                recorder.mark('firstPcmAtMs', sentence.synthesisEndedAtMs);
              if (sentence.status !== 'failed') return;
              const { spoken: text, error } = sentence;
              failure = error;
              log.error(
                { turnId: recorder.turnId, text, err: error },
                'A sentence could not be said',
              );
            },
          },
        },
        signal,
      );
      if (form !== 'said') playback.abort();
      recorder.played(playback.progress(), playback.underruns);
      if (failure !== undefined) return { isAborted: false, outcome: failed(failure) };
      if (form === 'nothing')
        return { isAborted: false, outcome: failed(new Error('The reply had nothing to say')) };
      return { isAborted: false, outcome: { status: 'answered' } };
    } catch (error) {
      playback.abort();
      recorder.played(playback.progress(), playback.underruns);
      if (error instanceof ReplyAborted) return { isAborted: true, why: error.why };
      log.error({ turnId: recorder.turnId, err: error }, 'The reply ended with an error');
      return { isAborted: false, outcome: failed(error) };
    }
  };

  return {
    start(request) {
      const { recorder } = request;
      const controller = new AbortController();
      const gate = createGate();
      gate.close();
      const playback = openWithFirstSound(request.mouth);
      const done = run(request, gate, playback, controller.signal).then((end) => {
        running.delete(request.replyId);
        request.onEnd(end);
      });
      running.set(request.replyId, { controller, recorder, gate, playback, done });
    },
    release: (replyId) => running.get(replyId)?.gate.open(),
    pause(replyId) {
      running.get(replyId)?.playback.pause();
    },
    lower(replyId) {
      running.get(replyId)?.playback.setGain(LOWERED_GAIN);
    },
    resume(replyId) {
      const reply = running.get(replyId);
      reply?.playback.setGain(1);
      reply?.playback.resume();
    },
    abort(replyId, why) {
      const reply = running.get(replyId);
      // Sound first: everything else may take its time.
      reply?.playback.abort();
      // What was heard of it is known now, and the next reply may need it.
      if (reply !== undefined)
        reply.recorder.played(reply.playback.progress(), reply.playback.underruns);
      reply?.controller.abort(new ReplyAborted(why));
    },
    playedNow: () =>
      [...running.values()]
        .map(({ recorder, playback }) => heardSoFar(recorder, playback))
        .filter((text) => text !== '')
        .join(' '),
    async settled() {
      await Promise.allSettled([...running.values()].map((reply) => reply.done));
    },
  };
}

/** What is counted as heard ends with a whole word: these are under way. */
const WORDS_UNDER_WAY = 3;

/** @returns `''` before the first frame. */
function heardSoFar(recorder: ReplyRecorder, playback: Playback): string {
  const progress = playback.progress();
  if (!progress.some(({ playedMs }) => playedMs > 0)) return '';
  recorder.played(progress, playback.underruns);
  const heard = recorder.playedText.split(/\s+/u).filter((word) => word !== '').length;
  const words = recorder.writtenText.trim().split(/\s+/u);
  return words.slice(0, heard + WORDS_UNDER_WAY).join(' ');
}

/** Re-yields the model's text; where that fails, an apology of its own paragraph ends it. */
async function* apologising(
  tokens: AsyncIterable<string>,
  onError: (error: unknown) => void,
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  try {
    yield* tokens;
  } catch (error) {
    signal.throwIfAborted();
    onError(error);
    yield `\n\n${apologyFor(error)}`;
  }
}

function failed(error: unknown): TurnOutcome {
  return { status: 'failed', reason: error instanceof Error ? error.message : String(error) };
}
