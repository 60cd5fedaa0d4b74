/** Turn-taking's part that listens: from the first voice to the end of a turn. */
import { isTurnOver, JUDGED_AT_MS, FINISHED_PROBABILITY } from './end-of-turn.ts';
import { habitsOf, learnPause, learnRightEnd, withHabits, withoutHabits } from './habits.ts';
import { judgeOverlapOf, letReplyGoOn, noticeOverlap } from './overlaps.ts';
import { discardGuessOf, guess, isHardlyHeard, isWaitedFor } from './replying.ts';
import { questionOf, resolve } from './resolving.ts';
import { soundsUnfinished } from './unfinished.ts';
import { openUtterance, type Draft, type TurnTakingEvent, type Utterance } from './turn-state.ts';

type Of<T extends TurnTakingEvent['type']> = Extract<TurnTakingEvent, { type: T }>;

/** Who speaks on this soon after their last turn was taken to end had not ended it. */
const SAME_TURN_MS = 1200;

/** More stretches than this of one channel that wait for recognition, and the oldest are let go. */
const MAX_UTTERANCES = 24;

/**
 * While somebody speaks over a reply, or the reply waits for them, what they have said so far is recognised
 * at these times of voice. The first words tell a backchannel from a question.
 */
const EARLY_TAKES_AT_MS: readonly number[] = [400, 750, 1100, 1600, 2200, 3000];
/** …and after that every second: a reply can be told to stop at any time. */
const LATER_TAKES_MS = 1000;

/** Voice that goes on so long after a guess was no noise. */
const GUESS_IS_WRONG_AFTER_MS = 300;

/** Recognition that has not answered by then will not. */
const RECOGNITION_TIMEOUT_MS = 10_000;

export function onOnset(draft: Draft, { speakerId, turnId, startedAtMs }: Of<'onset'>): void {
  const open = openUtterance(draft, speakerId);
  const utterance = open ?? begin(draft, speakerId, turnId, startedAtMs);
  if (open !== undefined) {
    if (open.isVoiced) return;
    const soundedDone =
      (open.finishedProbability ?? 0) >= FINISHED_PROBABILITY &&
      !soundsUnfinished(open.transcript?.text ?? '');
    const pauseMs = startedAtMs - open.lastVoicedAtMs;
    draft.habits = withHabits(draft.habits, speakerId, (h) => learnPause(h, pauseMs, soundedDone));
    open.take += 1; // what is being recognised is not all of it any more
    open.transcript = undefined;
    forgetJudgments(open);
  }
  utterance.isVoiced = true;
  utterance.voicedSinceMs = draft.nowMs;
  utterance.earlyTakes = 0;
  noticeOverlap(draft, utterance);
}

function begin(draft: Draft, speakerId: string, turnId: string, startedAtMs: number): Utterance {
  const utterance: Utterance = {
    turnId,
    speakerId,
    startedAtMs,
    isVoiced: true,
    voicedSinceMs: draft.nowMs,
    earlyTakes: 0,
    lastVoicedAtMs: startedAtMs,
    offsetAtMs: startedAtMs,
    silentMs: 0,
    take: 0,
    transcript: undefined,
    finishedProbability: undefined,
    judgments: 0,
    isBeingJudged: false,
    speculations: 0,
    overAtMs: undefined,
    overlap: undefined,
    hasInterrupted: false,
  };
  learnFromLastEnd(draft, utterance);
  draft.utterances.push(utterance);
  draft.effects.push({ type: 'open-turn', turnId, speakerId, startedAtMs });
  return utterance;
}

/** Whether their last turn had ended where it was taken to end shows when they speak again. */
function learnFromLastEnd(draft: Draft, { speakerId, startedAtMs }: Utterance): void {
  draft.habits = withHabits(draft.habits, speakerId, ({ lastTurnEnd, ...habits }) => {
    if (lastTurnEnd === undefined) return habits;
    const gapMs = startedAtMs - lastTurnEnd.lastVoicedAtMs;
    // Its answer has hardly begun, if at all: they are not done with what they were saying.
    const isSameTurn =
      gapMs <= SAME_TURN_MS &&
      isWaitedFor(draft.reply, speakerId) &&
      isHardlyHeard(draft.reply, startedAtMs);
    if (!isSameTurn) return learnRightEnd(habits);
    return learnPause(habits, gapMs, lastTurnEnd.soundedDone);
  });
}

