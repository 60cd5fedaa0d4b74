/** Whether a quotation, or a bracket, is carried on by what stands behind it: "Stop!" John said. */
import { isOpener } from './opening-words.ts';
import { MAX_RUN } from './characters.ts';
import { SPEECH_VERBS } from './short-forms.ts';

/** A mark, with what is known before the words behind it are looked at. */
export interface JudgedMark {
  readonly text: string;
  readonly at: number;
  /** "?!", "...". */
  readonly run: string;
  /** Quotes or brackets are closed right behind it. */
  readonly isQuoted: boolean;
  readonly closesBracket: boolean;
  readonly nextAt: number;
  readonly ended: boolean;
  readonly itemsMost: number;
}

/** No name and verb behind a quotation are longer. */
const TAG_CHARS = 40;

/** "—¡Alto! —gritó Ana." */
export function dashGoesOn({ text, run, nextAt, ended }: JudgedMark): boolean | 'unknown' {
  if (run === '.' || !/[!?…]/u.test(run) || !/^[—–]$/u.test(text[nextAt] ?? '')) return false;
  const next = /^[—–] ?/u.exec(text.slice(nextAt, nextAt + 2))?.[0].length ?? 1;
  const char = text[nextAt + next] ?? '';
  if (char === '' && !ended) return 'unknown';
  return /^\p{Ll}$/u.test(char);
}

/** '"Stop!" John shouted.', "(surprise!) Maria": not in lower case, and yet no end. */
export function isQuotationCarriedOn(mark: JudgedMark, wordAt: number): boolean | 'unknown' {
  const { text, run, closesBracket, ended } = mark;
  if (!/[!?]/u.test(run)) return false;
  const opening = /^\s*(?:[-*+•]\s+)?[*_]*([("'“‘„«»‹[])/u.exec(text.slice(0, MAX_RUN))?.[1];
  // Brackets inside of a sentence do not end it.
  if (closesBracket) return opening !== '(' && opening !== '[';
  if (opening === undefined) return false;
  const tag = text.slice(wordAt, wordAt + TAG_CHARS);
  const isWhole = ended || tag.length === TAG_CHARS;
  const names = tag.split(/\s+/u, 5);
  for (const [index, name] of names.entries()) {
    const isLast = index === names.length - 1;
    // "Dr." is a part of the name.
    const word = /^[\p{L}\p{M}'’-]*(?:(?<=^\p{Lu}\p{Ll}{1,3})\.)?/u.exec(name)?.[0] ?? '';
    if (index > 0 && SPEECH_VERBS.has(word) && !(isLast && !isWhole && word === name)) return true;
    if (isLast && !isWhole && word === name) return 'unknown';
    const canBeName = /^\p{Lo}/u.test(word) || (/^\p{Lu}/u.test(word) && isName(word));
    if (index > 2 || !canBeName || word !== name) return false;
  }
  return false;
}

function isName(word: string): boolean {
  return word === 'I' || !isOpener(word);
}
