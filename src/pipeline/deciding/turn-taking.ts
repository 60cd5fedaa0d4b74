/**
 * Who speaks when: a pure function from (state, event) to (state, effects).
 *
 * Deciding is separate from doing, so that every order of events can be tested without sound or
 * time. Each reply has a number of its own; what an aborted reply still reports is ignored.
 */

/** Something said or typed that wants an answer. */
export interface Question {
  readonly turnId: string;
  readonly speakerId: string;
  /** Typed questions are answered one by one (their text is being written already). */
  readonly typed: boolean;
}

type Reply =
  | { readonly status: 'none' }
  /** `thinking`: being written or synthesised, nothing was heard of it yet. */
  | {
      readonly status: 'thinking' | 'speaking';
      readonly replyId: number;
      readonly questions: readonly Question[];
    };

export interface TurnTakingState {
  readonly reply: Reply;
  /** To be answered next, in order. */
  readonly waiting: readonly Question[];
  /** People whose voice is heard now, or whose words are being recognised: one entry for each stretch of speech. */
  readonly speaking: readonly string[];
  readonly lastReplyId: number;
}

export type TurnTakingEvent =
  | { readonly type: 'speech-start'; readonly speakerId: string }
  /** The speech came to nothing: too short, or no words in it. */
  | { readonly type: 'speech-empty'; readonly speakerId: string }
  | { readonly type: 'question'; readonly question: Question }
  | { readonly type: 'reply-audible'; readonly replyId: number }
  | { readonly type: 'reply-end'; readonly replyId: number }
  /** Silence now, and nothing more about what was asked: /stop, /reset, leaving, shutting down. */
  | { readonly type: 'stop'; readonly reason: string };

export type TurnTakingEffect =
  | {
      readonly type: 'start-reply';
      readonly replyId: number;
      readonly questions: readonly Question[];
    }
  | { readonly type: 'abort-reply'; readonly replyId: number; readonly reason: AbortReason }
  | { readonly type: 'hold-reply'; readonly replyId: number }
  | { readonly type: 'release-reply'; readonly replyId: number }
  | { readonly type: 'leave-alone'; readonly turnId: string; readonly reason: string };

export type AbortReason =
  | { readonly kind: 'barge-in' }
  /** The asker went on, or somebody else asked too: answered together by the next reply. */
  | { readonly kind: 'joined' }
  | { readonly kind: 'stop'; readonly reason: string };

export interface TurnTakingStep {
  readonly state: TurnTakingState;
  readonly effects: readonly TurnTakingEffect[];
}

export const INITIAL_STATE: TurnTakingState = {
  reply: { status: 'none' },
  waiting: [],
  speaking: [],
  lastReplyId: 0,
};

/** More unanswered questions than this and the oldest are let go. */
const MAX_WAITING = 8;

export function takeTurns(state: TurnTakingState, event: TurnTakingEvent): TurnTakingStep {
  const step = decide(state, event);
  return { state: step.state, effects: [...step.effects, ...holdOrRelease(state, step.state)] };
}

function decide(state: TurnTakingState, event: TurnTakingEvent): TurnTakingStep {
  switch (event.type) {
    case 'speech-start':
      return onSpeechStart(state, event.speakerId);
    case 'speech-empty': {
      const quiet = withoutSpeech(state, event.speakerId);
      // What waited for these words to end is due now.
      return quiet.reply.status === 'none' ? startNext(quiet, []) : { state: quiet, effects: [] };
    }
    case 'question':
      return onQuestion(state, event.question);
    case 'reply-audible': {
      const { reply } = state;
      if (reply.status !== 'thinking' || reply.replyId !== event.replyId)
        return { state, effects: [] };
      return { state: { ...state, reply: { ...reply, status: 'speaking' } }, effects: [] };
    }
    case 'reply-end':
      if (state.reply.status === 'none' || state.reply.replyId !== event.replyId)
        return { state, effects: [] };
      return startNext({ ...state, reply: { status: 'none' } }, []);
    case 'stop':
      return onStop(state, event.reason);
  }
}

