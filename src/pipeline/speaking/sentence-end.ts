/** Judges one full stop, question or exclamation mark: does a sentence end here? */
import {
  codePointAt,
  isCjk,
  isEmoji,
  isLoneSurrogate,
  isSpace,
  MAX_RUN,
  skip,
  TERMINATORS,
  WIDE,
} from './characters.ts';
import { endOfClosers } from './closing-marks.ts';
import { goesOnBehind } from './next-words.ts';
import { endOfTail } from './sentence-tail.ts';
import { isHesitation, isWideQuoteCarriedOn } from './wide-marks.ts';

/** What is certain about a mark from the text read so far. */
export type Verdict =
  /** The sentence ends; `end` is past its closing quotes and emoji. */
  | { readonly type: 'split'; readonly end: number }
  /** The next characters decide. */
  | { readonly type: 'hold' }
  | { readonly type: 'reject'; readonly resumeAt: number };

const HOLD: Verdict = { type: 'hold' };

/** "**Important.**" in front of what it labels; longer ones are sentences. */
const SHORT_LABEL = /^\s*(?:(?:[-*+•]|\d{1,3}[.)])\s+)?([*_])(?!\s)[^\s*_]+(?:\s+[^\s*_]+)?$/u;
const LABEL = /^\s*(?:(?:[-*+•]|\d{1,3}[.)])\s+)?(\*\*|__)(?!\s)[^\s*_]+(?:\s+[^\s*_]+){0,3}$/u;
const LABEL_CHARS = 60;
/** "## Step 1. Prepare" */
const HEADING_NUMBER = /^\s*#{1,6}[ \t][^\n]*\s\d{1,3}$/u;
const HEADING_CHARS = 60;

export function isTerminator(char: string): boolean {
  return TERMINATORS.has(char);
}

interface Shelter {
  /** Round and square brackets that are open before the mark. */
  readonly openBrackets: number;
  readonly isInCode: boolean;
  /** Up to here a number with a stop that opens the piece is that of an item. */
  readonly itemsMost: number;
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

  const closed = endOfClosers(text, runEnd, ended);
  if (closed === undefined) return reject;
  if (closed === 'unknown') return HOLD;
  const { closers, end: closersEnd } = closed;
  if (isStillSheltered(closers, shelter)) return reject;

  const run = text.slice(at, runEnd);
  const next = codePointAt(text, closersEnd);
  // "好!我": narrow marks between wide letters.
  const isWide = WIDE.has(run.at(-1) ?? '') || (isCjk(text[at - 1] ?? '') && isCjk(next));
  if (isWide && !WIDE.has(run.at(-1) ?? '') && isHesitation(text, at, run, closersEnd))
    return reject;
  if (isWide) {
    const isDecimal = run === '．' && /^\p{Nd}$/u.test(next);
    if (isDecimal) return reject;
    const isCarriedOn = closers !== '' && isWideQuoteCarriedOn(text, closersEnd, ended);
    if (isCarriedOn === 'unknown') return HOLD;
    if (isCarriedOn) return reject;
  } else if (next !== '' && !isSpace(next) && !isEmoji(next)) {
    return isLoneSurrogate(next) && closersEnd + 1 === text.length && !ended ? HOLD : reject;
  }
  if (closers !== '' && isLabel(text.slice(0, at), closers)) return reject;
  if (run === '.' && at <= HEADING_CHARS && HEADING_NUMBER.test(text.slice(0, at))) return reject;
  if (run === '.' && closers === '' && isSpace(text[at - 1] ?? '')) {
    // ". . .": an ellipsis in three parts.
    if (closersEnd + 1 >= text.length && !ended) return HOLD;
    if (text[closersEnd + 1] === '.') return reject;
  }

  const tail = endOfTail(text, closersEnd, ended);
  if (tail === undefined) return HOLD;
  if (isWide || tail.nextAt === text.length) return { type: 'split', end: tail.end };
  const goesOn = goesOnBehind({
    text,
    at,
    run,
    isQuoted: (closers !== '' && /[^`*_~]/u.test(closers)) || tail.closesQuote || shelter.isInCode,
    closesBracket: shelter.openBrackets > 0 && /[)\]）]/u.test(closers),
    nextAt: tail.nextAt,
    ended,
    itemsMost: shelter.itemsMost,
  });
  if (goesOn === 'unknown') return HOLD;
  return goesOn ? reject : { type: 'split', end: tail.end };
}

/** Brackets or code that stay open even after the closing marks. */
function isStillSheltered(closers: string, shelter: Shelter): boolean {
  if (shelter.openBrackets === 0 && !shelter.isInCode) return false;
  const closed = closers.replace(/[^)\]）]/gu, '').length;
  return shelter.openBrackets > closed || (shelter.isInCode && !closers.includes('`'));
}

/** A line end behind it cuts all the same: such a line is a heading. */
function isLabel(head: string, closers: string): boolean {
  if (!/[*_]/u.test(closers) || head.length > LABEL_CHARS) return false;
  const mark = (LABEL.exec(head) ?? SHORT_LABEL.exec(head))?.[1];
  return mark !== undefined && closers.includes(mark);
}