export function onOffset(draft: Draft, { speakerId, lastVoicedAtMs }: Of<'offset'>): void {
  const utterance = openUtterance(draft, speakerId);
  if (utterance === undefined || !utterance.isVoiced) return;
  utterance.isVoiced = false;
  utterance.lastVoicedAtMs = lastVoicedAtMs;
  draft.lastVoice = { speakerId, atMs: lastVoicedAtMs };
  utterance.offsetAtMs = draft.nowMs;
  utterance.silentMs = 0;
  forgetJudgments(utterance);
  recognise(draft, utterance);
}

/** Of the pause before: what it is still asked does not come any more. */
function forgetJudgments(utterance: Utterance): void {
  utterance.finishedProbability = undefined;
  utterance.judgments = 0;
  utterance.isBeingJudged = false;
}

export function onHush(draft: Draft, { speakerId, silentMs }: Of<'hush'>): void {
  const utterance = openUtterance(draft, speakerId);
  if (utterance === undefined || utterance.isVoiced) return;
  utterance.silentMs = silentMs;
  const askAtMs = JUDGED_AT_MS[utterance.judgments];
  // One that is late says as much as a second one would, which would make the others later still.
  const mayAsk = draft.hasTurnDetector && !utterance.isBeingJudged;
  if (mayAsk && askAtMs !== undefined && silentMs >= askAtMs) {
    utterance.judgments += 1;
    utterance.isBeingJudged = true;
    const { turnId, take } = utterance;
    draft.effects.push({ type: 'judge', turnId, speakerId, take });
  }
  endIfDue(draft, utterance);
}

export function onJudged(draft: Draft, event: Of<'judged'>): void {
  const utterance = draft.utterances.find(({ turnId }) => turnId === event.turnId);
  if (utterance === undefined || utterance.overAtMs !== undefined) return;
  if (utterance.take !== event.take || utterance.isVoiced) return;
  utterance.isBeingJudged = false;
  utterance.finishedProbability = event.finishedProbability ?? utterance.finishedProbability;
  endIfDue(draft, utterance);
}

export function onRecognised(draft: Draft, event: Of<'recognised'>): void {
  const utterance = draft.utterances.find(({ turnId }) => turnId === event.turnId);
  if (utterance === undefined || utterance.take !== event.take) return;
  const { text, reason, isEcho } = event;
  utterance.transcript = { text, isEcho, ...(reason === undefined ? {} : { reason }) };
  judgeOverlapOf(draft, utterance);
  if (utterance.overAtMs !== undefined) resolve(draft, utterance);
  else if (!utterance.isVoiced) {
    endIfDue(draft, utterance);
    if (utterance.overAtMs === undefined && event.maySpeculate)
      guess(draft, utterance, questionOf(draft, utterance));
  }
}

/** They left, or muted, or spoke as long as one may: what they said is whole. */
export function onEnd(draft: Draft, { speakerId }: Of<'end'>): void {
  const utterance = openUtterance(draft, speakerId);
  if (utterance === undefined) return;
  if (utterance.isVoiced) {
    utterance.isVoiced = false;
    utterance.lastVoicedAtMs = draft.nowMs;
    utterance.offsetAtMs = draft.nowMs;
    recognise(draft, utterance);
  }
  endTurn(draft, utterance, 'left, muted or spoke very long');
}

export function onDropped(draft: Draft, { speakerId, reason }: Of<'dropped'>): void {
  draft.habits = withoutHabits(draft.habits, speakerId);
  for (const utterance of draft.utterances.slice())
    if (utterance.speakerId === speakerId) giveUp(draft, utterance, reason);
}

function endIfDue(draft: Draft, utterance: Utterance): void {
  const { silentMs, finishedProbability, transcript, speakerId } = utterance;
  const habits = habitsOf(draft.habits, speakerId);
  const pause = { finishedProbability, text: transcript?.text, habits };
  if (!isTurnOver({ silentMs: silentMs / draft.endpointFactor, ...pause })) return;
  const sounded = (finishedProbability ?? 0) >= FINISHED_PROBABILITY;
  endTurn(draft, utterance, sounded ? 'sounded finished' : 'waited long enough');
}

