/**
 * Turn-taking's part for voices over a reply, in two steps: the reply pauses at once, then the words
 * decide whether it goes on from where it was.
 */
import { addressee } from './addressing.ts';
import { habitsOf, learnEcho, learnFalseStop, learnRealStop, withHabits } from './habits.ts';
import { judgeOverlap } from './overlap.ts';
import { isHardlyHeard, isWaitedFor, putOff } from './replying.ts';
import type { Draft, Reply, Utterance } from './turn-state.ts';
import { findWakeName } from './wake-name.ts';

/** After so many false stops in a row, a person's voice lowers the reply instead of pausing it. */
const FALSE_STOPS_BEFORE_LOWERING = 2;

/** After so many echoes in a row, their sound alone means nothing any more; their words still do. */
const ECHOES_BEFORE_IGNORING = 2;

/** Words that tell, while somebody is still speaking, that they mean to say something. */
const WORDS_OF_SPEECH = 2;
const WORDS_OF_OTHERS_TALK = 3;

const LONGEST_BACKCHANNEL_WORDS = 4;

/** While they go on speaking, one harmless answer may be the beginning of more; two are enough. */
const HARMLESS_ANSWERS = 2;

/** Silent for so long and still nothing recognised: the reply goes on, and stops again if it must. */
const UNDECIDED_MS = 600;

/** Voice for so long and still nothing that decides: a person who talks on is not fought. */
const TALKS_ON_MS = 1600;

/** …unless the reply is for somebody else: their talk, or music, is not waited for any longer. */
const OTHERS_TALK_ON_MS = 900;

/** A person's voice was noticed, maybe over a reply. */
export function noticeOverlap(draft: Draft, utterance: Utterance): void {
  const { reply } = draft;
  if (reply?.status !== 'speaking') return;
  const { falseStops, echoes } = habitsOf(draft.habits, utterance.speakerId);
  const how =
    echoes >= ECHOES_BEFORE_IGNORING
      ? 'none'
      : falseStops >= FALSE_STOPS_BEFORE_LOWERING
        ? 'lowered'
        : 'paused';
  utterance.overlap = { replyId: reply.replyId, how, answers: 0, harmless: 0, isOver: false };
  settleOverlaps(draft, utterance.speakerId, '');
}

/** Something of the utterance was recognised: does the reply go on? */
export function judgeOverlapOf(draft: Draft, utterance: Utterance): void {
  const { reply } = draft;
  if (utterance.transcript === undefined) return;
  if (reply?.status !== 'speaking') {
    judgeHeldReply(utterance);
    return;
  }
  const { replyId } = reply;
  if (utterance.overlap?.replyId !== replyId)
    utterance.overlap = { replyId, how: 'none', answers: 0, harmless: 0, isOver: true };
  const { overlap } = utterance;
  overlap.answers += 1;
  const { ends, verdict } = verdictOf(draft, reply, utterance);
  if (ends === true) {
    endReply(draft, reply, utterance, verdict);
    return;
  }
  if (ends === 'unknown') return;
  overlap.harmless += 1;
  if (utterance.isVoiced && overlap.harmless < HARMLESS_ANSWERS && verdict !== OTHERS) return;
  const change = verdict === ECHO ? learnEcho : learnFalseStop;
  if (!overlap.isOver) draft.habits = withHabits(draft.habits, utterance.speakerId, change);
  letReplyGoOn(draft, utterance, verdict);
}

const ECHO = 'echo of Parley';
const OTHERS = 'others talking';
const TOLD_TO_STOP = 'told to stop';

interface Verdict {
  readonly ends: boolean | 'unknown';
  readonly verdict: string;
}

function verdictOf(draft: Draft, reply: Reply, utterance: Utterance): Verdict {
  const { text = '', isEcho = false, reason } = utterance.transcript ?? {};
  if (isEcho) return { ends: false, verdict: ECHO };
  if (text === '') return { ends: false, verdict: reason ?? 'noise' };
  const { wakeNames, addressing } = draft.settings;
  const others = draft.people.filter(({ id }) => id !== utterance.speakerId);
  const otherNames = others.map(({ name }) => name);
  const kind = judgeOverlap(text, wakeNames, otherNames);
  if (kind === 'stop') return { ends: true, verdict: TOLD_TO_STOP };
  if (kind === 'backchannel') return { ends: false, verdict: 'backchannel' };
  if (kind === 'nothing') return { ends: false, verdict: 'noise' };
  const words = wordsBeyondBackchannel(text, wakeNames, otherNames);
  const isTooShort = utterance.isVoiced && words < WORDS_OF_SPEECH;
  const isAsker = isWaitedFor(reply, utterance.speakerId);
  if (findWakeName(text, wakeNames, otherNames) !== undefined)
    return { ends: true, verdict: 'called by its name' };
  if (isTooShort) return { ends: 'unknown', verdict: '' };
  if (addressing === 'always' || others.length === 0) return { ends: true, verdict: 'spoken to' };
  const { reason: why } = addressee({
    text,
    mode: 'auto',
    wakeNames,
    speaker: speakerOf(draft, utterance.speakerId),
    others,
    hasInterrupted: isAsker,
    awaitsAnswer: false,
    startedAtMs: utterance.startedAtMs,
  });
  const isForOthers = why === 'named somebody else' || why === 'said to the others';
  if (isAsker && !isForOthers) return { ends: true, verdict: 'spoken to' };
  const isFragment = text.split(/\s+/u).length < WORDS_OF_OTHERS_TALK;
  if (utterance.isVoiced && isFragment) return { ends: 'unknown', verdict: '' };
  return { ends: false, verdict: OTHERS };
}

