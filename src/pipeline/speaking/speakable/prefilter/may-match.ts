/**
 * Tells without a search that a pattern cannot match: a text without "%" has no percentage. Most
 * patterns match nothing in most sentences, and a look at a few bits takes a fraction of a search.
 */
import { type CharSet, seenIn1000, traitsOf } from './char-set.ts';
import { requiredSets } from './required-chars.ts';

/** A set that is met more often is in nearly every sentence. */
const TELLING_IN_1000 = 45;
/** More are seldom worth the look. */
const MOST_SETS = 4;

/** Of each set the words that have bits, to be looked at one after another: index, bits, index, bits. */
type Needs = readonly (readonly number[])[];

/**
 * Of a pattern that was met once. It is read when it comes again: the first sentence of a process, which
 * somebody waits for, costs no more than without.
 */
const UNREAD: Needs = [];

/** By source: a pattern that is written within a function is another object each time. */
const needsOf = new Map<string, Needs>();
const needsOfAnyCase = new Map<string, Needs>();

/** One text is looked at with a hundred patterns in a row. */
let lastText = '';
let lastTraits = traitsOf('');

/** Whether `pattern` may match in `text`; false is certain. True for one that is met for the first time. */
export function mayMatch(pattern: RegExp, text: string): boolean {
  const known = pattern.ignoreCase ? needsOfAnyCase : needsOf;
  let needs = known.get(pattern.source);
  if (needs === undefined) {
    known.set(pattern.source, UNREAD);
    return true;
  }
  if (needs === UNREAD) needs = readNeeds(pattern, known);
  if (needs.length === 0) return true;
  if (text !== lastText) {
    lastText = text;
    lastTraits = traitsOf(text);
  }
  for (const need of needs) if (!isMet(need, lastTraits)) return false;
  return true;
}

function isMet(need: readonly number[], traits: CharSet): boolean {
  for (let at = 0; at < need.length; at += 2)
    if (((traits[need[at] ?? 0] ?? 0) & (need[at + 1] ?? 0)) !== 0) return true;
  return false;
}

/** `pattern.test()`, for a pattern without a place of its own (`g`, `y`). */
export function matches(pattern: RegExp, text: string): boolean {
  return mayMatch(pattern, text) && pattern.test(text);
}

function readNeeds(pattern: RegExp, known: Map<string, Needs>): Needs {
  const needs = requiredSets(pattern)
    .filter((set) => seenIn1000(set) <= TELLING_IN_1000)
    .toSorted((a, b) => seenIn1000(a) - seenIn1000(b))
    .slice(0, MOST_SETS)
    .map((set) => Array.from(set).flatMap((bits, word) => (bits === 0 ? [] : [word, bits])));
  known.set(pattern.source, needs);
  return needs;
}
