/**
 * Who speaks when: a pure function from (state, event) to (state, effects).
 *
 * Deciding is separate from doing, so that every order of events can be tested without sound, in
 * virtual time. Each reply has a number of its own; what an aborted reply still reports is ignored.
 */
import { habitsKept } from './habits.ts';
import { onOverlapTimePassed, overlapsDueAtMs, settleOverlaps } from './overlaps.ts';
import { ask, releaseIfFree, replyDueAtMs, startNext, stop } from './replying.ts';
import type { Draft, TurnTakingEffect, TurnTakingEvent, TurnTakingState } from './turn-state.ts';
import {
  onDropped,
  onEnd,
  onHush,
  onJudged,
  onOffset,
  onOnset,
  onRecognised,
  onTimePassed,
  utterancesDueAtMs,
} from './utterances.ts';

export interface TurnTakingStep {
  readonly state: TurnTakingState;
  readonly effects: readonly TurnTakingEffect[];
  /** When a `tick` is due at the latest, clock ms; Infinity: nothing waits for time alone. */
  readonly dueAtMs: number;
}

export function takeTurns(state: TurnTakingState, event: TurnTakingEvent): TurnTakingStep {
  const draft = draftOf(state, event.atMs);
  apply(draft, event);
  onTimePassed(draft);
  onOverlapTimePassed(draft);
  // Whatever happened: who was let go on, what can be said now, what is next.
  settleOverlaps(draft, '', 'fell silent');
  releaseIfFree(draft);
  startNext(draft);
  const { effects, ...after } = draft;
  return {
    state: after,
    effects,
    dueAtMs: Math.min(utterancesDueAtMs(draft), overlapsDueAtMs(draft), replyDueAtMs(draft)),
  };
}

function apply(draft: Draft, event: TurnTakingEvent): void {
  switch (event.type) {
    case 'tick':
      return;
    case 'settings':
      draft.settings = event.settings;
      return;
    case 'load':
      draft.endpointFactor = event.endpointFactor;
      draft.hasTurnDetector = event.hasTurnDetector;
      return;
    case 'people':
      draft.people = event.people;
      draft.habits = habitsKept(draft.habits, event.people);
      return;
    case 'mouth':
      stop(draft, event.reason);
      draft.hasMouth = event.isThere;
      return;
    case 'onset':
      return onOnset(draft, event);
    case 'offset':
      return onOffset(draft, event);
    case 'hush':
      return onHush(draft, event);
    case 'end':
      return onEnd(draft, event);
    case 'dropped':
      return onDropped(draft, event);
    case 'recognised':
      return onRecognised(draft, event);
    case 'judged':
      return onJudged(draft, event);
    case 'typed':
      return ask(draft, event.question);
    case 'reply-ready': {
      const { reply } = draft;
      if (reply?.replyId !== event.replyId || reply.status !== 'thinking') return;
      reply.status = 'ready';
      reply.readyAtMs = draft.nowMs;
      return;
    }
    case 'reply-end':
      return onReplyEnd(draft, event);
    case 'stop':
      return stop(draft, event.reason);
  }
}

/** More people than that do not follow up on what they were answered. */
const MOST_LAST_REPLIES = 8;

function onReplyEnd(
  draft: Draft,
  { replyId, toSpeakerIds, heardText }: Extract<TurnTakingEvent, { type: 'reply-end' }>,
): void {
  if (draft.reply?.replyId === replyId) draft.reply = undefined;
  const newest = draft.lastReplies.at(-1);
  if (heardText === '' || replyId < (newest?.replyId ?? 0)) return;
  const last = { replyId, toSpeakerIds, endedAtMs: draft.nowMs, heardText };
  const others = draft.lastReplies.filter(
    (reply) => !reply.toSpeakerIds.every((id) => toSpeakerIds.includes(id)),
  );
  draft.lastReplies = [...others, last].slice(-MOST_LAST_REPLIES);
}

function draftOf(state: TurnTakingState, atMs: number): Draft {
  return {
    ...state,
    nowMs: Math.max(state.nowMs, atMs),
    utterances: state.utterances.map((utterance) => ({
      ...utterance,
      overlap: utterance.overlap === undefined ? undefined : { ...utterance.overlap },
    })),
    reply: state.reply === undefined ? undefined : { ...state.reply },
    waiting: [...state.waiting],
    effects: [],
  };
}
