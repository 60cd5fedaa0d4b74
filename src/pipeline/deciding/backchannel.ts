/** Whether words only show that somebody listens, or what they think of what they hear. Pure. */
import { wordsOf } from '../words.ts';
import {
  BACKCHANNEL_PHRASES,
  BACKCHANNEL_WORDS,
  isHum,
  isOneSyllable,
  JUDGING_WORDS,
  JUDGMENT_LEADS,
} from './small-words.ts';

/** More words than that are no mere sign of listening, whatever they are. */
const MAX_BACKCHANNEL_WORDS = 6;
const MAX_PHRASE_WORDS = 5;

export function isBackchannel(text: string): boolean {
  const words = wordsOf(text);
  if (isOneSyllable(words)) return true;
  if (words.length === 0 || words.length > MAX_BACKCHANNEL_WORDS) return false;
  const asksHow = /[?？]/u.test(text) && words.includes('how');
  // How far into the words one gets.
  const reached = new Set([0]);
  for (let at = 0; at < words.length; at += 1) {
    if (!reached.has(at)) continue;
    for (let length = 1; length <= MAX_PHRASE_WORDS && at + length <= words.length; length += 1)
      if (isSmall(words.slice(at, at + length), asksHow)) reached.add(at + length);
  }
  return reached.has(words.length);
}

function isSmall(phrase: readonly string[], asksHow: boolean): boolean {
  const [first = '', ...more] = phrase;
  if (
    more.length === 0 &&
    (BACKCHANNEL_WORDS.has(first) || JUDGING_WORDS.has(first) || isHum(first))
  )
    return true;
  // "How sad." is one, "How big?" is a question.
  return BACKCHANNEL_PHRASES.has(phrase.join(' ')) || (!asksHow && isJudgment(phrase));
}

/** "that's really cool", "how sad", "so impressive". */
const TAILS = /^(?:stuff|one|story|fact|to (?:know|hear))?$/u;

function isJudgment(phrase: readonly string[]): boolean {
  const at = phrase.findLastIndex((word) => JUDGING_WORDS.has(word));
  if (at === -1) return false;
  const leads = phrase.slice(0, at).join(' ');
  return (leads === '' || JUDGMENT_LEADS.test(leads)) && TAILS.test(phrase.slice(at + 1).join(' '));
}
