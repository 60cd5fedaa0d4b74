/**
 * Whether words go on: what the fall of a voice does not tell, its last words may. Pure.
 *
 * Punctuation tells little: Moonshine ends "What is the weather in" with a question mark and "Play
 * some music" with a comma. So only commas after words that open something count.
 */
import { wordsOf } from '../words.ts';
import { OPENERS } from './address-words.ts';
import { isDictationDangling } from './dictation.ts';
import { isHalfAsked, isOnlyBegun } from './half-asked.ts';
import {
  ASKS_ONLY,
  AUXILIARIES,
  CLOSING,
  CONTRACTED,
  DETERMINERS,
  ELLIPTICAL,
  INTRODUCTIONS,
  NEVER_LAST,
  OPENS_CLAUSE,
  OPENS_SUBORDINATE,
  PREPOSITIONS,
  PRONOUNS,
  RELATES,
} from './ending-words.ts';

/** All that is looked at: the end of what was said. */
const TAIL_CHARS = 300;

/** @returns whether what was said so far plainly goes on. */
export function soundsUnfinished(text: string): boolean {
  const tail = text.trimEnd().slice(-TAIL_CHARS);
  const sentence = lastSentence(tail);
  const words = wordsOf(sentence);
  const last = words.at(-1);
  if (last === undefined) return false;
  if (/(?:\.{3,}|…|[;:–—-])["'”’)]*$/u.test(tail)) return true;
  if ((NEVER_LAST.has(last) && !isLetter(sentence)) || CONTRACTED.has(last)) return true;
  if (isDictationDangling(wordsOf(tail))) return true;
  const isQuestion = /[?？]["'”’)»]*$/u.test(tail);
  const said = words.join(' ');
  if (ELLIPTICAL.test(said)) return false;
  if (isHalfAsked(words, isQuestion) || isHalfAsked(afterName(sentence), false)) return true;
  if (!isQuestion && isOnlyBegun(sentence)) return true;
  if (ASKS_ONLY.test(said) && !(isQuestion && words.length === 2)) return true;
  if (OPENS_CLAUSE.test(words.slice(-6).join(' ')) && !isQuestion && !isNegated(words)) return true;
  if (/,["'”’)]*$/u.test(tail) && isIntroduction(sentence, words)) return true;
  if (isHalfSubordinate(sentence, words, isQuestion)) return true;
  return endsOnLink(words, last, isQuestion);
}

/** "Vitamin A", "the letter Y" end with no article. */
function isLetter(sentence: string): boolean {
  return /\s\p{Lu}$/u.test(sentence);
}

/** What comes after "Parley," or "hey Parley,"; nothing where no such call stands before it. */
function afterName(sentence: string): readonly string[] {
  const [call = '', ...more] = sentence.split(',');
  const called = wordsOf(call);
  if (more.length !== 1 || called.length > 2 || called.every((word) => OPENERS.has(word)))
    return [];
  return wordsOf(more[0] ?? '');
}

/** The text after the last full stop within it. */
function lastSentence(tail: string): string {
  const trimmed = tail.replace(/[\s.!?…？,"'”’)»]+$/u, '');
  const from = /^[\s\S]*[.!?…？]\s/u.exec(trimmed)?.[0].length ?? 0;
  return trimmed.slice(from);
}

/** "Well, I mean," — all that was said only leads to something. */
function isIntroduction(sentence: string, words: readonly string[]): boolean {
  const lastClause = wordsOf(sentence.slice(sentence.lastIndexOf(',') + 1));
  return INTRODUCTIONS.has(lastClause.join(' ')) || OPENS_SUBORDINATE.has(words[0] ?? '');
}

/** "If I had a million dollars." — and what then? */
function isHalfSubordinate(
  sentence: string,
  words: readonly string[],
  isQuestion: boolean,
): boolean {
  const first = words.find((word) => !/^(?:so|well|and|but|um|uh|ok|okay)$/u.test(word));
  if (first === undefined || !OPENS_SUBORDINATE.has(first)) return false;
  return words.length <= 9 && !isQuestion && !sentence.includes(',') && !words.includes('then');
}

/** "Who is the appointment with?" is whole, "What is the weather in?" is not. */
const STRANDED = /^(?:with|from|for|at|to)$/u;

/** Ends in a preposition or an auxiliary that has nothing before it to belong to. */
function endsOnLink(words: readonly string[], last: string, isQuestion: boolean): boolean {
  const before = words.at(-2) ?? '';
  const relates = words.slice(0, -2).some((word) => RELATES.has(word));
  if (PREPOSITIONS.has(last)) {
    // "the weather in", "a story about", but "what is it like", "where are you from".
    if (isRelative(words)) return false;
    const hasNoun = DETERMINERS.has(words.at(-3) ?? '') && !PRONOUNS.has(before);
    if (hasNoun && !(isQuestion && STRANDED.test(last))) return true;
    return !isQuestion && !relates && !isNegated(words) && words.length > 2;
  }
  if (!AUXILIARIES.has(last) || words.length < 3) return false;
  // "the answer would be", "my name is", but "I do", "what the answer is", "yes it was".
  return (
    !PRONOUNS.has(before) &&
    !before.endsWith('ly') &&
    !AUXILIARIES.has(before) &&
    !relates &&
    !isQuestion &&
    !isNegated(words)
  );
}

/** "the place I live in", "a girl he works with": the noun before it is what it links. */
function isRelative(words: readonly string[]): boolean {
  const subject = words.findLastIndex((word, at) => at < words.length - 2 && SUBJECT.test(word));
  if (subject < 2 || words.length - subject > 4) return false;
  return words.slice(Math.max(0, subject - 3), subject - 1).some((word) => DETERMINERS.has(word));
}

const SUBJECT = /^(?:i|you|we|they|he|she|im|youre|were|theyre|hes|shes)$/u;

/** "I don't want to." is whole. */
function isNegated(words: readonly string[]): boolean {
  return words.some((word) =>
    /^(?:not|never|dont|didnt|doesnt|cant|wont|wouldnt|love|used|than)$/u.test(word),
  );
}

/** @returns whether the words are plainly complete. */
export function soundsFinished(text: string): boolean {
  const tail = text.trimEnd().slice(-TAIL_CHARS);
  const words = wordsOf(tail);
  if (words.length === 0 || soundsUnfinished(text)) return false;
  if (/[?？]["'”’)»]*$/u.test(tail)) return true;
  return CLOSING.test(words.slice(-5).join(' '));
}
