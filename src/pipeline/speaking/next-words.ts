/** Whether the words behind a mark carry its sentence on. */
import {
  followsTime,
  isGermanMonth,
  isMarkedName,
  isNamePart,
  isOpener,
  type StopKind,
  stopKind,
} from './abbreviations.ts';
import { MAX_RUN, OPENERS } from './characters.ts';
import { SHORT_WORDS } from './short-forms.ts';
import { dashGoesOn, isQuotationCarriedOn, type JudgedMark } from './speaker-tags.ts';

/** Longest stretch before a mark that can matter: the longest short form, and the words before it. */
const LOOKBACK = 48;
const LETTER = /^[\p{L}\p{M}]$/u;

type Kind = StopKind | 'ellipsis' | 'marked-name';

export function goesOnBehind(mark: JudgedMark): boolean | 'unknown' {
  const { text, at, run, isQuoted, nextAt, ended } = mark;
  const kind = kindOf(mark);
  const isSpaced = /[!?]/u.test(run) && /\s/u.test(text[at - 1] ?? '');
  const dash = dashGoesOn(mark);
  if (dash !== false) return dash;
  if (kind === 'ordinary' && !isQuoted && !isSpaced && !mayBeShortForm(mark)) return false;
  if (kind === 'never-ends' && !isQuoted) return true;
  if (kind === 'item-number') return true;

  let wordAt = nextAt;
  while (wordAt - nextAt < MAX_RUN && /^\s$/u.test(text[wordAt] ?? '')) wordAt += 1;
  while (wordAt - nextAt < MAX_RUN && OPENERS.has(text[wordAt] ?? '')) wordAt += 1;
  const next = nextWord(text, wordAt);
  const isCut = next.isAtEnd && !ended;
  if (next.char === '' && isCut) return 'unknown';
  const isDigit = isDigitAt(next.char);
  if (/^\p{Ll}/u.test(next.word)) {
    if (next.word.length < 2 && isCut) return 'unknown';
    if (kind === 'small-letter' && !isCased(text))
      return next.word.length === 1 && next.after === '.';
    // "No. we will", but "5 sec. left".
    if (kind === 'before-number' && !isQuoted && !/\p{Nd}\s*\p{L}+$/u.test(head(mark)))
      return false;
    // "iPhone", "eBay": a capital in second place opens a sentence as well.
    return !/^\p{Ll}\p{Lu}/u.test(next.word);
  }
  if (kind === 'before-number' && !isQuoted) return numberFollows(mark, next, isCut);
  if (isQuoted) return isQuotationCarriedOn(mark, wordAt);
  return goesOnWith(kind, mark, next, isDigit, isCut);
}

type NextWord = ReturnType<typeof nextWord>;

function goesOnWith(
  kind: Kind,
  mark: JudgedMark,
  next: NextWord,
  isDigit: boolean,
  isCut: boolean,
): boolean | 'unknown' {
  switch (kind) {
    case 'open-list':
      return isDigit;
    case 'unknown-short-form':
      // "ca. 12", but "5 kg. 3 more".
      return isDigit && !/\p{Nd}\s*\p{L}+$/u.test(head(mark));
    case 'before-number-only':
      if (isCut && /^[IVXLC]*$/u.test(next.word)) return 'unknown';
      return isDigit || /^[IVXLC]+$/u.test(next.word);
    case 'ellipsis':
      // "Well... I think": the pronoun has a capital anyway.
      if (next.word === 'I' && isCut) return 'unknown';
      return isDigit || next.word === 'I';
    case 'day-number':
      if (!/^[JFMASOND]/u.test(next.word)) return false;
      return isCut ? 'unknown' : isGermanMonth(next.word);
    case 'small-letter':
      // "c. 1900"
      if (isDigit) return /(?:^|\s)c$/u.test(head(mark));
      if (next.word === 'Chr' || next.word === 'Ch') return isCut ? 'unknown' : next.after === '.';
      if (next.word === 'C' && isCut) return 'unknown';
      if (next.word.length > 1 || next.word === '') return false;
      return isCut ? 'unknown' : next.after === '.';
    case 'time':
      if (isDigit) return true;
      if (isCut) return 'unknown';
      return followsTime(next.word) || (opensWithTime(mark) && !isOpener(next.word));
    case 'marked-name':
      if (next.word === '') return false;
      return isCut ? 'unknown' : !isOpener(next.word);
    case 'ordinal':
    case 'initial':
    case 'may-end': {
      if (next.word === '') return true;
      if (isCut) return 'unknown';
      // "J. A. Smith": an initial, though "A" could open a sentence.
      const isInitial = next.word.length === 1 && next.after === '.';
      const isPart = kind === 'initial' && isNamePart(next.word);
      return isInitial || isPart || !isOpener(next.word);
    }
    case 'ordinary':
    case 'never-ends':
    case 'before-number':
    case 'item-number':
      return false;
    default:
      return kind satisfies never;
  }
}

