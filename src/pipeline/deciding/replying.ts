/** Turn-taking's part that answers: which question is next, guesses, and when the floor is free. */
import { isSameMatter } from './same-matter.ts';
import { isSameWords } from './same-words.ts';
import type { AbortReason, Draft, Question, Reply, Utterance } from './turn-state.ts';

/** More unanswered questions than this and the oldest are let go. */
const MAX_WAITING = 8;

/** Replies that may be begun and thrown away on one turn (LiveKit's bound). */
const MAX_GUESSES = 3;

/** A reply waits so long for a gap among others who are talking, and then speaks. */
const FLOOR_WAIT_MS = 2500;
const FLOOR_GAP_MS = 300;

/** Whether the reply is for that person's spoken words. */
export function isWaitedFor(reply: Reply | undefined, speakerId: string): boolean {
  return reply?.questions.some((q) => !q.typed && q.speakerId === speakerId) === true;
}

/** So soon into an answer nobody has understood any of it. */
const HARDLY_HEARD_MS = 300;

/** Whether what began at `atMs` is no answer to the reply: nothing of it had been understood. */
export function isHardlyHeard(reply: Reply | undefined, atMs: number): boolean {
  return reply?.status !== 'speaking' || atMs - reply.releasedAtMs <= HARDLY_HEARD_MS;
}

/** Whether they asked something before this, and have heard nothing of the answer yet. */
export function awaitsAnswer(
  { reply, waiting }: Draft,
  { turnId, speakerId }: Pick<Utterance, 'turnId' | 'speakerId'>,
): boolean {
  const unheard = reply === undefined || reply.status === 'speaking' ? [] : reply.questions;
  return [...waiting, ...unheard].some(
    (other) => !other.typed && other.speakerId === speakerId && other.turnId !== turnId,
  );
}

/**
 * Begins to answer what they have said so far, though they may go on.
 *
 * @param question what they ask, if they are done; undefined: nothing.
 */
export function guess(draft: Draft, utterance: Utterance, question: Question | undefined): void {
  const { reply } = draft;
  if (reply?.guessOf === utterance.turnId) {
    const asked = reply.questions.at(-1);
    if (question !== undefined && asked !== undefined && isSameWords(asked.text, question.text))
      return;
    discardGuessOf(draft, utterance);
  }
  if (question === undefined || utterance.speculations >= MAX_GUESSES) return;
  if (draft.reply === undefined) {
    // Somebody else's turn is certain: it comes first.
    if (draft.waiting.some(({ speakerId }) => speakerId !== question.speakerId)) return;
    utterance.speculations += 1;
    const before = draft.waiting;
    draft.waiting = [];
    start(draft, [...before, question], utterance.turnId);
  } else if (joins(draft.reply, question)) {
    utterance.speculations += 1;
    const { questions } = draft.reply;
    abort(draft, { kind: 'joined' });
    start(draft, [...questions, question], utterance.turnId);
  }
}

/** What was guessed about the utterance is wrong. */
export function discardGuessOf(draft: Draft, { turnId }: Utterance): void {
  if (draft.reply?.guessOf === turnId) discardGuess(draft);
}

function discardGuess(draft: Draft): void {
  const { reply } = draft;
  if (reply === undefined) return;
  draft.waiting.unshift(...reply.questions.filter(({ turnId }) => turnId !== reply.guessOf));
  abort(draft, { kind: 'discarded' });
}

/** The reply is given later, from its beginning. */
export function putOff(draft: Draft): void {
  draft.waiting.unshift(...(draft.reply?.questions ?? []));
  abort(draft, { kind: 'discarded' });
}

/** A question that is certain: answered now, with others, or after them. */
export function ask(draft: Draft, question: Question): void {
  const { reply } = draft;
  if (reply !== undefined && reply.guessOf === question.turnId) {
    const asked = reply.questions.at(-1);
    if (asked !== undefined && isSameWords(asked.text, question.text)) {
      reply.guessOf = undefined;
      const { replyId, questions } = reply;
      draft.effects.push({ type: 'confirm-reply', replyId, questions });
      return;
    }
    discardGuess(draft);
  } else if (reply?.guessOf !== undefined) {
    // Somebody else may or may not be done; this is certain.
    discardGuess(draft);
  }
  if (draft.reply !== undefined && joins(draft.reply, question)) {
    const { questions } = draft.reply;
    abort(draft, { kind: 'joined' });
    start(draft, [...questions, question], undefined);
    return;
  }
  draft.waiting.push(question);
  while (draft.waiting.length > MAX_WAITING) {
    const { turnId } = draft.waiting.shift() ?? question;
    const reason = 'too many questions at once';
    draft.effects.push({ type: 'leave-alone', turnId, reason, isTalk: true });
  }
}

