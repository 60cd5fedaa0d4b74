/** Finds where the first piece of a text ends, as soon as that is certain. */
import {
  type FenceMark,
  isBlockLine,
  isListItem,
  isTableRow,
  itemGoesOn,
  nextLineBreaks,
  openingFence,
  standsAlone,
} from './line-kinds.ts';
import { isTerminator, judgeMark } from './sentence-end.ts';
import { judgeEmoji } from './sentence-tail.ts';

/** Where a scan stands, so that it goes on there when more text has come. Indices into the piece. */
export interface Scan {
  readonly at: number;
  /** Where the current line begins; −1 when it began before the piece. */
  readonly lineStart: number;
  /** When the line began before the piece: whether it is a list item or the like. */
  readonly isBlock: boolean;
  readonly fence: FenceMark | undefined;
  /** Where the fence's opening line begins; −1 when that was before the piece. */
  readonly fenceLine: number;
  /** Open brackets, and where the outermost one stands; −1 for none. */
  readonly brackets: number;
  readonly bracketAt: number;
  /** Where inline code was opened; −1 for none. */
  readonly codeAt: number;
  readonly hasText: boolean;
  /** Up to here a number with a stop that opens the piece is that of an item. */
  readonly itemsMost: number;
}

export const START: Scan = {
  at: 0,
  lineStart: 0,
  isBlock: false,
  fence: undefined,
  fenceLine: -1,
  brackets: 0,
  bracketAt: -1,
  codeAt: -1,
  hasText: false,
  itemsMost: 999,
};

