/**
 * Whether a clause is whole before a name that ends it without a comma, so that the name is called
 * ("Tell us a joke Parley") and not its object ("Have you tried Parley?"). In doubt it is not. Pure.
 */
import type { Word } from '../words.ts';
import { INTRANSITIVE, OPENERS, TAKE_OBJECTS, WHOLE_BEFORE } from './address-words.ts';
import { opensAsking } from './asking.ts';

const BE = /^(?:is|are|was|were|am|isnt|arent|wasnt)$/u;
const DO =
  /^(?:do|does|did|dont|doesnt|didnt|will|can|could|should|would|has|have|had|may|might|must)$/u;
const PERSON =
  /^(?:i|you|he|she|we|they|it|anyone|anybody|someone|somebody|everyone|everybody|there)$/u;
const DETERMINER =
  /^(?:a|an|the|my|your|our|his|her|its|their|this|that|these|those|some|any|every|no|another|\d+)$/u;
const NUMBER =
  /^(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|thousand|million)$/u;
const PREPOSITION = /^(?:of|in|at|on|for|from|about|with|to|by|between|than|plus|minus|times)$/u;
const BREAKS_NOUN = /^(?:who|which|that|and|or|but|if|i|you|he|she|we|they)$/u;
const NAMES_SOMETHING = /^(?:call|calls|called|calling|name|named|ask|asked|make|made)$/u;
const TELLS_HOW =
  /^(?:thats|youre|its|im|this is|that is|that was|you are|you were|it is|it was|i am)$/u;
const PRAISES =
  /^(?:good|nice|great|well|bye|goodbye|cheers|sorry|see|congratulations|excellent)$/u;
const HEDGES = /(?:ly$|^(?:who|what|which|when|maybe|perhaps)$)/u;
const LETS_DO = /^(?:let|lets|help|make|watch)$/u;
const GIVES = /^(?:play|make|write|sing|read|speak|open|eat|buy|draw|recommend)$/u;
const PARTICLE = /^(?:on|up|off|down|in|out|back|away)$/u;
const TAKES_PARTICLE = /^(?:hold|hang|come|go|shut|carry|move|keep|calm|slow|speed|wake|back)$/u;
/** "are you ready", "why is it so slow". */
const STATE =
  /\b(?:is|are|was|were|am) (?:i|you|he|she|we|they|it|anyone|anybody|everybody|everyone|there)(?: (?:so|very|too|always|really|still|not|that))* \w+$/u;
/** A noun has so many words at most, with its article. */
const NOUN_WORDS = 4;

/** @param name where the name begins. */
export function isWholeBefore(words: readonly Word[], name: number): boolean {
  const clause = clauseBefore(words, name);
  const texts = clause.map(({ text }) => text);
  const last = texts.at(-1);
  if (last === undefined) return false;
  const before = texts.at(-2) ?? '';
  const isAsking = /^thanks?$/u.test(texts[0] ?? '') || opensAsking(clause, 0);
  if (PARTICLE.test(last) && TAKES_PARTICLE.test(before)) return texts.length === 2;
  if (/^(?:that|this)$/u.test(last)) return isAsking && !BE.test(before);
  if (WHOLE_BEFORE.has(last)) return !isObjectOf(last, before, texts);
  if (isObjectAsked(texts)) return true;
  if (TAKE_OBJECTS.has(last)) return false;
  if (isAsking) return isAskedWhole(clause, texts);
  if (PRAISES.test(texts[0] ?? '')) return texts.length <= 3;
  const [first = '', second = ''] = texts;
  if (!TELLS_HOW.test(first) && !TELLS_HOW.test(`${first} ${second}`)) return false;
  return texts.length > 1 && !isTransitiveForm(last) && !texts.some((word) => HEDGES.test(word));
}

/** "We call it Parley", "is it Parley?", "are you Parley?". */
function isObjectOf(last: string, before: string, texts: readonly string[]): boolean {
  if (NAMES_SOMETHING.test(before)) return true;
  return texts.length === 2 && BE.test(before) && (PERSON.test(last) || last === 'here');
}

/** "What did you say Parley?": the question word is the object. */
function isObjectAsked(texts: readonly string[]): boolean {
  const said = texts.join(' ');
  if (/^(?:whats|what (?:is|was|are|were)) .+ like$/u.test(said)) return true;
  return /^what (?:\w+ )?(?:do|does|did|can|could|will|would|should) .*\b(?:say|mean|know|see|hear|like|use)$/u.test(
    said,
  );
}

function clauseBefore(words: readonly Word[], name: number): readonly Word[] {
  let from = name - 1;
  while (from > 0 && words[from]?.isAfterBreak === false) from -= 1;
  while (from < name - 1 && isOpener(words[from]?.text ?? '')) from += 1;
  return words.slice(Math.max(0, from), name);
}

function isOpener(word: string): boolean {
  return (OPENERS.has(word) && !/^(?:thanks?|you|good|sorry)$/u.test(word)) || word === 'just';
}

/** "using", "called": what comes next is their object. */
function isTransitiveForm(word: string): boolean {
  return /(?:ing|ed)$/u.test(word) && !INTRANSITIVE.has(word);
}

function isAskedWhole(clause: readonly Word[], texts: readonly string[]): boolean {
  const [first = ''] = texts;
  const last = texts.at(-1) ?? '';
  const before = texts.at(-2) ?? '';
  if (texts.length < 2) return INTRANSITIVE.has(last);
  if (INTRANSITIVE.has(last)) return true;
  const isWhat = /^(?:what|which)$/u.test(first);
  if (isWhat && PERSON.test(before)) return true;
  if (NUMBER.test(last)) return true;
  // "Who wrote Hamlet Parley".
  if (/^\p{Lu}\p{L}/u.test(clause.at(-1)?.heard ?? '')) return true;
  if (/^(?:us|me)$/u.test(before)) return !texts.some((word) => LETS_DO.test(word));
  if (GIVES.test(before)) return !isTransitiveForm(last);
  if (STATE.test(texts.slice(-6).join(' '))) return !isTransitiveForm(last);
  return isNoun(texts, isWhat);
}

/** The last words are an article or a preposition and its noun, and not the subject of a verb. */
function isNoun(texts: readonly string[], isWhat: boolean): boolean {
  const last = texts.length - 1;
  for (let at = last - 1; at > 0 && at >= last - NOUN_WORDS; at -= 1) {
    const word = texts[at] ?? '';
    const before = texts[at - 1] ?? '';
    if (DETERMINER.test(word) || NUMBER.test(word)) {
      if (DO.test(before)) return isWhat;
      return !(BE.test(before) && isTransitiveForm(texts[last] ?? ''));
    }
    // "about how to install Parley": a verb follows.
    if (word === 'to') return false;
    if (PREPOSITION.test(word)) return true;
    if (BREAKS_NOUN.test(word)) return false;
  }
  return false;
}
