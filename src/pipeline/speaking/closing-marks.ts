/** What is set right behind a mark and belongs to it: quotes, brackets, a note's number, an address. */
import { CLOSERS, isSpace, skip, WIDE } from './characters.ts';

/** "[Read it.](https://ex.org)" */
const ADDRESS = { whole: /^\([^\s()]*\)/u, cut: /^\([^\s()]*$/u };
/** "It is so.[1][2] And" */
const NOTES = { whole: /^(?:\[\d{1,3}\]|[¹²³⁰⁴-⁹])+/u, cut: /^(?:\[\d{1,3}\])*\[\d{0,3}$/u };
/** No link that a sentence ends with has a longer address. */
const ADDRESS_CHARS = 400;

interface Closers {
  /** Without numbers and addresses. */
  readonly closers: string;
  readonly end: number;
}

/** @returns undefined when they are too many to be closing marks, `unknown` when more text decides. */
export function endOfClosers(
  text: string,
  at: number,
  ended: boolean,
): Closers | 'unknown' | undefined {
  const end = skip(text, at, CLOSERS);
  if (end === undefined) return undefined;
  if (end === text.length && !ended) return 'unknown';
  const closers = text.slice(at, end);
  if (WIDE.has(text[at - 1] ?? '')) {
    const opening = openingQuote(text, at, end);
    return { closers: text.slice(at, opening), end: opening };
  }
  // Neither begins with white space.
  if (isSpace(text[end] ?? '')) return { closers, end };
  const extra = closers.endsWith(']') ? ADDRESS : NOTES;
  const opening = text.slice(end, end + ADDRESS_CHARS);
  const length = extra.whole.exec(opening)?.[0].length ?? 0;
  const isCut = end + opening.length === text.length && !ended;
  if (isCut && (length === opening.length || extra.cut.test(opening))) return 'unknown';
  if (length === 0) return { closers, end };
  const outerEnd = skip(text, end + length, CLOSERS);
  if (outerEnd === undefined) return undefined;
  if (outerEnd === text.length && !ended) return 'unknown';
  return { closers: closers + text.slice(end + length, outerEnd), end: outerEnd };
}

/** Where the next quotation begins in marks that close one: 他说。“好。” Or `end`. */
function openingQuote(text: string, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    if (text[at] === '“') return at;
    if (text[at] === '"' && text.slice(0, at).split('"').length % 2 === 1) return at;
  }
  return end;
}
