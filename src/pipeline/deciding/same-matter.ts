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

/** What alone says what kind of answer is wanted: "how far" and "how big" are two matters. */
const KINDS = new Set(
  'who when where why far big old long high deep tall much many cost fast heavy'.split(' '),
);

/** Of the shorter question's matter; and what each may have that the other lacks. */
const MIN_SHARE = 0.99;
const MAX_EXTRA = 1;

/** @returns whether they plainly are; in doubt not, since two answers are better than a wrong one. */
export function isSameMatter(a: string, b: string): boolean {
  const first = matterOf(a);
  const second = matterOf(b);
  const shorter = first.size <= second.size ? first : second;
  const longer = shorter === first ? second : first;
  if (shorter.size === 0) return false;
  const shared = [...shorter].filter((word) => longer.has(word)).length;
  if (shared / shorter.size < MIN_SHARE) return false;
  if (longer.size - shared > MAX_EXTRA) return false;
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

/** Plurals and endings of verbs, coarsely. */
function stem(word: string): string {
  if (word.length <= 4) return word.replace(/(?<=\w{3})s$/u, '');
  return word.replace(/(?:ing|ed|es|s)$/u, '').replace(/e$/u, '');
}
