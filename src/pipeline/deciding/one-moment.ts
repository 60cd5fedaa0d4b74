/**
 * Says that an answer is on its way where it takes long: a short sound, once a reply, that yields to
 * everything else. It decides nothing about who speaks.
 */
import type { Clock } from '../../async/clock.ts';
import type { Playback } from '../ports.ts';
import { createDueTimer } from './due-timer.ts';
import type { Reply, TurnTakingState } from './turn-state.ts';

/** From the end of their turn: people who talk with each other answer within half of that. */
const LONG_WAIT_MS = 700;

export interface OneMomentParts {
  readonly clock: Clock;
  /** Whether the machine is so slow that people should be told. */
  readonly isWanted: () => boolean;
  /** Begins the sound; undefined where there is nothing to make it with. */
  readonly play: () => Playback | undefined;
}

export interface OneMoment extends Disposable {
  /** To be called whenever anything has happened. */
  look(state: TurnTakingState): void;
}

export function createOneMoment({ clock, isWanted, play }: OneMomentParts): OneMoment {
  let sinceMs = new Map<string, number>();
  let awaited: number | undefined;
  let lastReplyId = 0;
  let sounding: Playback | undefined;

  const timer = createDueTimer(clock, () => {
    if (awaited === undefined) return;
    lastReplyId = awaited;
    if (isWanted()) sounding = play();
  });

  const hush = () => {
    sounding?.abort();
    sounding = undefined;
  };

  return {
    look(state) {
      sinceMs = silentSince(state, sinceMs);
      const reply = awaitedReply(state);
      awaited = reply?.replyId;
      if (reply === undefined) hush();
      const isDue = reply !== undefined && reply.replyId > lastReplyId;
      const fromMs = sinceMs.get(reply?.questions.at(-1)?.turnId ?? '') ?? state.nowMs;
      timer.set(isDue ? fromMs + LONG_WAIT_MS : Number.POSITIVE_INFINITY);
    },
    [Symbol.dispose]() {
      timer[Symbol.dispose]();
      hush();
    },
  };
}

/** The reply that somebody waits for in silence: certain, and without a sound so far. */
function awaitedReply({ reply, utterances, hasMouth }: TurnTakingState): Reply | undefined {
  if (reply?.status !== 'thinking' || reply.guessOf !== undefined || !hasMouth) return undefined;
  // What was typed is being read already.
  if (reply.questions.some(({ typed }) => typed)) return undefined;
  const isAnybodySpeaking = utterances.some(({ overAtMs }) => overAtMs === undefined);
  return isAnybodySpeaking ? undefined : reply;
}

/** Since when each turn waits in silence: one whose words are not known yet, or that is being answered. */
function silentSince(
  { nowMs, utterances, reply }: TurnTakingState,
  before: ReadonlyMap<string, number>,
): Map<string, number> {
  const after = new Map<string, number>();
  for (const { turnId } of reply?.questions ?? [])
    if (turnId !== reply?.guessOf) after.set(turnId, before.get(turnId) ?? nowMs);
  for (const { turnId, overAtMs } of utterances)
    if (overAtMs !== undefined) after.set(turnId, overAtMs);
  return after;
}