/** The rest of ASCII, and letters of the scripts that have capitals. */
const PLAIN =
  /[A-Za-z0-9 ,;:'"“”’*_#$%&+/<=>@^{|}~\u00C0-\u02AF\u0370-\u03FF\u0400-\u052F-]{1,256}/y;

/** First halves of emoji, and those that have no halves. */
const FIRST_EMOJI = '\u2600';
const EMOJI_OPENING = /^[\u2600-\u27BF\u2B50\u2B55\uD83C-\uD83E]$/;

export type Boundary =
  /** The first piece is `text.slice(0, end)`. */
  | { readonly type: 'split'; readonly end: number; readonly scan: Scan }
  /** Not certain yet; go on with `scan` when more text is there. */
  | { readonly type: 'hold'; readonly scan: Scan }
  /** No boundary begins within `maxChars`. */
  | { readonly type: 'run-on'; readonly scan: Scan };

/** No sentence is held together by a bracket, or by inline code, that stays open longer. Guesses. */
const BRACKET_CHARS = 200;
const CODE_CHARS = 120;
/** Inline, a greater number is an answer rather than an item: "We are 42. He …" */
const INLINE_ITEMS_MOST = 20;
/** A block of code is one piece up to this size, whatever `maxChars`: nobody reads it aloud. */
export const CODE_BLOCK_CHARS = 5000;
const OPEN_BRACKETS = '([（';
const CLOSE_BRACKETS = ')]）';
const SHELTERS: ReadonlySet<string> = new Set(`\`${OPEN_BRACKETS}${CLOSE_BRACKETS}`);

/**
 * @param text the piece so far, from its beginning.
 * @param ended no more text will come.
 * @param from where an earlier call on a beginning of the same text stopped.
 * @param maxChars how far to look, in UTF-16 code units.
 * @returns the same split for every way in which the text may have come in pieces.
 */
export function nextBoundary(
  text: string,
  ended: boolean,
  from: Scan = START,
  maxChars: number = Number.POSITIVE_INFINITY,
): Boundary {
  let scan = from;
  while (true) {
    const most = scan.fence === undefined ? maxChars : CODE_BLOCK_CHARS;
    scan = pastPlain(text, scan, most);
    if (scan.at > most) return { type: 'run-on', scan };
    if (scan.at >= text.length) return { type: 'hold', scan };
    const step = stepAt(text, ended, scan);
    if (step === 'hold') return { type: 'hold', scan };
    if (typeof step === 'number') {
      return { type: 'split', end: step, scan };
    }
    scan = step;
  }
}

/**
 * The scan of what follows a cut at `end`.
 *
 * @param start the scan with which the piece that was cut had begun.
 */
export function scanAfter(text: string, end: number, start: Scan): Scan {
  const lineStart = text.lastIndexOf('\n', end - 1) + 1;
  if (lineStart === end) return START;
  const wasMidLine = lineStart === 0 && start.lineStart < 0;
  const isBlock = wasMidLine ? start.isBlock : isBlockLine(text.slice(0, end), lineStart);
  // "How old? 4. And you?" is an answer.
  const isAnswer = /\?["'”’»)*_]*\s*$/u.test(text.slice(Math.max(0, end - 8), end));
  const itemsMost = isAnswer ? 1 : INLINE_ITEMS_MOST;
  return { ...START, lineStart: -1, isBlock, itemsMost };
}

/** Past letters and all else that nothing depends on: in one step, because most of a text is that. */
function pastPlain(text: string, scan: Scan, most: number): Scan {
  if (scan.at === scan.lineStart) return scan;
  PLAIN.lastIndex = scan.at;
  if (!PLAIN.test(text)) return scan;
  const at = Math.min(PLAIN.lastIndex, most + 1);
  return { ...scan, at, hasText: scan.hasText || text.slice(scan.at, at).trim() !== '' };
}

/** The same for a token that comes behind all that was looked at; undefined where it has to be looked at. */
export function pastPlainToken(scan: Scan, token: string): Scan | undefined {
  if (scan.at === scan.lineStart) return undefined;
  PLAIN.lastIndex = 0;
  if (!PLAIN.test(token) || PLAIN.lastIndex < token.length) return undefined;
  const hasText = scan.hasText || token.trim() !== '';
  return { ...scan, at: scan.at + token.length, hasText };
}

/** One character on: the next scan, the end of the piece, or `hold`. */
function stepAt(text: string, ended: boolean, scan: Scan): Scan | number | 'hold' {
  const { at } = scan;
  const char = text[at] ?? '';
  if (at === scan.lineStart && scan.fence === undefined) {
    const fence = openingFence(text, at, ended);
    if (fence === 'unknown') return 'hold';
    if (fence !== 'none') return { ...scan, at: at + 1, fence, fenceLine: at, hasText: true };
  }
  if (char === '\n') return lineEnd(text, ended, scan);
  if (scan.fence !== undefined) return { ...scan, at: at + 1 };

  const openBrackets = at - scan.bracketAt <= BRACKET_CHARS ? scan.brackets : 0;
  const isInCode = scan.codeAt >= 0 && at - scan.codeAt <= CODE_CHARS;
  if (char >= FIRST_EMOJI && EMOJI_OPENING.test(char) && openBrackets === 0 && !isInCode) {
    const verdict = judgeEmoji(text, at, ended);
    if (verdict === 'hold') return 'hold';
    if ('end' in verdict) return verdict.end;
    return { ...scan, at: verdict.resumeAt, hasText: true };
  }
  const face = (char === ')' || char === '(') && !isInCode ? faceAt(text, at) : undefined;
  if (face !== undefined) {
    const verdict = judgeEmoji(text, face, ended);
    if (verdict === 'hold') return 'hold';
    if ('end' in verdict) return verdict.end;
  }
  if (isTerminator(char) && !isTableRow(text, scan.lineStart)) {
    const { itemsMost } = scan;
    const verdict = judgeMark(text, at, ended, { openBrackets, isInCode, itemsMost });
    if (verdict.type === 'hold') return 'hold';
    if (verdict.type === 'split') return verdict.end;
    return { ...scan, at: Math.min(verdict.resumeAt, text.length), hasText: true };
  }
  const hasText = scan.hasText || char.trim() !== '';
  if (!SHELTERS.has(char)) return { ...scan, at: at + 1, hasText };
  return { ...shelterAfter(text, scan, char), at: at + 1, hasText };
}

/** Where the smiley begins that ends at `at`: "Nice :-)", "Sorry :(". */
function faceAt(text: string, at: number): number | undefined {
  const eyes = /\s([:;=]-?)$/u.exec(text.slice(Math.max(0, at - 3), at))?.[1];
  return eyes === undefined ? undefined : at - eyes.length;
}

function shelterAfter(text: string, scan: Scan, char: string): Scan {
  const { at } = scan;
  if (char === '`') return { ...scan, codeAt: scan.codeAt < 0 ? at : -1 };
  // ":(" is a face, not a bracket.
  const isFace = /[:;=]/u.test(text[at - 1] ?? '');
  if (OPEN_BRACKETS.includes(char) && !isFace) {
    const bracketAt = scan.brackets === 0 ? at : scan.bracketAt;
    return { ...scan, brackets: scan.brackets + 1, bracketAt };
  }
  if (CLOSE_BRACKETS.includes(char) && scan.brackets > 0) {
    return { ...scan, brackets: scan.brackets - 1 };
  }
  return scan;
}

function lineEnd(text: string, ended: boolean, scan: Scan): Scan | number | 'hold' {
  const next = scan.at + 1;
  const nextLine: Scan = { ...scan, at: next, lineStart: next, isBlock: false };
  const line = text.slice(Math.max(0, scan.lineStart), scan.at);
  if (scan.fence !== undefined) {
    const closes = scan.lineStart !== scan.fenceLine && line.trim() === scan.fence;
    return closes ? next : nextLine;
  }
  if (!scan.hasText) return next;
  if (scan.lineStart < 0 ? scan.isBlock || /:\s*$/u.test(line) : standsAlone(line)) {
    const goesOn = isListItem(line) && itemGoesOn(text, next, ended);
    if (goesOn === 'unknown') return 'hold';
    return goesOn ? nextLine : next;
  }
  const breaks = nextLineBreaks(text, next, ended, line);
  if (breaks === 'unknown') return 'hold';
  return breaks ? next : nextLine;
}