function onSpeechStart(state: TurnTakingState, speakerId: string): TurnTakingStep {
  const heard = { ...state, speaking: [...state.speaking, speakerId] };
  if (state.reply.status !== 'speaking') return { state: heard, effects: [] };
  const { replyId } = state.reply;
  // What waits goes on waiting until these words are dealt with.
  return {
    state: { ...heard, reply: { status: 'none' } },
    effects: [{ type: 'abort-reply', replyId, reason: { kind: 'barge-in' } }],
  };
}

function onQuestion(state: TurnTakingState, question: Question): TurnTakingStep {
  const heard = question.typed ? state : withoutSpeech(state, question.speakerId);
  const all = [...heard.waiting, question];
  const dropped = all.slice(0, Math.max(0, all.length - MAX_WAITING));
  const effects: TurnTakingEffect[] = dropped.map(({ turnId }) => ({
    type: 'leave-alone',
    turnId,
    reason: 'too many questions at once',
  }));
  const asked = { ...heard, waiting: all.slice(dropped.length) };
  const { reply } = asked;

  if (reply.status === 'none') return startNext(asked, effects);
  // A reply of which nothing was heard yet gives way to one that answers both.
  const joins =
    reply.status === 'thinking' && !question.typed && reply.questions.every((q) => !q.typed);
  if (!joins) return { state: asked, effects };
  return startNext(
    { ...asked, reply: { status: 'none' }, waiting: [...reply.questions, ...asked.waiting] },
    [...effects, { type: 'abort-reply', replyId: reply.replyId, reason: { kind: 'joined' } }],
  );
}

function onStop(state: TurnTakingState, reason: string): TurnTakingStep {
  const effects: TurnTakingEffect[] = state.waiting.map(({ turnId }) => ({
    type: 'leave-alone',
    turnId,
    reason,
  }));
  if (state.reply.status !== 'none') {
    const { replyId } = state.reply;
    effects.unshift({ type: 'abort-reply', replyId, reason: { kind: 'stop', reason } });
  }
  return { state: { ...state, reply: { status: 'none' }, waiting: [] }, effects };
}

/** With no reply going on: begins the next one, all spoken questions in a row answered together. */
function startNext(state: TurnTakingState, effects: readonly TurnTakingEffect[]): TurnTakingStep {
  const [first] = state.waiting;
  if (first === undefined) return { state, effects };
  const typedAt = state.waiting.findIndex((question) => question.typed);
  const count = first.typed ? 1 : typedAt === -1 ? state.waiting.length : typedAt;
  const questions = state.waiting.slice(0, count);
  const replyId = state.lastReplyId + 1;
  return {
    state: {
      ...state,
      reply: { status: 'thinking', replyId, questions },
      waiting: state.waiting.slice(count),
      lastReplyId: replyId,
    },
    effects: [...effects, { type: 'start-reply', replyId, questions }],
  };
}

/**
 * An asker who goes on speaking before anything of the answer was heard: the work goes on, its
 * sound waits until it is known whether they said anything more.
 */
function isHeld({ reply, speaking }: TurnTakingState): boolean {
  return reply.status === 'thinking' && reply.questions.some((q) => speaking.includes(q.speakerId));
}

function holdOrRelease(before: TurnTakingState, after: TurnTakingState): TurnTakingEffect[] {
  const { reply } = after;
  if (reply.status !== 'thinking') return [];
  const isSame = before.reply.status !== 'none' && before.reply.replyId === reply.replyId;
  const wasHeld = isSame && isHeld(before);
  if (isHeld(after) === wasHeld) return [];
  return [{ type: wasHeld ? 'release-reply' : 'hold-reply', replyId: reply.replyId }];
}

/** One stretch of that person's speech is dealt with. */
function withoutSpeech(state: TurnTakingState, speakerId: string): TurnTakingState {
  const at = state.speaking.indexOf(speakerId);
  return at === -1 ? state : { ...state, speaking: state.speaking.toSpliced(at, 1) };
}
