/**
 * Whether somebody speaks a language that the recogniser does not know. It then invents: Moonshine
 * made "This is the first time I've ever seen a movie." of a German sentence, good English that no
 * dictionary objects to. But it invents something else each time: of the same sound played a little
 * slower it kept 90 % of the words of English, and 33 % of those of German, French and Spanish
 * (84 sentences, two synthetic voices). Pure.
 */
import { slowed } from '../../audio/slowed.ts';
import { wordsOf } from '../words.ts';

/** How a sound is played when it is recognised a second time, for comparison: 8 % slower. */
const SECOND_HEARING_SPEED = 0.92;

export interface HeardTwice {
  readonly text: string;
  /** The same sound, a little slower (`forSecondHearing()`); absent where it was recognised once only. */
  readonly again?: string;
}

/** Shorter ones are right or wrong by chance. */
const MIN_WORDS = 4;
/** Utterances that are judged together, the newest ones. */
const JUDGED = 5;
const MIN_JUDGED = 4;
const MIN_JUDGED_WORDS = 20;

/** Between 0.15–0.43 (foreign) and 0.83–0.97 (English, the worse of a robot's voice). */
const FOREIGN_AGREEMENT = 0.55;
const UNDERSTOOD_AGREEMENT = 0.75;

/** Longer ones say no more, and the comparison is quadratic. */
const MAX_WORDS = 60;

/** One who was understood that often speaks a known language: no second hearing is spent on them. */
const UNDERSTOOD_TIMES = 4;
const MOST_SECOND_HEARINGS = 12;

/**
 * @param utterances of one person, oldest first.
 * @returns whether, taken together, they are no language that the recogniser knows; false in doubt.
 */
export function looksForeign(utterances: readonly HeardTwice[]): boolean {
  const judged = utterances.map(judge).filter((one) => one !== undefined);
  const newest = judged.slice(-JUDGED);
  const words = newest.reduce((sum, one) => sum + one.words, 0);
  if (newest.length < MIN_JUDGED || words < MIN_JUDGED_WORDS) return false;
  // One that was understood is worth more than two that were not: people also mumble.
  if (newest.slice(-2).every(({ agreement }) => agreement >= UNDERSTOOD_AGREEMENT)) return false;
  const agreement = newest.reduce((sum, one) => sum + one.agreement, 0) / newest.length;
  return agreement < FOREIGN_AGREEMENT;
}

/** @returns whether recognising this person's next utterance a second time would tell anything. */
export function wantsSecondHearing(utterances: readonly HeardTwice[]): boolean {
  const twice = utterances.filter(({ again }) => again !== undefined);
  const understood = twice.filter((one) => (judge(one)?.agreement ?? 0) >= UNDERSTOOD_AGREEMENT);
  return understood.length < UNDERSTOOD_TIMES && twice.length < MOST_SECOND_HEARINGS;
}

/** The same sound for the second hearing: some milliseconds for the longest piece. */
export function forSecondHearing(samples: Float32Array): Float32Array {
  return slowed(samples, SECOND_HEARING_SPEED);
}

function judge({ text, again }: HeardTwice): { agreement: number; words: number } | undefined {
  const words = wordsOf(text).slice(0, MAX_WORDS);
  if (words.length < MIN_WORDS) return undefined;
  if (again !== undefined)
    return {
      agreement: agreementOf(words, wordsOf(again).slice(0, MAX_WORDS)),
      words: words.length,
    };
  return repeatsItself(words) ? { agreement: 0, words: words.length } : undefined;
}

/** @returns 0…1: words that both have in the same order, of the longer one's. */
function agreementOf(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, () => 0);
  for (const word of a) {
    const next = [0];
    for (const [at, other] of b.entries())
      next.push(word === other ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
    row = next;
  }
  return (row.at(-1) ?? 0) / Math.max(a.length, b.length);
}

/** "We're going to be in the third place. We're going to be in the third place." */
function repeatsItself(words: readonly string[]): boolean {
  const half = Math.floor(words.length / 2);
  return half >= 3 && words.slice(0, half).every((word, at) => word === words[half + at]);
}
