/** What stands around a mark, close to it, and what that tells. */
import { isSpace, MAX_RUN } from './characters.ts';
import { isDividedMeasure } from './opening-words.ts';
import { SHORT_WORDS } from './short-forms.ts';
import type { JudgedMark } from './speaker-tags.ts';

/** Longest stretch before a mark that can matter: the longest short form, and the words before it. */
const LOOKBACK = 48;
const LETTER = /^[\p{L}\p{M}]$/u;
const FIRST_BEYOND_ASCII = 0x80;
/** A capital of ASCII with it is the small letter. */
const CASE_BIT = 0x20;
const SMALL_A = 0x61;
const SMALL_Z = 0x7a;
/** No word that we know is longer. */
const WORD_CHARS = 16;

export type NextWord = ReturnType<typeof nextWord>;

/** What stands before the mark, as far as it matters. */
export function head({ text, at }: JudgedMark): string {
  return text.slice(Math.max(0, at - LOOKBACK), at);
}

/** The small letters of ASCII before `at`; `''` where they are only a part of a word. */
export function wordBefore(text: string, at: number): string {
  let start = at;
  for (; start > 0; start--) {
    const code = text.charCodeAt(start - 1);
    if (code < SMALL_A || code > SMALL_Z) break;
  }
  const isWhole = start === 0 || text[start - 1] === ' ';
  return isWhole ? text.slice(start, at) : '';
}

/** The last three words, the last one first; `''` where there are fewer. */
export function lastWords(text: string): readonly [string, string, string] {
  const [word, wordAt] = wordUpTo(text, text.length);
  const [before, beforeAt] = wordUpTo(text, pastSpace(text, wordAt));
  const [earlier] = wordUpTo(text, pastSpace(text, beforeAt));
  return [word, before, earlier];
}

function wordUpTo(text: string, end: number): readonly [word: string, start: number] {
  let start = end;
  while (start > 0 && !isSpace(text[start - 1] ?? '')) start -= 1;
  return [text.slice(start, end), start];
}

/** Back over white space. */
function pastSpace(text: string, from: number): number {
  let at = from;
  while (at > 0 && isSpace(text[at - 1] ?? '')) at -= 1;
  return at;
}

/** Whether the text is written with capitals, so that a small letter opens no sentence. */
export function isCased(text: string): boolean {
  return /^[^\p{L}]{0,8}\p{Lu}/u.test(text.slice(0, LOOKBACK));
}

/** "The secy. is", with a short form that is not listed. */
export function mayBeShortForm({ text, at, run }: JudgedMark): boolean {
  if ((run !== '.' && run !== '!') || !isCased(text)) return false;
  // "Panic! at the Disco", "Oh! what a day"
  if (run === '!') return true;
  const word = /(?<![\p{L}\p{N}.'’-])\p{L}{1,5}$/u.exec(text.slice(Math.max(0, at - 8), at))?.[0];
  return word !== undefined && !SHORT_WORDS.has(word.toLowerCase());
}

/** "No. 5", "App. B", but "No. I will not." */
export function numberFollows(mark: JudgedMark, next: NextWord, isCut: boolean) {
  const { text, at } = mark;
  // "Wait 10 sec. 3 others"
  if (isDigitAt(next.char)) return !/\p{Nd}\s*\p{Ll}+$/u.test(head(mark));
  if (!/^[B-HJ-Z]/u.test(next.word) || /\bnos?$/iu.test(text.slice(Math.max(0, at - 4), at)))
    return false;
  if (next.word.length === 1 && isCut) return 'unknown';
  return next.word.length === 1;
}

/** "5 ft. 3 in.", "2 hr. 30 min." */
export function smallerMeasureFollows(mark: JudgedMark): boolean | 'unknown' {
  const { text, nextAt, ended } = mark;
  if (!isDividedMeasure(/\p{L}+$/u.exec(head(mark))?.[0] ?? '')) return false;
  const opening = text.slice(nextAt, nextAt + MAX_RUN);
  if (/^\p{Nd}+(?:[.,]\p{Nd}+)?\s?(?:in|oz|ft|mins?|secs?)\P{L}/u.test(opening)) return true;
  const isCut = nextAt + opening.length === text.length && !ended;
  return isCut && /^\p{Nd}+(?:[.,]\p{Nd}*)?\s?[a-z]{0,4}$/u.test(opening) ? 'unknown' : false;
}

/** "At 5 p.m. John left", "In Feb. Ann left": the time belongs to what follows. */
export function opensWithTime({ text, at }: JudgedMark): boolean {
  return /^\s*(?:At|By|In|Around|About|Before|After|Until|Since|From|On)\s+\S+(?:\s+\S+)?$/u.test(
    text.slice(0, Math.min(at, LOOKBACK)),
  );
}

/** "From A to B.", "Y is shorter than X.": a letter that is the name of a thing. */
export function isOneOfLetters(mark: JudgedMark): boolean {
  const before = /^(.*)\s(?:and|or|nor|to|than|not|into|from)\s\p{Lu}$/su.exec(head(mark))?.[1];
  if (before === undefined) return false;
  // "A" may be an article.
  return /(?:^|[\s(])(?:[B-HJ-Z](?=[\s,]|$)|A(?=,|$|\s(?:to|and|or|nor|than)\s))/u.test(before);
}

export function isDigitAt(char: string): boolean {
  return /^\p{Nd}/u.test(char);
}

function isLetterAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < FIRST_BEYOND_ASCII)
    return (code | CASE_BIT) >= SMALL_A && (code | CASE_BIT) <= SMALL_Z;
  return LETTER.test(text[at] ?? '');
}

export function nextWord(text: string, at: number) {
  let end = at;
  while (end < text.length && end - at < WORD_CHARS && isLetterAt(text, end)) end += 1;
  return {
    word: text.slice(at, end),
    /** First character, letter or not. */
    char: text[at] ?? '',
    after: text[end] ?? '',
    isAtEnd: end === text.length,
  };
}