function endTurn(draft: Draft, utterance: Utterance, reason: string): void {
  const { turnId, speakerId, lastVoicedAtMs, silentMs, finishedProbability } = utterance;
  utterance.overAtMs = draft.nowMs;
  const sounded = finishedProbability === undefined ? {} : { finishedProbability };
  draft.effects.push({
    type: 'end-turn',
    turnId,
    speakerId,
    lastVoicedAtMs,
    end: { silentMs, reason, ...sounded },
  });
  const soundedDone = (finishedProbability ?? 0) >= FINISHED_PROBABILITY;
  draft.habits = withHabits(draft.habits, speakerId, (habits) => ({
    ...habits,
    lastTurnEnd: { lastVoicedAtMs, soundedDone },
  }));
  if (utterance.transcript !== undefined) resolve(draft, utterance);
  const tooMany = draft.utterances.length > MAX_UTTERANCES ? draft.utterances[0] : undefined;
  if (tooMany !== undefined) giveUp(draft, tooMany, 'too much was said at once');
}

/** What time alone brings about. */
export function onTimePassed(draft: Draft): void {
  for (const utterance of draft.utterances.slice()) {
    const { overAtMs, isVoiced, voicedSinceMs, earlyTakes, transcript } = utterance;
    if (overAtMs !== undefined) {
      if (transcript === undefined && draft.nowMs - overAtMs >= RECOGNITION_TIMEOUT_MS)
        giveUp(draft, utterance, 'recognition did not answer');
      continue;
    }
    if (!isVoiced) continue;
    const voicedMs = draft.nowMs - voicedSinceMs;
    if (voicedMs >= GUESS_IS_WRONG_AFTER_MS) discardGuessOf(draft, utterance);
    const takeAtMs = earlyTakeAtMs(earlyTakes);
    if (voicedMs < takeAtMs || !wantsEarlyTakes(draft, utterance)) continue;
    utterance.earlyTakes += 1;
    recognise(draft, utterance);
  }
}

/** When `onTimePassed()` has something to do next; Infinity: nothing. */
export function utterancesDueAtMs(draft: Draft): number {
  let dueAtMs = Number.POSITIVE_INFINITY;
  for (const utterance of draft.utterances) {
    const { overAtMs, isVoiced, voicedSinceMs, earlyTakes } = utterance;
    if (overAtMs !== undefined) dueAtMs = Math.min(dueAtMs, overAtMs + RECOGNITION_TIMEOUT_MS);
    else if (isVoiced) {
      if (draft.reply?.guessOf === utterance.turnId)
        dueAtMs = Math.min(dueAtMs, voicedSinceMs + GUESS_IS_WRONG_AFTER_MS);
      const takeAtMs = earlyTakeAtMs(earlyTakes);
      if (wantsEarlyTakes(draft, utterance)) dueAtMs = Math.min(dueAtMs, voicedSinceMs + takeAtMs);
    }
  }
  return dueAtMs;
}

function earlyTakeAtMs(count: number): number {
  const last = EARLY_TAKES_AT_MS.at(-1) ?? 0;
  const later = count - EARLY_TAKES_AT_MS.length + 1;
  return EARLY_TAKES_AT_MS[count] ?? last + later * LATER_TAKES_MS;
}

function wantsEarlyTakes({ reply, waiting }: Draft, { overlap, speakerId }: Utterance): boolean {
  // What they asked before waits for them to be done: for their words, not for noise.
  if (reply === undefined)
    return overlap?.isOver !== true && waiting.some((each) => each.speakerId === speakerId);
  if (reply.status === 'speaking') return overlap?.replyId === reply.replyId;
  return reply.status === 'ready' && isWaitedFor(reply, speakerId);
}

function recognise(draft: Draft, utterance: Utterance): void {
  utterance.take += 1;
  utterance.transcript = undefined;
  const { turnId, speakerId, take } = utterance;
  draft.effects.push({ type: 'recognise', turnId, speakerId, take });
}

function giveUp(draft: Draft, utterance: Utterance, reason: string): void {
  discardGuessOf(draft, utterance);
  letReplyGoOn(draft, utterance, reason);
  draft.utterances = draft.utterances.filter((other) => other !== utterance);
  const { turnId } = utterance;
  draft.effects.push({ type: 'leave-alone', turnId, reason, isTalk: false });
}
