/** Where a text can be cut before its sentence is over, in the order in which that sounds well. */
import { clauseEnd, partsNoPhrase } from './clause-end.ts';

/** Shorter ones sound like a stutter. UTF-16 code units. */
const LEAST_CLAUSE_CHARS = 10;
const LEAST_PHRASE_CHARS = 16;
const LEAST_PHRASE_WORDS = 3;

/** No piece is longer, so nothing behind it matters (and a long block of code costs nothing). */
const FARTHEST_CHARS = 200;

/** A beginning of a block of code: not for the ear, and not to be cut. */
const FENCE = /^\s*(?:`{3}|~{3})/u;

/**
 * Every place where a clause ends, rising; indices just past the clause.
 *
 * @param ended no more text will come.
 */
export function clauseEnds(text: string, ended: boolean): number[] {
  if (FENCE.test(text)) return [];
  const head = text.slice(0, FARTHEST_CHARS);
  const isWhole = ended && head.length === text.length;
  const ends: number[] = [];
  for (let minChars = LEAST_CLAUSE_CHARS; ;) {
    const limits = { minWords: 2, minChars, interjections: false };
    const end = clauseEnd(head, head.length, isWhole, limits);
    if (typeof end !== 'number' || end <= (ends.at(-1) ?? 0)) return ends;
    ends.push(end);
    minChars = head.slice(0, end).trim().length;
  }
}

/** A voice may pause before these, and a listener expects more behind the pause. */
const CONNECTIVE =
  /^(?:and|but|or|because|which|who|that|so|when|while|where|if|then|though|although|until|unless|since|before|after|as)\s/iu;

/** Before a connective the phrase may be so much shorter than it could be. */
const LEAST_SHARE = 0.5;

/**
 * The last place within `maxChars` where a voice may pause though no clause ends there; never behind
 * "the", "of" and the like, inside of brackets, code or emphasis, or between the words of a name.
 *
 * @returns an index at the beginning of a word; it depends on the first `maxChars` + 1 characters alone.
 */
export function phraseEnd(text: string, maxChars: number): number | undefined {
  if (FENCE.test(text)) return undefined;
  // Nothing behind it: where a text is cut must not depend on how much of it has come.
  const head = text.slice(0, maxChars + 1);
  let last: number | undefined;
  for (let end = head.length - 1; end >= LEAST_PHRASE_CHARS; end--) {
    if (last !== undefined && end < last * LEAST_SHARE) break;
    if (!/^\s\S/u.test(head.slice(end - 1, end + 1))) continue;
    const isConnective = CONNECTIVE.test(head.slice(end, end + 12));
    if (last !== undefined && !isConnective) continue;
    if (!soundsWhole(head.slice(0, end), head.slice(end, end + 1))) continue;
    if (isConnective) return end;
    last = end;
  }
  return last;
}

function soundsWhole(head: string, next: string): boolean {
  const trimmed = head.trim();
  if (trimmed.length < LEAST_PHRASE_CHARS || !/\s$/u.test(head)) return false;
  const words = trimmed.split(/\s+/u);
  const last = words.at(-1) ?? '';
  if (words.length < LEAST_PHRASE_WORDS || !partsNoPhrase(last)) return false;
  // "Dr.", "3", "$5": what they belong to follows.
  if (!/\p{L}[,;:”’"')]*$/u.test(last)) return false;
  const isName = /^\p{Lu}/u.test(last) && /^\p{Lu}/u.test(next);
  return !isName && !/^\p{N}/u.test(next) && hasNothingOpen(trimmed);
}

/** Brackets, code, quotes or emphasis that a cut would tear apart. */
function hasNothingOpen(text: string): boolean {
  const count = (pattern: RegExp) => countOf(text, pattern);
  return (
    count(/[([（]/gu) <= count(/[)\]）]/gu) &&
    count(/`/gu) % 2 === 0 &&
    count(/\*+/gu) % 2 === 0 &&
    count(/~~/gu) % 2 === 0 &&
    count(/[“„«]/gu) <= count(/[”»]/gu) &&
    count(/(?<![\p{L}\p{N}])["_]|["_](?![\p{L}\p{N}])/gu) % 2 === 0
  );
}

/** Of figures that are not ASCII. */
const FIRST_OTHER_FIGURE = 0x06_60;

/** How long a text will be when it is said, about: a figure becomes a word. */
export function spokenChars(written: string): number {
  let figures = 0;
  for (let at = 0; at < written.length; at++) {
    const code = written.charCodeAt(at);
    if (code >= FIRST_OTHER_FIGURE) return written.length + 4 * countOf(written, /\p{Nd}/gu);
    if (code >= 0x30 && code <= 0x39) figures += 1;
  }
  return written.length + 4 * figures;
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
