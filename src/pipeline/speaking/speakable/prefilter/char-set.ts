/**
 * Sets of characters as bits: exact for ASCII, and thirty-two bits that all others share. A set can also
 * have pairs of neighbours, by their kinds: a digit before a digit, a small letter before a full stop.
 */

export type CharSet = Int32Array;

/** The word of what is not ASCII, and the first one of the pairs. */
const OTHERS = 4;
const PAIRS = 5;
const WORDS = 7;
const ASCII = 128;

/**
 * How often a character is met in a thousand of English, about. A set of frequent ones tells nothing:
 * one of them is in nearly every sentence.
 */
const LETTERS =
  'e127 t91 a82 o75 i70 n67 s63 h61 r60 d43 l40 c28 u28 m24 w24 f22 g20 y20 p19 b15 v10 k8 j2 x2 q1 z1';
const SEEN = new Map([
  ...LETTERS.split(' ').map((one) => [one.slice(0, 1), Number(one.slice(1))] as const),
  [' ', 180] as const,
  ['.', 50] as const,
  [',', 20] as const,
]);
const SEEN_CAPITAL = 3;
const SEEN_ELSE = 1;

/** Kinds of characters: those that tell one pattern from another. */
const DIGIT = 0;
const CAPITAL = 1;
const SMALL = 2;
const SPACE = 3;
const STOP = 4;
const STROKE = 5;
const OTHER_ASCII = 6;
const NO_ASCII = 7;
const KINDS = 8;
const KIND_OF = Uint8Array.from({ length: ASCII }, (_, code) => {
  const char = String.fromCodePoint(code);
  if (/\d/u.test(char)) return DIGIT;
  if (/[A-Z]/u.test(char)) return CAPITAL;
  if (/[a-z]/u.test(char)) return SMALL;
  if (/\s/u.test(char)) return SPACE;
  if (char === '.') return STOP;
  return /[-/:]/u.test(char) ? STROKE : OTHER_ASCII;
});
/** Pairs that are in nearly every sentence, as `SEEN`. */
const SEEN_PAIRS = new Map([
  [SMALL * KINDS + SMALL, 600],
  [SMALL * KINDS + SPACE, 150],
  [SPACE * KINDS + SMALL, 150],
  [CAPITAL * KINDS + SMALL, 20],
  [SPACE * KINDS + CAPITAL, 20],
  [SMALL * KINDS + STOP, 20],
]);
const SEEN_PAIR_ELSE = 3;

function kindOf(code: number): number {
  return code < ASCII ? (KIND_OF[code] ?? OTHER_ASCII) : NO_ASCII;
}

export function emptySet(): CharSet {
  return new Int32Array(WORDS);
}

export function charsOf(text: string): CharSet {
  const set = emptySet();
  for (let at = 0; at < text.length; at++) addChar(set, text.charCodeAt(at));
  return set;
}

/** Its characters, and its pairs of neighbours. */
export function traitsOf(text: string): CharSet {
  const set = emptySet();
  let before = -1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    addChar(set, code);
    const kind = kindOf(code);
    if (before >= 0) addPair(set, before, kind);
    before = kind;
  }
  return set;
}

/** A character of the one before one of the other. */
export function pairsOf(first: CharSet, second: CharSet): CharSet {
  const set = emptySet();
  for (const before of kindsIn(first))
    for (const after of kindsIn(second)) addPair(set, before, after);
  return set;
}

function addPair(set: CharSet, before: number, after: number): void {
  const bit = before * KINDS + after;
  const word = PAIRS + (bit >> 5);
  set[word] = (set[word] ?? 0) | (1 << (bit & 31));
}

function kindsIn(set: CharSet): ReadonlySet<number> {
  const kinds = new Set<number>();
  for (let word = 0; word < OTHERS; word++) {
    const bits = set[word] ?? 0;
    if (bits === 0) continue;
    for (let bit = 0; bit < 32; bit++)
      if ((bits & (1 << bit)) !== 0) kinds.add(kindOf(word * 32 + bit));
  }
  if (set[OTHERS] !== 0) kinds.add(NO_ASCII);
  return kinds;
}

/** @param code of a UTF-16 unit. */
export function addChar(set: CharSet, code: number): void {
  const word = code < ASCII ? code >> 5 : OTHERS;
  set[word] = (set[word] ?? 0) | (1 << (code & 31));
}

export function addRange(set: CharSet, from: number, to: number): void {
  for (let code = from; code <= Math.min(to, ASCII - 1); code++) addChar(set, code);
  if (to < ASCII) return;
  const first = Math.max(from, ASCII);
  // Pairs of units are not told apart.
  if (to > 0xff_ff || to - first >= 31) addOthers(set);
  else for (let code = first; code <= to; code++) addChar(set, code);
}

/** All that is not ASCII. */
export function addOthers(set: CharSet): void {
  set[OTHERS] = -1;
}

export function union(sets: readonly CharSet[]): CharSet {
  const all = emptySet();
  for (const set of sets)
    for (let word = 0; word < WORDS; word++) all[word] = (all[word] ?? 0) | (set[word] ?? 0);
  return all;
}

/** By bit. */
const WEIGHTS = Array.from({ length: WORDS * 32 }, (_, bit) => {
  if (bit >= PAIRS * 32) return SEEN_PAIRS.get(bit - PAIRS * 32) ?? SEEN_PAIR_ELSE;
  const char = bit < ASCII ? String.fromCodePoint(bit) : '';
  return SEEN.get(char) ?? (/[A-Z]/u.test(char) ? SEEN_CAPITAL : SEEN_ELSE);
});

/** How many of a thousand characters, or pairs, are of the set, about. */
export function seenIn1000(set: CharSet): number {
  let sum = 0;
  for (let word = 0; word < WORDS; word++) {
    const bits = set[word] ?? 0;
    if (bits === 0) continue;
    for (let bit = 0; bit < 32; bit++)
      if ((bits & (1 << bit)) !== 0) sum += WEIGHTS[word * 32 + bit] ?? 0;
  }
  return sum;
}
