/**
 * Reads off a regular expression what a text needs to have for it to match: of each set of characters
 * at least one, anywhere. What is not understood needs nothing, so that no match is ever missed.
 */
import { type CharSet, emptySet, pairsOf, seenIn1000, union } from './char-set.ts';
import { anything, charClass, one, type Parse } from './pattern-chars.ts';

/** What a part of a pattern needs, and what it begins and ends with. */
interface Part {
  readonly needs: readonly CharSet[];
  readonly first: CharSet;
  readonly last: CharSet;
  /** It may match without taking a character. */
  readonly isEmptyable: boolean;
  readonly looks?: 'ahead' | 'behind' | undefined;
}

/** @param pattern with the flag `u`; one with others of the kind needs nothing. */
export function requiredSets({ source, flags }: RegExp): readonly CharSet[] {
  if (!flags.includes('u')) return [];
  return alternatives({ source, ignoresCase: flags.includes('i'), at: 0 }).needs;
}

/** Nothing is known but that it takes no character. */
function nowhere(): Part {
  return { needs: [], first: emptySet(), last: emptySet(), isEmptyable: true };
}

/** Up to the bracket that closes it, or the end. */
function alternatives(parse: Parse): Part {
  const all: Part[] = [];
  while (true) {
    all.push(sequence(parse));
    if (parse.source[parse.at] !== '|') break;
    parse.at += 1;
  }
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  // Whichever it is, one of the rarest sets of each is there.
  const rarest = all.map(({ needs }) => needs.toSorted((a, b) => seenIn1000(a) - seenIn1000(b))[0]);
  const known = rarest.filter((set) => set !== undefined);
  return {
    needs: known.length === all.length ? [union(known)] : [],
    first: union(all.map(({ first }) => first)),
    last: union(all.map(({ last }) => last)),
    isEmptyable: all.some(({ isEmptyable }) => isEmptyable),
  };
}

function sequence(parse: Parse): Part {
  const needs: CharSet[] = [];
  let first = emptySet();
  let last = emptySet();
  let isEmptyable = true;
  /** What the text has before this place; undefined where that is not known. */
  let before: CharSet | undefined;
  while (parse.at < parse.source.length && !'|)'.includes(parse.source[parse.at] ?? '')) {
    const part = term(parse);
    const least = leastTimes(parse);
    if (least > 0) needs.push(...part.needs);
    if (part.looks !== undefined) {
      if (least === 0 || part.isEmptyable) continue;
      if (part.looks === 'behind') before = part.last;
      else if (before !== undefined) needs.push(pairsOf(before, part.first));
      continue;
    }
    const isSkippable = least === 0 || part.isEmptyable;
    if (isEmptyable) first = union([first, part.first]);
    last = isSkippable ? union([last, part.last]) : part.last;
    isEmptyable &&= isSkippable;
    if (before !== undefined && !isSkippable) needs.push(pairsOf(before, part.first));
    if (least > 1 && !part.isEmptyable) needs.push(pairsOf(part.last, part.first));
    // What may be left out may also stand before the next one.
    if (!isSkippable) before = part.last;
    else if (before !== undefined) before = union([before, part.last]);
  }
  return { needs, first, last, isEmptyable };
}

/** Past "*", "?", "{0,3}", "+" and the like: how often it comes at least. */
function leastTimes(parse: Parse): number {
  const [whole = '', mark, count] =
    /^(?:([*+?])|\{(\d+)(?:,\d*)?\})\??/u.exec(parse.source.slice(parse.at)) ?? [];
  parse.at += whole.length;
  if (count !== undefined) return Number(count);
  return mark === '*' || mark === '?' ? 0 : 1;
}

function term(parse: Parse): Part {
  const char = parse.source[parse.at] ?? '';
  if (char === '(') return group(parse);
  if (char === '[') return oneOf(charClass(parse));
  if (char === '^' || char === '$') {
    parse.at += 1;
    return nowhere();
  }
  if (char === '.') {
    parse.at += 1;
    return oneOf(anything());
  }
  if (/^\\[bB]/u.test(parse.source.slice(parse.at, parse.at + 2))) {
    parse.at += 2;
    return nowhere();
  }
  const reference = /^\\(?:[1-9]\d*|k<\w+>)/u.exec(parse.source.slice(parse.at))?.[0];
  if (reference === undefined) return oneOf(one(parse).set);
  parse.at += reference.length;
  return { ...oneOf(anything()), isEmptyable: true };
}

function oneOf(set: CharSet): Part {
  return { needs: [set], first: set, last: set, isEmptyable: false };
}

function group(parse: Parse): Part {
  const opening = /^\((?:\?(?:[:=!]|<[=!]|<\w+>))?/u.exec(parse.source.slice(parse.at))?.[0] ?? '(';
  parse.at += opening.length;
  const inside = alternatives(parse);
  // The closing bracket.
  parse.at += 1;
  if (opening.endsWith('!')) return nowhere();
  if (!opening.endsWith('=')) return inside;
  return { ...inside, looks: opening === '(?=' ? 'ahead' : 'behind' };
}
