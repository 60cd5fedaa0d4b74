/** Turn-taking's part that understands: is what was said a question to Parley? */
import { onlyAcknowledges } from './acknowledging.ts';
import { addressee } from './addressing.ts';
import { endsInStop, isFillerOnly, judgeOverlap } from './overlap.ts';
import { letReplyGoOn, speakerOf } from './overlaps.ts';
import { ask, awaitsAnswer, discardGuessOf, dropUnheard } from './replying.ts';
import {
  lastReplyTo,
  type Draft,
  type LastReply,
  type Question,
  type Utterance,
} from './turn-state.ts';

/** An answer to Parley's own question may be as short as "yeah". */
const PARLEY_ASKED_MS = 15_000;

const TOLD_TO_STOP = 'told to stop';

/** The turn is over and its words are known: it is asked, or left alone with a reason. */
export function resolve(draft: Draft, utterance: Utterance): void {
  draft.utterances = draft.utterances.filter((other) => other !== utterance);
  const sense = senseOf(draft, utterance);
  if (sense.isQuestion) {
    ask(draft, sense.question);
    return;
  }
  discardGuessOf(draft, utterance);
  letReplyGoOn(draft, utterance, sense.reason);
  if (sense.reason === TOLD_TO_STOP) dropUnheard(draft, TOLD_TO_STOP);
  const { turnId } = utterance;
  const { reason, isTalk } = sense;
  draft.effects.push({ type: 'leave-alone', turnId, reason, isTalk });
}

/** @returns what they ask Parley, if it were over now. */
export function questionOf(draft: Draft, utterance: Utterance): Question | undefined {
  const sense = senseOf(draft, utterance);
  return sense.isQuestion ? sense.question : undefined;
}

type Sense =
  | { readonly isQuestion: true; readonly question: Question }
  | { readonly isQuestion: false; readonly reason: string; readonly isTalk: boolean };

function senseOf(draft: Draft, utterance: Utterance): Sense {
  const { turnId, speakerId, overlap, hasInterrupted, startedAtMs } = utterance;
  const { text = '', isEcho = false, reason = 'no words in it' } = utterance.transcript ?? {};
  if (text === '') return leftAlone(reason, false);
  if (isEcho) return leftAlone('echo of Parley', false);
  if (!draft.hasMouth) return leftAlone('left the voice channel', true);
  const { wakeNames, addressing: mode } = draft.settings;
  const others = draft.people.filter(({ id }) => id !== speakerId);
  const otherNames = others.map(({ name }) => name);
  if (endsInStop(text, wakeNames, otherNames)) return leftAlone(TOLD_TO_STOP, false);
  const lastReply = lastReplyTo(draft, speakerId);
  const isAnswer = parleyAsked(lastReply, utterance);
  if (
    !isAnswer &&
    overlap !== undefined &&
    judgeOverlap(text, wakeNames, otherNames) === 'backchannel'
  )
    return leftAlone('backchannel', false);
  if (!isAnswer && isFillerOnly(text)) return leftAlone('asks nothing', false);
  if (!isAnswer && onlyTakesNote(lastReply, utterance, text))
    return leftAlone('takes note of it', true);
  const { isForParley, reason: why } = addressee({
    text,
    mode,
    wakeNames,
    speaker: speakerOf(draft, speakerId),
    others,
    hasInterrupted,
    awaitsAnswer: awaitsAnswer(draft, utterance),
    startedAtMs,
    ...(lastReply === undefined ? {} : { lastReply }),
  });
  if (!isForParley) return leftAlone(why, true);
  return { isQuestion: true, question: { turnId, speakerId, text, typed: false } };
}

/** Of an answer to them, that is: "Cool, thanks." */
function onlyTakesNote(
  lastReply: LastReply | undefined,
  { startedAtMs }: Utterance,
  text: string,
): boolean {
  if (lastReply === undefined) return false;
  const { endedAtMs, heardText } = lastReply;
  return onlyAcknowledges(text, { sinceMs: startedAtMs - endedAtMs, heardText });
}

function parleyAsked(lastReply: LastReply | undefined, { startedAtMs }: Utterance): boolean {
  if (lastReply === undefined) return false;
  if (startedAtMs - lastReply.endedAtMs > PARLEY_ASKED_MS) return false;
  return /[?？]["”»)]*\s*$/u.test(lastReply.heardText);
}

function leftAlone(reason: string, isTalk: boolean): Sense {
  return { isQuestion: false, reason, isTalk };
}
