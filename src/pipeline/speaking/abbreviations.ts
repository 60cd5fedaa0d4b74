/** Full stops that need not end a sentence: which words carry one, and what may follow it. */
import {
  BEFORE_ANSWER,
  BEFORE_NUMBER,
  BEFORE_PRONOUN,
  CALENDAR,
  CAPITAL_ONLY,
  COMPANIES,
  DEGREES,
  GERMAN_DETERMINERS,
  LETTERED,
  MAY_END,
  MEASURES,
  NEVER_ENDS,
  TITLES,
  WHOLE_WORDS,
} from './short-forms.ts';

/** What the word before a full stop tells about it. */
export type StopKind =
  /** Nothing special: the stop ends a sentence. */
  | 'ordinary'
  /** A title or a connective ("Dr.", "e.g."): something always follows. */
  | 'never-ends'
  /** "1.", "a." where an item begins. */
  | 'item-number'
  /** "No. 5": a number follows, otherwise the word is an ordinary one. */
  | 'before-number'
  /** "p. 12": no word of its own, so it goes on in lower case as well ("p. ej."). */
  | 'before-number-only'
  /** "3." in "am 3. Oktober". */
  | 'day-number'
  /** "am 3. Rennen": ends only when a usual opening word follows. */
  | 'ordinal'
  /** "U.S.", "Jr.": ends a sentence only when a usual opening word follows. */
  | 'may-end'
  /** "Inc.": ends one unless an office or another short form follows. */
  | 'company'
  /** "Feb.": ends one unless a number or another part of a date follows. */
  | 'calendar'
  /** "v." in "Roe v. Wade". */
  | 'versus'
  /** "J.": the same, but "Le" and "La" may be parts of the name. */
  | 'initial'
  /** "z." in "z. B.": goes on with another letter. */
  | 'small-letter'
  /** "5 p.m.": ends one unless a time zone or a day follows. */
  | 'time'
  /** "etc.": ends one unless the text goes on in lower case. */
  | 'open-list'
  /** No vowel, no capital ("tbsp."): perhaps a short form we do not list. */
  | 'unknown-short-form';

/** What stands before a full stop. */
export interface StopContext {
  /** Back to white space, opening marks stripped. */
  readonly word: string;
  /** The word before that one, `''` where the piece begins. */
  readonly before: string;
  /** And the one before it. */
  readonly earlier: string;
  /** Up to here a number that opens the piece is that of an item. */
  readonly itemsMost: number;
}

