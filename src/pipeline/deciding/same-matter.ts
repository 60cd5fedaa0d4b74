/** Whether two people ask the same, so that one answer serves both. Pure. */
import { wordsOf } from '../words.ts';

/** Carries no matter of its own: two questions that share only these share nothing. */
const FUNCTION_WORDS = new Set(
  `a an the and or but so then well um uh er oh hey hi ok okay yeah yes no yep right please also too just really
  i me my you your he him his she her it its we us our they them their this that these those there here
  am is are was were be been being do does did done have has had will would can could should shall may might must
  im ive id ill youre hes shes were theyre its thats theres dont doesnt didnt cant wont isnt arent lets let
  what whats who whos whose which where wheres when whens why whys how hows if than as at by for from in into of off on
  onto out over to up with about tell know want like think say said give get got gonna going one thing
  any some more much many all again now mean question parley anyone somebody someone maybe actually exactly`.split(
    /\s+/u,
  ),
);

/** They carry no matter, but say what kind of answer is wanted. */
const KINDS = new Set(['who', 'when', 'where', 'why']);

/** All of the shorter question's matter is in the other one, which has little more. */
const MAX_EXTRA_WORDS = 1;

const TAKES_UP = /^(?:(?:yeah|yes|and|so|ok|okay|but) )*(?:what about|how about|and) /u;

/** @returns whether they plainly are; in doubt not, since two answers are better than a wrong one. */
export function isSameMatter(a: string, b: string): boolean {
  const first = matterOf(a);
  const second = matterOf(b);
  const shorter = first.size <= second.size ? first : second;
  const longer = shorter === first ? second : first;
  if (shorter.size === 0) return false;
  if (![...shorter].every((word) => longer.has(word))) return false;
  if (longer.size - shorter.size > MAX_EXTRA_WORDS) return false;
  // "Who is Caesar?" and "When was Caesar born?"; but "and what about the weather" takes up another's question.
  const takesUp = TAKES_UP.test(wordsOf(shorter === first ? a : b).join(' '));
  if (shorter.size === 1 && longer.size > 1 && !takesUp) return false;
  if (isNegated(a) !== isNegated(b)) return false;
  const kindA = kindsOf(a);
  const kindB = kindsOf(b);
  return kindA === '' || kindB === '' || kindA === kindB;
}

function matterOf(text: string): ReadonlySet<string> {
  return new Set(
    wordsOf(text)
      .filter((word) => !FUNCTION_WORDS.has(word))
      .map(stem),
  );
}

function kindsOf(text: string): string {
  const words = wordsOf(text).map((word) => word.replace(/(?<=^(?:who|when|where|why))s$/u, ''));
  return [...new Set(words.filter((word) => KINDS.has(word)))].sort().join(' ');
}

function isNegated(text: string): boolean {
  return wordsOf(text).some((word) =>
    /^(?:not|never|no|none|nobody|nothing|(?:do|does|did|is|are|was|were|ca|wo|would|could|should|have|has)nt)$/u.test(
      word,
    ),
  );
}

/** Plurals and endings of verbs, coarsely. */
function stem(word: string): string {
  if (word.length <= 4) return word.replace(/(?<=\w{3})s$/u, '');
  return word.replace(/(?:ing|ed|es|s)$/u, '').replace(/e$/u, '');
}
