/** Whether the words behind a mark carry its sentence on. */
import { isPlainWord, type StopKind, stopKind } from './abbreviations.ts';
import { isSpace, MAX_RUN, OPENERS } from './characters.ts';
import {
  head,
  isCased,
  isDigitAt,
  isOneOfLetters,
  lastWords,
  mayBeShortForm,
  type NextWord,
  nextWord,
  numberFollows,
  opensWithTime,
  smallerMeasureFollows,
  wordBefore,
} from './mark-context.ts';
import {
  followsCalendar,
  followsCompany,
  followsTime,
  isExclamation,
  isGermanMonth,
  isMarkedName,
  isNamePart,
  isOpener,
} from './opening-words.ts';
import { dashGoesOn, isQuotationCarriedOn, type JudgedMark } from './speaker-tags.ts';

type Kind = StopKind | 'ellipsis' | 'marked-name';

export function goesOnBehind(mark: JudgedMark): boolean | 'unknown' {
  const { text, at, run, isQuoted, nextAt, ended } = mark;
  const kind = kindOf(mark);
  const isSpaced = isSpace(text[at - 1] ?? '') && /[!?]/u.test(run);
  const dash = dashGoesOn(mark);
  if (dash !== false) return dash;
  if (kind === 'ordinary' && !isQuoted && !isSpaced && !mayBeShortForm(mark)) return false;
  if (kind === 'never-ends' && !isQuoted) return true;
  if (kind === 'item-number') return true;

  let wordAt = nextAt;
  while (wordAt - nextAt < MAX_RUN && isSpace(text[wordAt] ?? '')) wordAt += 1;
  while (wordAt - nextAt < MAX_RUN && OPENERS.has(text[wordAt] ?? '')) wordAt += 1;
  const next = nextWord(text, wordAt);
  const isCut = next.isAtEnd && !ended;
  if (next.char === '' && isCut) return 'unknown';
  const isDigit = isDigitAt(next.char);
  if (/^\p{Ll}/u.test(next.word)) {
    if (next.word.length < 2 && isCut) return 'unknown';
    if (kind === 'small-letter' && !isCased(text))
      return next.word.length === 1 && next.after === '.';
    // "No. we will", but "5 sec. left" and "the no. of guests".
    if (kind === 'before-number' && !isQuoted && !/\p{Nd}\s*\p{L}+$/u.test(head(mark))) {
      if (isCut && /^of?$/u.test(next.word)) return 'unknown';
      return next.word === 'of' && /\p{L}\s+nos?$/iu.test(head(mark));
    }
    // "iPhone", "eBay": a capital in second place opens a sentence as well.
    return !/^\p{Ll}\p{Lu}/u.test(next.word);
  }
  if (kind === 'before-number' && !isQuoted) return numberFollows(mark, next, isCut);
  if (isQuoted) return isQuotationCarriedOn(mark, wordAt);
  return goesOnWith(kind, mark, next, isDigit, isCut);
}

function goesOnWith(
  kind: Kind,
  mark: JudgedMark,
  next: NextWord,
  isDigit: boolean,
  isCut: boolean,
): boolean | 'unknown' {
  const opens = isOpener(next.word, next.after);
  switch (kind) {
    case 'open-list':
      return isDigit;
    case 'unknown-short-form':
      // "ca. 12", but "5 kg. 3 more".
      if (!isDigit || !/\p{Nd}\s*\p{L}+$/u.test(head(mark))) return isDigit;
      return smallerMeasureFollows(mark);
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
      // "c. 1900", "Ann Lee, b. 1950"
      if (isDigit) return /(?:^|\s)(?:c|(?<=,\s)[bd])$/u.test(head(mark));
      // "v. Chr.", "z. Zt.", "z. Hd."
      if (/^(?:Chr?|Zt|Hd)$/u.test(next.word)) return isCut ? 'unknown' : next.after === '.';
      if (/^[CZH]$/u.test(next.word) && isCut) return 'unknown';
      if (next.word.length > 1 || next.word === '') return false;
      return isCut ? 'unknown' : next.after === '.';
    case 'time':
      if (isDigit) return true;
      if (isCut) return 'unknown';
      return followsTime(next.word) || (opensWithTime(mark) && !opens);
    case 'marked-name':
      if (next.word === '') return false;
      return isCut ? 'unknown' : !opens;
    case 'company':
    case 'calendar':
    case 'versus':
    case 'ordinal':
    case 'initial':
    case 'may-end': {
      if (next.word === '') return true;
      if (isCut) return 'unknown';
      if (kind === 'company') return followsCompany(next.word);
      if (kind === 'calendar')
        return followsCalendar(next.word, next.after) || (opensWithTime(mark) && !opens);
      if (kind === 'may-end' && isExclamation(next.word, next.after)) return false;
      // "J. A. Smith": an initial, though "A" could open a sentence.
      const isInitial = next.word.length === 1 && next.after === '.';
      const isPart = kind === 'initial' && isNamePart(next.word);
      return isInitial || isPart || !opens;
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

function kindOf(mark: JudgedMark): Kind {
  const { text, at, run, itemsMost } = mark;
  if (run === '?') return 'ordinary';
  if (run === '.' && isPlainWord(wordBefore(text, at))) return 'ordinary';
  const [word, before, earlier] = lastWords(head(mark));
  const bare = word.replace(/^.*[—–]/u, '').replace(/^["'“‘„«‹»([{*_~`¿¡]+/u, '');
  if (/^\.+$|…/u.test(run) && run !== '.') return 'ellipsis';
  if (run === '.' && bare === '' && before.endsWith('.')) return 'ellipsis';
  if (run === '.') {
    const kind = stopKind({ word: bare, before, earlier, itemsMost });
    return kind === 'initial' && isOneOfLetters(mark) ? 'ordinary' : kind;
  }
  return run === '!' && isMarkedName(bare) ? 'marked-name' : 'ordinary';
}
