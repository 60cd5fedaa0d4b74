/**
 * How much two words sound alike, read from their spelling. Coarse on purpose: it answers whether a
 * recogniser may have written the one for the other. Double Metaphone and its kin only tell equal
 * from different ("Parley" = "barely", "Parley" ≠ "Harley"); here nearness is what counts.
 */
import { wordsOf } from './words.ts';

/** Longer ones are cut: no name has more sounds, and the comparison is quadratic. */
const MAX_SOUNDS = 24;

/** Spelling to sounds, longest first. Capitals: C = ch, J = j, S = sh, T = th, N = ng. */
const SPELLINGS: readonly (readonly [string, string])[] = [
  ['tsch', 'C'],
  ['sch', 'S'],
  ['tch', 'C'],
  ['dge', 'J'],
  ['igh', 'ai'],
  ['ough', 'o'],
  ['augh', 'o'],
  ['eigh', 'ei'],
  ['tion', 'Sn'],
  ['sion', 'Sn'],
  ['eau', 'o'],
  ['ch', 'C'],
  ['sh', 'S'],
  ['th', 'T'],
  ['ph', 'f'],
  ['gh', 'g'],
  ['ck', 'k'],
  ['ng', 'N'],
  ['qu', 'kw'],
  ['wh', 'w'],
  ['ee', 'i'],
  ['ea', 'i'],
  ['ie', 'i'],
  ['ey', 'i'],
  ['ei', 'ei'],
  ['ay', 'ei'],
  ['ai', 'ei'],
  ['oo', 'u'],
  ['ou', 'u'],
  ['oa', 'o'],
  ['au', 'o'],
  ['aw', 'o'],
  ['ce', 'se'],
  ['ci', 'si'],
  ['cy', 'si'],
  ['x', 'ks'],
  ['c', 'k'],
  ['q', 'k'],
  ['z', 's'],
  ['j', 'J'],
  ['y', 'i'],
];
const INITIAL: readonly (readonly [string, string])[] = [
  ['kn', 'n'],
  ['wr', 'r'],
  ['ps', 's'],
  ['x', 's'],
];

/** @returns one character a sound; `''` for what has no letters. A name's length at most. */
export function soundOf(text: string): string {
  return soundsOf(wordsOf(text)).slice(0, MAX_SOUNDS);
}

/** @returns the same for any number of words, folded. */
export function soundsOf(words: readonly string[]): string {
  return words.map(soundOfWord).join('');
}

function soundOfWord(folded: string): string {
  let rest = folded.slice(0, 2 * MAX_SOUNDS).replace(/(?<=\p{L}{2}[^aeiou])e$/u, '');
  let sound = '';
  for (const [from, to] of INITIAL) {
    if (!rest.startsWith(from)) continue;
    sound = to;
    rest = rest.slice(from.length);
    break;
  }
  while (rest !== '') {
    const spelling = SPELLINGS.find(([from]) => rest.startsWith(from));
    const [from, to] = spelling ?? [rest.charAt(0), rest.charAt(0)];
    // Doubled letters are one sound.
    for (const one of to) if (!sound.endsWith(one)) sound += one;
    rest = rest.slice(from.length);
  }
  return sound;
}

const VOWELS = 'aeiou';
/** Sounds that recognisers take for one another, and at what price (1: no relation). */
const CONFUSIONS: readonly (readonly [string, number])[] = [
  ['pb td kg fv CJ CS JS mn Tt Tf Ts Td nN gJ Nk Ng', 0.3],
  ['pt pk tk ph kh th fh fp bd bg dg bv bw vw lr lw pm bm sS kC', 0.6],
  ['Ch Cp Ct pd tb Sh', 0.85],
];
const PRICES = new Map(
  CONFUSIONS.flatMap(([pairs, price]) =>
    pairs
      .split(' ')
      .flatMap(([a = '', b = '']) => [[a + b, price] as const, [b + a, price] as const]),
  ),
);
const NEAR_VOWELS = new Set('ae ea ei ie ao oa ou uo au ua'.split(' '));

function replacePrice(a: string, b: string): number {
  if (a === b) return 0;
  const areVowels = [VOWELS.includes(a), VOWELS.includes(b)];
  if (areVowels[0] === true && areVowels[1] === true) return NEAR_VOWELS.has(a + b) ? 0.25 : 0.5;
  if (areVowels[0] !== areVowels[1]) return 1.2;
  return PRICES.get(a + b) ?? 1;
}

/** What it takes to add or to swallow a sound. */
function dropPrice(sound: string): number {
  if (sound === 'h') return 0.3;
  if (sound === 'r') return 0.35;
  if (VOWELS.includes(sound)) return 0.5;
  return sound === 't' || sound === 'd' ? 0.5 : 0.9;
}

/** @returns 0 for the same sounds, 1 and more for nothing in common; sounds as of `soundOf()`. */
export function soundDistance(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  if (longest === 0) return 1;
  const first = [0];
  for (const sound of b) first.push((first.at(-1) ?? 0) + dropPrice(sound));
  return (lastRow(a, b, first).at(-1) ?? 0) / longest;
}

/** @returns how far `a` is from the stretch of `b` that is nearest to it, as `soundDistance()`. */
export function soundDistanceWithin(a: string, b: string): number {
  if (a === '') return 1;
  const first = Array.from({ length: b.length + 1 }, () => 0);
  return Math.min(...lastRow(a, b, first)) / a.length;
}

/** Edit distance, row by row; `first` says what it costs to begin further on in `b`. */
function lastRow(a: string, b: string, first: readonly number[]): readonly number[] {
  let row = first;
  for (const sound of a) {
    const next = [(row[0] ?? 0) + dropPrice(sound)];
    for (let at = 0; at < b.length; at += 1) {
      const other = b.charAt(at);
      next.push(
        Math.min(
          (row[at] ?? 0) + replacePrice(sound, other),
          (row[at + 1] ?? 0) + dropPrice(sound),
          (next[at] ?? 0) + dropPrice(other),
        ),
      );
    }
    row = next;
  }
  return row;
}
