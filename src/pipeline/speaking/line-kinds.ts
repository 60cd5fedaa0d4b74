/** Lines of markdown that stand alone: list items, headings, quotes, table rows, rules, code fences. */

/** A line that begins like this is a piece of its own. */
const BLOCK_START =
  /^[ \t]{0,8}(?:[-*+•‣▪·][ \t]|\d{1,3}[.)][ \t]|#{1,6}[ \t]|>|\||`{3}|~{3}|-{3}|\*{3}|_{3}|={3})/u;

/** "A. Open it.", "II. Methods": only a line beside another one like it, or it could begin with a name. */
const LETTERED_ITEM = /^[ \t]{0,8}(?:[A-Za-z]|[IVX]{2,5}|[ivx]{2,5})[.)][ \t]/u;
const LETTERED_ITEM_CUT = /^[ \t]{0,8}(?:[A-Za-z]|[IVX]{2,5}|[ivx]{2,5})[.)]?$/u;

/** "✅ Open it.", but not "🍕 and salad" on a wrapped line. */
const EMOJI_ITEM =
  /^[ \t]{0,8}(?:\p{Extended_Pictographic}\uFE0F?)[ \t]{1,2}[\p{Lu}\p{Lo}\p{Nd}*]/u;
const EMOJI_ITEM_CUT =
  /^[ \t]{0,8}(?:[\uD800-\uDBFF]|\p{Extended_Pictographic}\uFE0F?[ \t]{0,2})$/u;

/** What may still become such a beginning. */
const BLOCK_START_CUT =
  /^[ \t]{0,8}(?:[-*+•‣▪·]|\d{1,3}[.)]?|#{1,6}|`{1,2}|~{1,2}|-{1,2}|\*{1,2}|_{1,2}|={1,2})?$/u;

/** A line that is bold from end to end is a heading in all but name. */
const BOLD_LINE = /^\s*(?:\*\*[^*\n]{1,120}\*\*|__[^_\n]{1,120}__):?\s*$/u;

/** Longest beginning that decides what a line is. */
const OPENING_CHARS = 16;

export type FenceMark = '```' | '~~~';

/** Whether the line that begins at `lineStart` is a list item, a heading or the like. */
export function isBlockLine(text: string, lineStart: number): boolean {
  return BLOCK_START.test(text.slice(lineStart, lineStart + OPENING_CHARS));
}

/** A row of a table: nothing is cut inside of it. */
export function isTableRow(text: string, lineStart: number): boolean {
  if (lineStart < 0 || !' |'.includes(text[lineStart] ?? 'x')) return false;
  return /^ {0,3}\|/u.test(text.slice(lineStart, lineStart + 4));
}

export function isListItem(line: string): boolean {
  return /^[ \t]{0,8}(?:[-*+•‣▪·]|\d{1,3}[.)])[ \t]/u.test(line) && !/:\s*$/u.test(line);
}

/** Whether an item that is written over several lines goes on at `lineStart`, indented. */
export function itemGoesOn(text: string, lineStart: number, ended: boolean): boolean | 'unknown' {
  const opening = text.slice(lineStart, lineStart + OPENING_CHARS);
  if (opening !== '' && !/^[ \t]/u.test(opening)) return false;
  const breaks = nextLineBreaks(text, lineStart, ended);
  if (breaks === 'unknown') return ended ? false : 'unknown';
  return !breaks && /^(?: {2,8}|\t{1,2})\S/u.test(opening);
}

/** Whether the line ends a piece at its line end, whatever follows. */
export function standsAlone(line: string): boolean {
  return BLOCK_START.test(line) || /:\s*$/u.test(line) || BOLD_LINE.test(line);
}

/**
 * What the line after a line end says about it: `unknown` when more text decides.
 *
 * @param line the one that ended.
 */
export function nextLineBreaks(
  text: string,
  lineStart: number,
  ended: boolean,
  line = '',
): boolean | 'unknown' {
  const opening = text.slice(lineStart, lineStart + OPENING_CHARS);
  if (/^[ \t\r]*\n/u.test(opening) || BLOCK_START.test(opening)) return true;
  const isLettered = LETTERED_ITEM.test(line);
  if (EMOJI_ITEM.test(opening) || (isLettered && LETTERED_ITEM.test(opening))) return true;
  if (lineStart + OPENING_CHARS <= text.length || ended) return false;
  const canBreak =
    BLOCK_START_CUT.test(opening) ||
    /^[ \t\r]*$/u.test(opening) ||
    EMOJI_ITEM_CUT.test(opening) ||
    (isLettered && LETTERED_ITEM_CUT.test(opening));
  return canBreak ? 'unknown' : false;
}

/** The code fence that opens on this line, if one does. */
export function openingFence(
  text: string,
  lineStart: number,
  ended: boolean,
): FenceMark | 'none' | 'unknown' {
  const opening = text.slice(lineStart, lineStart + OPENING_CHARS).replace(/^[ \t]{0,3}/u, '');
  if (opening.startsWith('```')) return '```';
  if (opening.startsWith('~~~')) return '~~~';
  const isCut = lineStart + OPENING_CHARS > text.length && !ended;
  return isCut && /^(?:`{0,2}|~{0,2})$/u.test(opening) ? 'unknown' : 'none';
}
