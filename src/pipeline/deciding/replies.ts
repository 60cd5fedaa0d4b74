/** The replies at work: starts, holds, releases and aborts them as turn-taking decides. */
import type { Logger } from '../../log.ts';
import type { Clock } from '../../async/clock.ts';
import { createGate, type Gate } from '../../async/gate.ts';
import type { Playback, Mouth, Tts } from '../ports.ts';
import { speakReply, type ReplyOrder } from '../speaking/speak-reply.ts';
import type { TurnOutcome } from '../timeline.ts';
import { apologyFor } from './apologies.ts';
import type { TurnRecorder } from './turn-recorder.ts';
import type { AbortReason } from './turn-taking.ts';

/** A reply was ended before its time; only the code that runs the reply swallows it. */
class ReplyAborted extends Error {
  override readonly name = 'ReplyAborted';
  readonly why: AbortReason;

  constructor(why: AbortReason) {
    super(`Reply aborted: ${why.kind}`);
    this.why = why;
  }
}

interface ReplyRequest {
  readonly replyId: number;
  readonly recorder: TurnRecorder;
  readonly mouth: Mouth;
  /** The model's text; an error in it is apologised for aloud. */
  readonly tokens: (signal: AbortSignal) => AsyncIterable<string>;
  readonly onAudible: () => void;
  /** Called once, when nothing more of the reply will happen. */
  readonly onEnd: (outcome: TurnOutcome) => void;
}

export interface Replies {
  start(request: ReplyRequest): void;
  hold(replyId: number): void;
  release(replyId: number): void;
  /** No sound of the reply is sent after this returns. */
  abort(replyId: number, why: AbortReason): void;
  /** Resolves when every reply has unwound. */
  settled(): Promise<void>;
}

interface Running {
  readonly controller: AbortController;
  readonly gate: Gate;
  readonly playback: Playback;
  readonly done: Promise<void>;
}

export function createReplies(tts: Tts, order: ReplyOrder, clock: Clock, log: Logger): Replies {
  const running = new Map<number, Running>();

  const run = async (
    request: ReplyRequest,
    gate: Gate,
    playback: Playback,
    signal: AbortSignal,
  ) => {
    const { recorder } = request;
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
      const wasAudible = await speakReply(
        {
          order,
          tokens,
          tts,
          playback,
          clock,
          mayBeHeard: (waiting) => gate.passed(waiting),
          listener: {
            onSentence(sentence) {
              recorder.mark('firstClauseAtMs', sentence.chunkedAtMs);
              recorder.sentence(sentence);
            },
            onSynthesised(sentence) {
              recorder.mark('firstPcmAtMs', sentence.synthesisEndedAtMs);
              recorder.synthesised(sentence);
            },
            onSkipped(sentence, error) {
              failure = error;
              log.error(
                { turnId: recorder.turnId, text: sentence.spoken, err: error },
                'A sentence could not be said',
              );
            },
            onAudible: request.onAudible,
          },
        },
        signal,
      );
      if (!wasAudible) playback.abort();
      recorder.played(playback.progress(), playback.underruns);
      if (failure !== undefined) return failed(failure);
      return wasAudible ? ANSWERED : failed(new Error('The reply had nothing to say'));
    } catch (error) {
      playback.abort();
      recorder.played(playback.progress(), playback.underruns);
      if (error instanceof ReplyAborted) return aborted(error.why);
      log.error({ turnId: recorder.turnId, err: error }, 'The reply ended with an error');
      return failed(error);
    }
  };

  return {
    start(request) {
      const controller = new AbortController();
      const gate = createGate();
      const playback = request.mouth.open();
      const done = run(request, gate, playback, controller.signal).then((outcome) => {
        running.delete(request.replyId);
        request.onEnd(outcome);
      });
      running.set(request.replyId, { controller, gate, playback, done });
    },
    hold: (replyId) => running.get(replyId)?.gate.close(),
    release: (replyId) => running.get(replyId)?.gate.open(),
    abort(replyId, why) {
      const reply = running.get(replyId);
      // Sound first: everything else may take its time.
      reply?.playback.abort();
      reply?.controller.abort(new ReplyAborted(why));
    },
    async settled() {
      await Promise.allSettled([...running.values()].map((reply) => reply.done));
    },
  };
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

const ANSWERED: TurnOutcome = { status: 'answered' };

function aborted(why: AbortReason): TurnOutcome {
  switch (why.kind) {
    case 'barge-in':
      return { status: 'aborted', reason: 'barge-in' };
    case 'joined':
      return { status: 'left-alone', reason: 'joined to the next question' };
    case 'stop':
      return { status: 'aborted', reason: why.reason };
  }
}

function failed(error: unknown): TurnOutcome {
  return { status: 'failed', reason: error instanceof Error ? error.message : String(error) };
}
