/** Whether a name that begins a clause is talked about: "Parley is slow", "The bot, Parley, knows". Pure. */
import type { Word } from '../words.ts';
import { ABOUT, NO_VERBS, REQUESTS } from './address-words.ts';
import { asksSomebody, opensAsking } from './asking.ts';

const ADVERB = /^(?:just|really|always|also|never|please|now|\w{2,}ly)$/u;
const LINK = /^(?:and|or|so|then|also|now)$/u;

/** @param to the word after the name. "Parley said", "Parley is slow"; but "Parley, is it", "Parley can you". */
export function isTalkAbout(words: readonly Word[], to: number): boolean {
  const next = words[to]?.text;
  if (next === undefined || isStopHeardAsPast(words, to)) return false;
  if (next === 'never' && words[to + 1]?.text === 'mind') return false;
  if (ADVERB.test(next) || LINK.test(next)) return isToldOfIt(words, to);
  if (!ABOUT.has(next)) return isVerbOfOthers(next);
  return !asksSomebody(words, to);
}

/** "Parley just said", "Parley and I"; but "Parley just stop", "Parley and then what", "Parley really?" */
function isToldOfIt(words: readonly Word[], to: number): boolean {
  const isLinked = LINK.test(words[to]?.text ?? '');
  let at = to;
  while (ADVERB.test(words[at]?.text ?? '') || LINK.test(words[at]?.text ?? '')) at += 1;
  const next = words[at]?.text;
  if (next === undefined) return isLinked;
  if (ABOUT.has(next) && !opensQuestion(next)) return !asksSomebody(words, at);
  if (isVerbOfOthers(next)) return true;
  return !opensAsking(words, at) && (isLinked || ABOUT.has(words[to]?.text ?? ''));
}

function opensQuestion(word: string): boolean {
  return word === 'who' || word === 'which';
}

/** "Parley misses", "Parley answered": by its ending. */
function isVerbOfOthers(word: string): boolean {
  if (REQUESTS.has(word) || NO_VERBS.has(word)) return false;
  return word.length > 4 && /(?:[^su]s|ed)$/u.test(word);
}

/** "Parley, stop" comes back as "Harley stopped", "Parley stuck". */
export function isStopHeardAsPast(words: readonly Word[], to: number): boolean {
  const rest = words.slice(to, to + 3).map((word) => word.text);
  if (rest.length > 2 || (rest[1] ?? 'it') !== 'it') return false;
  return /^(?:stopped|stopping|stuck|stock)$/u.test(rest[0] ?? '');
}

/** What a name between commas may explain: "the bot, Parley, can", "my friend, Parley, says". */
const NOUN_WORDS = 4;
const OPENS_NOUN = /^(?:the|our|my|your|his|her|their|this|that|a|an)$/u;
const IS_A_THING = /^(?:bot|robot|assistant|ai|app|program|bots|friend|thing|name|one)$/u;

/** A name set off by commas that only says who or what was just spoken of. */
export function isApposition(words: readonly Word[], from: number, to: number): boolean {
  const before = words[from - 1];
  if (before === undefined || before.isSentenceEnd) return false;
  let first = from - 1;
  while (first > 0 && words[first]?.isAfterBreak === false) first -= 1;
  const clause = words.slice(first, from).map(({ text }) => text);
  if (opensAsking(words, first)) return false;
  const nounAt = clause.findLastIndex((word) => OPENS_NOUN.test(word));
  const isThing = nounAt >= 0 && clause.length - nounAt <= 3 && IS_A_THING.test(before.text);
  if (words[to] === undefined || words[to - 1]?.isSentenceEnd === true) return isThing;
  const isNoun = OPENS_NOUN.test(clause[0] ?? '') && clause.length <= NOUN_WORDS;
  return (isNoun || isThing) && isTalkAbout(words, to);
}

/** "Parley? It's a bot.", "Parley? What is that?": the name is asked back or explained, nobody is called. */
export function isAskedBack(words: readonly Word[], to: number): boolean {
  const said = words
    .slice(to, to + 4)
    .map(({ text }) => text)
    .join(' ');
  if (words[to - 1]?.mark !== '?' || said === '') return false;
  return /^(?:its?|thats?|hes?|shes?|the|our|my|yes|yeah|no|oh|never heard)\b|^(?:what|who)(?:s| is) (?:that|this|it|he|she)$/u.test(
    said,
  );
}