const SINGLE_LETTERS_WITH_STOPS = /^(?:\p{L}\.)+\p{L}$/u;
/** Marks of a list item, a heading or a quoted line. */
const LINE_MARK = /^(?:#{1,6}|[-*+•>])$/u;
const DATE = /^(?:[12]?\d|3[01]|0[1-9])(?:\.(?:0?[1-9]|1[0-2]))?$/u;
const ROMAN = /^[IVX]{2,6}$/u;
const BEFORE_STREET = /^(?:on|at|off|to|down|up|\d+)$/iu;
/** A limit above it tells that the piece begins with its line. */
const INLINE_MOST = 100;
/** "Hmm." */
const SOUND = /^(?:h*m+|s+h+|p+f+t*|g+r+|b+r+|p+s+t|t+s+k)$/iu;

const LISTED: ReadonlySet<string> = new Set(
  [NEVER_ENDS, BEFORE_NUMBER, MAY_END, CALENDAR, DEGREES, MEASURES].flatMap((list) => [...list]),
);

/** Whether a stop behind such a word is an ordinary one, whatever stands before it; spares most sentences the rest. */
export function isPlainWord(word: string): boolean {
  if (word.length < 3 || !/^[a-z]*[aeiou][a-z]*$/u.test(word)) return false;
  return !LISTED.has(word) && word !== 'etc' && word !== 'usw' && !word.endsWith('str');
}

export function stopKind({ word, before, earlier, itemsMost }: StopContext): StopKind {
  if (word === '' || /[/@\\_]/u.test(word)) return 'ordinary';
  const opensPiece = before === '' || (earlier === '' && LINE_MARK.test(before));
  const lower = word.toLowerCase();
  const isCapital = /^\p{Lu}/u.test(word);

  if (/^\d+(?:\.\d+)*$/u.test(word))
    return numberKind(word, before, earlier, opensPiece, itemsMost);
  if (/^[ap]\.?m$/u.test(lower) && (lower.includes('.') || /\d$/u.test(before))) return 'time';
  if (/^\d+(?:[:.]\d\d)?[ap]\.?m$/u.test(lower)) return 'time';
  // Spanish: "5 p. m."
  if (lower === 'm' && /^[ap]\.$/u.test(before) && /\d$/u.test(earlier)) return 'time';
  if (/^\p{Lu}\.-\p{Lu}$/u.test(word)) return 'initial';
  if (lower === 'etc' || lower === 'usw' || lower.endsWith('str')) return 'open-list';
  if (before === 'et' && word === 'al') return 'may-end';
  // "p. ej.", "p. ex."
  if (before === 'p.' && /^e[jx]$/u.test(word)) return 'never-ends';
  // "on Elm Dr."
  if (word === 'Dr' && /^\p{Lu}\p{L}+$/u.test(before) && BEFORE_STREET.test(earlier))
    return 'may-end';
  if (NEVER_ENDS.has(lower) || TITLES.has(word)) return 'never-ends';
  if (DEGREES.has(lower)) {
    // "an M.D.", "Ann Lee, M.D.", but "J.D. Salinger"
    const isTitled = before.endsWith(',') && /^\p{Lu}/u.test(earlier);
    const isHad = isTitled || /^(?:an?|the|my|his|her)$/iu.test(before);
    const isName = SINGLE_LETTERS_WITH_STOPS.test(word) && !isHad;
    return isName ? 'may-end' : 'unknown-short-form';
  }
  if (word === 'no' && BEFORE_ANSWER.has(before.toLowerCase())) return 'ordinary';
  if (BEFORE_NUMBER.has(word.length === 1 ? word : lower))
    return WHOLE_WORDS.has(lower) ? 'before-number' : 'before-number-only';
  // "A. Open it." where a line begins
  const opensLine = opensPiece && itemsMost > INLINE_MOST;
  if (opensLine && /^(?:[A-HJ-Z]|[IVX]{2,5})$/u.test(word)) return 'item-number';
  if (/^\p{L}$/u.test(word)) return letterKind(word, before, earlier, opensPiece);
  if (SINGLE_LETTERS_WITH_STOPS.test(word)) return 'may-end';
  if (ROMAN.test(word)) return 'unknown-short-form';
  if (COMPANIES.has(word)) return 'company';
  if (CALENDAR.has(lower) && (isCapital || !CAPITAL_ONLY.has(lower))) return 'calendar';
  if (word !== 'EST' && MAY_END.has(lower) && (isCapital || !CAPITAL_ONLY.has(lower)))
    return 'may-end';
  // "20 Min. Verspätung": in German the capital is no sign of a sentence.
  if (/^(?:Min|Sek|Std)$/u.test(word) && /^\p{Nd}/u.test(before)) return 'may-end';
  if (MEASURES.has(lower)) return 'unknown-short-form';
  // "Pr.", "Bldg.": a short form that is not listed.
  if (/^[B-DF-HJ-NP-TV-Z][b-df-hj-np-tv-xz]{1,4}$/u.test(word) && !SOUND.test(word))
    return 'may-end';
  return /^[\p{Ll}--[aeiouyäöüáéíóúàèìòùâêîôûå]]{2,6}$/v.test(word)
    ? 'unknown-short-form'
    : 'ordinary';
}

function numberKind(
  word: string,
  before: string,
  earlier: string,
  opensPiece: boolean,
  itemsMost: number,
): StopKind {
  const isItem = /^\d{1,3}(?:\.|$)/u.test(word) && Number.parseInt(word, 10) <= itemsMost;
  if (opensPiece && isItem) return 'item-number';
  if (word === '1' && before.endsWith(':')) return 'item-number';
  // "I am 12." is English.
  const isGerman = GERMAN_DETERMINERS.has(before.toLowerCase()) && earlier !== 'I';
  if (isGerman && (DATE.test(word) || /^\d{1,3}$/u.test(word))) return 'ordinal';
  return DATE.test(word) ? 'day-number' : 'ordinary';
}

function letterKind(word: string, before: string, earlier: string, opensPiece: boolean): StopKind {
  const follows = /^\p{L}\.$/u.test(before) ? before.slice(0, 1) : '';
  if (/^\p{Ll}$/u.test(follows)) {
    // "z. B.", "d. h.", "i. d. R." go on; "a. C.", "u. a." may end.
    return /^(?:zB|zT|dh|id|dR|so)$/u.test(follows + word) ? 'never-ends' : 'may-end';
  }
  if (word === 'v' && /^\p{Lu}/u.test(before)) return 'versus';
  if (/^\p{Ll}$/u.test(word)) return opensPiece ? 'item-number' : 'small-letter';
  if (!/^\p{Lu}$/u.test(word)) return 'ordinary';
  if (word === 'I' && BEFORE_PRONOUN.has(before.toLowerCase())) return 'ordinary';
  const isGrade = /^an?$/iu.test(before) && /^[A-F]$/u.test(word);
  // "The answer is C."
  const isAnswer = /^(?:is|was)$/u.test(before) && LETTERED.has(earlier.toLowerCase());
  return isGrade || isAnswer || LETTERED.has(before.toLowerCase()) ? 'ordinary' : 'initial';
}