/** "Oh wow, that's" may become "oh wow, that's amazing": what follows such a beginning counts. */
function wordsBeyondBackchannel(
  text: string,
  wakeNames: readonly string[],
  otherNames: readonly string[],
): number {
  const words = text.split(/\s+/u);
  for (let count = Math.min(words.length - 1, LONGEST_BACKCHANNEL_WORDS); count > 0; count--) {
    const beginning = words.slice(0, count).join(' ');
    if (judgeOverlap(beginning, wakeNames, otherNames) === 'backchannel')
      return words.length - count;
  }
  return words.length;
}

/** A reply that waits for its asker to end need not wait for noise. */
function judgeHeldReply(utterance: Utterance): void {
  const { text = '', isEcho = false } = utterance.transcript ?? {};
  if (!utterance.isVoiced || (text !== '' && !isEcho)) return;
  utterance.overlap ??= { replyId: 0, how: 'none', answers: 0, harmless: 0, isOver: false };
  utterance.overlap.harmless += 1;
  if (utterance.overlap.harmless >= HARMLESS_ANSWERS) utterance.overlap.isOver = true;
}

function endReply(draft: Draft, reply: Reply, utterance: Utterance, verdict: string): void {
  const { speakerId } = utterance;
  const isOwn = isWaitedFor(reply, speakerId);
  // Its asker has heard nothing of it, and did not stop it: they get it after this.
  if (!isOwn && verdict !== TOLD_TO_STOP && isHardlyHeard(reply, utterance.startedAtMs))
    putOff(draft);
  else {
    const reason = { kind: 'barge-in', speakerId, verdict } as const;
    draft.effects.push({ type: 'abort-reply', replyId: reply.replyId, reason });
    draft.reply = undefined;
  }
  utterance.hasInterrupted = isOwn;
  draft.habits = withHabits(draft.habits, speakerId, learnRealStop);
}

/** Nothing in the utterance keeps the reply from going on. */
export function letReplyGoOn(draft: Draft, utterance: Utterance, verdict: string): void {
  if (utterance.overlap === undefined || utterance.overlap.isOver) return;
  utterance.overlap.isOver = true;
  settleOverlaps(draft, utterance.speakerId, verdict);
}

/** What time alone brings about. */
export function onOverlapTimePassed(draft: Draft): void {
  const { reply } = draft;
  if (reply?.status !== 'speaking') return;
  for (const utterance of draft.utterances) {
    const { overlap } = utterance;
    if (overlap === undefined || overlap.isOver || overlap.replyId !== reply.replyId) continue;
    if (draft.nowMs < undecidedUntilMs(draft, reply, utterance)) continue;
    if (utterance.isVoiced && overlap.harmless === 0 && isTheirs(draft, reply, utterance)) {
      endReply(draft, reply, utterance, 'talks on');
      return;
    }
    letReplyGoOn(draft, utterance, 'no words in time');
  }
}

/** When `onOverlapTimePassed()` has something to do next; Infinity: nothing. */
export function overlapsDueAtMs(draft: Draft): number {
  const { reply } = draft;
  if (reply?.status !== 'speaking') return Number.POSITIVE_INFINITY;
  const dueAtMs = draft.utterances
    .filter(({ overlap }) => overlap?.isOver === false && overlap.replyId === reply.replyId)
    .map((utterance) => undecidedUntilMs(draft, reply, utterance));
  return Math.min(Number.POSITIVE_INFINITY, ...dueAtMs);
}

function undecidedUntilMs(draft: Draft, reply: Reply, utterance: Utterance): number {
  const { isVoiced, voicedSinceMs, offsetAtMs } = utterance;
  if (!isVoiced) return offsetAtMs + UNDECIDED_MS;
  return voicedSinceMs + (isTheirs(draft, reply, utterance) ? TALKS_ON_MS : OTHERS_TALK_ON_MS);
}

/** The reply is for them, or there is nobody else. */
function isTheirs(draft: Draft, reply: Reply, { speakerId }: Utterance): boolean {
  return isWaitedFor(reply, speakerId) || draft.people.every(({ id }) => id === speakerId);
}

/** Pauses, lowers or resumes the reply, as the voices over it want it. */
export function settleOverlaps(draft: Draft, speakerId: string, verdict: string): void {
  const { reply } = draft;
  if (reply?.status !== 'speaking') return;
  const { replyId } = reply;
  const over = draft.utterances.filter(
    ({ overlap }) => overlap?.isOver === false && overlap.replyId === replyId,
  );
  const wantsPause = over.some(({ overlap }) => overlap?.how === 'paused');
  const wantsLower = over.some(({ overlap }) => overlap?.how === 'lowered');
  if (wantsPause && !reply.isPaused) {
    reply.isPaused = true;
    draft.effects.push({ type: 'pause-reply', replyId, speakerId });
  } else if (!wantsPause && (reply.isPaused || (reply.isLowered && !wantsLower))) {
    reply.isPaused = false;
    reply.isLowered = false;
    draft.effects.push({ type: 'resume-reply', replyId, speakerId, verdict });
  }
  if (!reply.isPaused && wantsLower && !reply.isLowered) {
    reply.isLowered = true;
    draft.effects.push({ type: 'lower-reply', replyId, speakerId });
  }
}

export function speakerOf(draft: Draft, speakerId: string) {
  return draft.people.find(({ id }) => id === speakerId) ?? { id: speakerId, name: '' };
}