/** Nothing of the reply was heard yet, and the question belongs to what it answers. */
function joins(reply: Reply, question: Question): boolean {
  if (reply.status === 'speaking' || question.typed || reply.guessOf !== undefined) return false;
  if (reply.questions.some(({ typed }) => typed)) return false;
  return reply.questions.some(
    (other) => other.speakerId === question.speakerId || isSameMatter(other.text, question.text),
  );
}

/** With nothing being answered, begins with what is due. */
export function startNext(draft: Draft): void {
  if (draft.reply !== undefined || !draft.hasMouth) return;
  // Who is speaking again may be adding to their question.
  const isDue = ({ typed, speakerId }: Question) =>
    typed ||
    draft.utterances.every(
      (utterance) => utterance.speakerId !== speakerId || utterance.overlap?.isOver === true,
    );
  const first = draft.waiting.find(isDue);
  if (first === undefined) return;
  const isTogether = (question: Question) =>
    question === first ||
    (!first.typed &&
      !question.typed &&
      isDue(question) &&
      (question.speakerId === first.speakerId || isSameMatter(question.text, first.text)));
  const questions = draft.waiting.filter(isTogether);
  draft.waiting = draft.waiting.filter((question) => !questions.includes(question));
  start(draft, questions, undefined);
}

function start(draft: Draft, questions: readonly Question[], guessOf: string | undefined): void {
  draft.lastReplyId += 1;
  const replyId = draft.lastReplyId;
  draft.reply = {
    replyId,
    questions,
    status: 'thinking',
    guessOf,
    readyAtMs: 0,
    releasedAtMs: 0,
    isPaused: false,
    isLowered: false,
  };
  const isGuess = guessOf !== undefined;
  draft.effects.push({ type: 'start-reply', replyId, questions, isGuess });
  if (!isGuess) draft.effects.push({ type: 'confirm-reply', replyId, questions });
}

function abort(draft: Draft, reason: AbortReason): void {
  if (draft.reply === undefined) return;
  draft.effects.push({ type: 'abort-reply', replyId: draft.reply.replyId, reason });
  draft.reply = undefined;
}

/** A reply of which nothing was heard yet is not wanted any more. */
export function dropUnheard(draft: Draft, reason: string): void {
  const { reply } = draft;
  if (reply === undefined || reply.status === 'speaking' || reply.guessOf !== undefined) return;
  abort(draft, { kind: 'stop', reason });
}

/** Silence now, and nothing more about what was asked. */
export function stop(draft: Draft, reason: string): void {
  const { reply } = draft;
  const dropped = draft.waiting;
  draft.waiting = [];
  if (reply?.guessOf !== undefined) {
    dropped.push(...reply.questions.filter(({ turnId }) => turnId !== reply.guessOf));
    abort(draft, { kind: 'discarded' });
  } else abort(draft, { kind: 'stop', reason });
  const over = draft.utterances.filter(({ overAtMs }) => overAtMs !== undefined);
  draft.utterances = draft.utterances.filter(({ overAtMs }) => overAtMs === undefined);
  for (const { turnId } of [...dropped, ...over])
    draft.effects.push({ type: 'leave-alone', turnId, reason, isTalk: false });
}

/** Lets the sound of the reply out when it is certain and the floor is free. */
export function releaseIfFree(draft: Draft): void {
  const { reply } = draft;
  if (reply?.status !== 'ready' || draft.nowMs < floorFreeAtMs(draft, reply)) return;
  reply.status = 'speaking';
  reply.releasedAtMs = draft.nowMs;
  draft.effects.push({ type: 'release-reply', replyId: reply.replyId });
}

/** Infinity: not before something happens. */
export function replyDueAtMs(draft: Draft): number {
  const { reply } = draft;
  return reply?.status === 'ready' ? floorFreeAtMs(draft, reply) : Number.POSITIVE_INFINITY;
}

function floorFreeAtMs(draft: Draft, reply: Reply): number {
  if (reply.guessOf !== undefined) return Number.POSITIVE_INFINITY;
  let freeAtMs = 0;
  const { lastVoice } = draft;
  // Somebody else has just stopped; the next one of them may be about to answer.
  if (lastVoice !== undefined && !isWaitedFor(reply, lastVoice.speakerId))
    freeAtMs = Math.min(lastVoice.atMs + FLOOR_GAP_MS, reply.readyAtMs + FLOOR_WAIT_MS);
  for (const { speakerId, isVoiced, lastVoicedAtMs, overlap } of draft.utterances) {
    if (overlap?.isOver === true) continue;
    // The asker goes on: it is known only then whether they said anything more.
    if (isWaitedFor(reply, speakerId)) return Number.POSITIVE_INFINITY;
    const gapAtMs = isVoiced ? Number.POSITIVE_INFINITY : lastVoicedAtMs + FLOOR_GAP_MS;
    freeAtMs = Math.max(freeAtMs, Math.min(gapAtMs, reply.readyAtMs + FLOOR_WAIT_MS));
  }
  return freeAtMs;
}
