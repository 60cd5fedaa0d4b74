/** Judges one full stop, question or exclamation mark: does a sentence end here? */
import { followsTime, isGermanMonth, isMarkedName, isOpener, stopKind } from './abbreviations.ts';

/** What is certain about a mark from the text read so far. */
export type Verdict =
  /** The sentence ends; `end` is past its closing quotes and emoji. */
  | { readonly type: 'split'; readonly end: number }
  /** The next characters decide. */
  | { readonly type: 'hold' }
  | { readonly type: 'reject'; readonly resumeAt: number };

const TERMINATORS = new Set('.!?…‼⁇⁈⁉।॥؟۔።။។。！？｡．');
const WIDE = new Set('。！？｡．');
const CLOSERS = new Set('"\'”’“»›)]}）」』】》〉`*_~');
const OPENERS = new Set('"\'“‘„«‹([{*_~`¿¡');

/** Longest run that is looked past in one go: keeps every decision within a few bytes of memory. */
const MAX_RUN = 32;
/** Longest stretch before a mark that can matter: the longest short form, and the word before it. */
const LOOKBACK = 48;

const EMOJI =
  /^(?:[\p{Extended_Pictographic}--[©®™]]|\p{Emoji_Modifier}|\p{RI}|\uFE0F|\u200D|\u20E3)$/v;
const SPACE = /^[^\S\n]$/u;
const LETTER = /^[\p{L}\p{M}]$/u;

const HOLD: Verdict = { type: 'hold' };

export function isTerminator(char: string): boolean {
  return TERMINATORS.has(char);
}

interface Shelter {
  /** Round and square brackets that are open before the mark. */
  readonly openBrackets: number;
  readonly isInCode: boolean;
}

/**
 * @param text the piece so far, from its beginning.
 * @param at index of the first mark of a run ("?!", "...").
 * @param ended no more text will come.
 */
export function judgeMark(text: string, at: number, ended: boolean, shelter: Shelter): Verdict {
  const runEnd = skip(text, at, TERMINATORS);
  if (runEnd === undefined) return { type: 'reject', resumeAt: at + MAX_RUN };
  if (runEnd === text.length && !ended) return HOLD;
  const reject: Verdict = { type: 'reject', resumeAt: runEnd };

  const closersEnd = skip(text, runEnd, CLOSERS);
  if (closersEnd === undefined) return reject;
  if (closersEnd === text.length && !ended) return HOLD;
  const closers = text.slice(runEnd, closersEnd);
  if (isStillSheltered(closers, shelter)) return reject;

  const run = text.slice(at, runEnd);
  const isWide = WIDE.has(run.at(-1) ?? '');
  const next = codePointAt(text, closersEnd);
  if (isWide) {
    const isDecimal = run === '．' && /^\p{Nd}$/u.test(next);
    // 「はい。」と言った: the particle after a quotation carries the sentence on.
    const goesOn = closers !== '' && /^\p{Script=Hiragana}$/u.test(next);
    if (isDecimal || goesOn) return reject;
  } else if (next !== '' && !/^\s$/u.test(next) && !EMOJI.test(next)) {
    return isLoneSurrogate(next) && closersEnd + 1 === text.length && !ended ? HOLD : reject;
  }

  const tail = endOfTail(text, closersEnd, ended);
  if (tail === undefined) return HOLD;
  if (isWide || tail.nextAt === text.length) return { type: 'split', end: tail.end };
  const goesOn = judgeByNextWord(text, at, run, closers, tail.nextAt, ended);
  if (goesOn === 'unknown') return HOLD;
  return goesOn ? reject : { type: 'split', end: tail.end };
}

/** Brackets or code that stay open even after the closing marks. */
function isStillSheltered(closers: string, shelter: Shelter): boolean {
  const closed = closers.replace(/[^)\]）]/gu, '').length;
  return shelter.openBrackets > closed || (shelter.isInCode && !closers.includes('`'));
}