/** What stands before the mark, as far as it matters. */
function head({ text, at }: JudgedMark): string {
  return text.slice(Math.max(0, at - LOOKBACK), at);
}

/** Whether the text is written with capitals, so that a small letter opens no sentence. */
function isCased(text: string): boolean {
  return /^[^\p{L}]{0,8}\p{Lu}/u.test(text.slice(0, LOOKBACK));
}

/** "The secy. is", with a short form that is not listed. */
function mayBeShortForm({ text, at, run }: JudgedMark): boolean {
  if ((run !== '.' && run !== '!') || !isCased(text)) return false;
  // "Panic! at the Disco", "Oh! what a day"
  if (run === '!') return true;
  const word = /(?<![\p{L}\p{N}.'’-])\p{L}{1,5}$/u.exec(text.slice(Math.max(0, at - 8), at))?.[0];
  return word !== undefined && !SHORT_WORDS.has(word.toLowerCase());
}

/** "No. 5", "App. B", but "No. I will not." */
function numberFollows({ text, at }: JudgedMark, next: NextWord, isCut: boolean) {
  if (isDigitAt(next.char)) return true;
  if (!/^[B-HJ-Z]/u.test(next.word) || /\bnos?$/iu.test(text.slice(Math.max(0, at - 4), at)))
    return false;
  if (next.word.length === 1 && isCut) return 'unknown';
  return next.word.length === 1;
}

/** "At 5 p.m. John left": the time belongs to what follows. */
function opensWithTime({ text, at }: JudgedMark): boolean {
  return /^\s*(?:At|By|Around|About|Before|After|Until|Since|From|On)\s+\S+(?:\s+\S+)?$/u.test(
    text.slice(0, Math.min(at, LOOKBACK)),
  );
}

function kindOf({ text, at, run, itemsMost }: JudgedMark): Kind {
  if (run === '?') return 'ordinary';
  // No short form is so long but streets ("Hauptstr."); this spares most sentences the rest.
  const ending = text.slice(Math.max(0, at - 7), at);
  if (run === '.' && /^[a-z]{7}$/u.test(ending) && !ending.endsWith('str')) return 'ordinary';
  const [word = '', before = '', earlier = ''] = text
    .slice(Math.max(0, at - LOOKBACK), at)
    .split(/\s+/u)
    .toReversed();
  const bare = word.replace(/^.*[—–]/u, '').replace(/^["'“‘„«‹»([{*_~`¿¡]+/u, '');
  if (/^\.+$|…/u.test(run) && run !== '.') return 'ellipsis';
  if (run === '.' && bare === '' && before.endsWith('.')) return 'ellipsis';
  if (run === '.') return stopKind({ word: bare, before, earlier, itemsMost });
  return run === '!' && isMarkedName(bare) ? 'marked-name' : 'ordinary';
}

function isDigitAt(char: string): boolean {
  return /^\p{Nd}/u.test(char);
}

function nextWord(text: string, at: number) {
  let end = at;
  // No word that we know is longer than 12 letters.
  while (end < text.length && end - at < 12 && LETTER.test(text[end] ?? '')) end += 1;
  return {
    word: text.slice(at, end),
    /** First character, letter or not. */
    char: text[at] ?? '',
    after: text[end] ?? '',
    isAtEnd: end === text.length,
  };
}
