/** Whether somebody only takes note of an answer: "Oh nice, good to know." wants no other one. Pure. */
import { wordsOf } from '../words.ts';
import { isBackchannel } from './backchannel.ts';

/** So soon after an answer its listeners say what they think of it. A guess. */
const ACKNOWLEDGES_MS = 2_000;

export interface JustAnswered {
  /** From the end of the reply to the beginning of the words; negative: they began over it. */
  readonly sinceMs: number;
  /** The reply, as far as it was heard. */
  readonly heardText: string;
}

/** "Let me know if you want more.": then "yes" is an answer. */
const OFFERS =
  /\b(?:let me know|if you(?:'d| would)? (?:like|want|wish|need)|just (?:ask|say)|feel free|shall i|should i)\b/iu;
/** They ask for more, alone at the end of a reply. */
const WANTS_MORE = /^(?:and|and then|go on|yes please|sure go on|please)$/u;
const AGREES =
  /\b(?:yes|yeah|yep|yup|sure|ok|okay|of course|please|definitely|absolutely|go on|no)\b/u;

/** @returns whether nobody expects an answer to it. */
export function onlyAcknowledges(text: string, { sinceMs, heardText }: JustAnswered): boolean {
  if (sinceMs > ACKNOWLEDGES_MS || !isBackchannel(text)) return false;
  const lastSentences = heardText.slice(-160);
  if (/[?？]["'”’)»*_]*\s*$/u.test(lastSentences)) return false;
  // "Really?" asks back.
  if (/[?？]["'”’)]*\s*$/u.test(text)) return false;
  const phrase = wordsOf(text).join(' ');
  return !WANTS_MORE.test(phrase) && !(OFFERS.test(lastSentences) && AGREES.test(phrase));
}