/** Past emoji ("Great! 🎉") and a French closing quote ("« Oui. »"); undefined when more must be seen. */
function endOfTail(
  text: string,
  from: number,
  ended: boolean,
): { readonly end: number; readonly nextAt: number } | undefined {
  let end = from;
  let at = from;
  while (at - from < MAX_RUN) {
    const char = codePointAt(text, at);
    if (char === '' || (isLoneSurrogate(char) && at + 1 === text.length)) {
      return ended ? { end, nextAt: at } : undefined;
    }
    if (SPACE.test(char)) {
      at += 1;
    } else if (EMOJI.test(char) || (char === '»' && at > from)) {
      at += char.length;
      end = at;
    } else {
      break;
    }
  }
  return { end, nextAt: at };
}

/** Whether the sentence goes on behind the mark. */
function judgeByNextWord(
  text: string,
  at: number,
  run: string,
  closers: string,
  nextAt: number,
  ended: boolean,
): boolean | 'unknown' {
  const kind = kindOf(text, at, run);
  const isQuoted = /[^`*_~]/u.test(closers);
  if (kind === 'ordinary' && !isQuoted) return false;
  if (kind === 'never-ends' && !isQuoted) return true;
  if (kind === 'item-number') return true;

  let wordAt = nextAt;
  while (wordAt - nextAt < MAX_RUN && /^\s$/u.test(text[wordAt] ?? '')) wordAt += 1;
  while (wordAt - nextAt < MAX_RUN && OPENERS.has(text[wordAt] ?? '')) wordAt += 1;
  const next = nextWord(text, wordAt);
  const isCut = next.isAtEnd && !ended;
  if (next.char === '' && isCut) return 'unknown';
  if (kind === 'before-number' && !isQuoted) return isDigitAt(next.char);
  const isLower = /^\p{Ll}/u.test(next.word);
  const isDigit = isDigitAt(next.char);
  if (isLower) {
    if (next.word.length < 2 && isCut) return 'unknown';
    // "iPhone", "eBay": a capital in second place opens a sentence as well.
    return !/^\p{Ll}\p{Lu}/u.test(next.word);
  }
  if (isQuoted) return false;

  switch (kind) {
    case 'open-list':
    case 'unknown-short-form':
      return isDigit && kind === 'open-list';
    case 'ellipsis':
      // "Well... I think": the pronoun has a capital anyway.
      if (next.word === 'I' && isCut) return 'unknown';
      return isDigit || next.word === 'I';
    case 'day-number':
      if (!/^[JFMASOND]/u.test(next.word)) return false;
      return isCut ? 'unknown' : isGermanMonth(next.word);
    case 'time':
      if (isDigit) return true;
      return isCut ? 'unknown' : followsTime(next.word);
    case 'may-end': {
      if (next.word === '') return true;
      if (isCut) return 'unknown';
      // "J. A. Smith": an initial, though "A" could open a sentence.
      const isInitial = next.word.length === 1 && next.after === '.';
      return isInitial || !isOpener(next.word);
    }
    case 'ordinary':
    case 'never-ends':
    case 'before-number':
    case 'marked-name':
      return false;
    default:
      return kind satisfies never;
  }
}

type Kind = ReturnType<typeof stopKind> | 'ellipsis' | 'marked-name';

function kindOf(text: string, at: number, run: string): Kind {
  const opening = text.slice(Math.max(0, at - LOOKBACK), at);
  const [, before = '', word = ''] = /(?:(\S+)\s+)?(\S*)$/u.exec(opening) ?? [];
  const bare = word.replace(/^.*[—–]/u, '').replace(/^["'“‘„«‹([{*_~`¿¡]+/u, '');
  if (/^\.+$|…/u.test(run) && run !== '.') return 'ellipsis';
  if (run === '.') return stopKind(bare, before);
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

/** End of the run of `chars` that begins at `at`; undefined when it is longer than `MAX_RUN`. */
function skip(text: string, at: number, chars: ReadonlySet<string>): number | undefined {
  let end = at;
  while (end < text.length && chars.has(text[end] ?? '')) {
    end += 1;
    if (end - at > MAX_RUN) return undefined;
  }
  return end;
}

function codePointAt(text: string, at: number): string {
  const codePoint = text.codePointAt(at);
  return codePoint === undefined ? '' : String.fromCodePoint(codePoint);
}

function isLoneSurrogate(char: string): boolean {
  return /^[\uD800-\uDBFF]$/.test(char);
}
