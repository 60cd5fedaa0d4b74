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

/** They stand anywhere in a sentence: "tomorrow in Rome", "in Rome tomorrow". */
const ANYWHERE = new Set(
  'today tomorrow tonight yesterday monday tuesday wednesday thursday friday saturday sunday away'.split(
    ' ',
  ),
);

/** @returns whether they plainly are; in doubt not, since two answers are better than a wrong one. */
export function isSameMatter(a: string, b: string): boolean {
  const first = matterOf(a);
  const second = matterOf(b);
  const shorter = first.length <= second.length ? first : second;
  const longer = shorter === first ? second : first;
  if (shorter.length === 0) return false;
  if (longer.length - shorter.length > MAX_EXTRA_WORDS) return false;
  // "ten minus three" is not "three minus ten": who does what to whom is in the order.
  if (!isWithin(shorter.filter(isBound), longer.filter(isBound))) return false;
  if (!isWithin(shorter.filter(isFree).sort(), longer.filter(isFree).sort())) return false;
  // "Who is Caesar?" and "When was Caesar born?"; but "and what about the weather" takes up another's question.
  const takesUp = TAKES_UP.test(wordsOf(shorter === first ? a : b).join(' '));
  if (shorter.length === 1 && longer.length > 1 && !takesUp) return false;
  if (isNegated(a) !== isNegated(b)) return false;
  return isSameKind(a, b) && isSameWay(directionsOf(a), directionsOf(b));
}

function isFree(word: string): boolean {
  return ANYWHERE.has(word);
}

function isBound(word: string): boolean {
  return !ANYWHERE.has(word);
}

/** Each of the words is in the others, in their order. */
function isWithin(words: readonly string[], others: readonly string[]): boolean {
  let found = 0;
  for (const other of others) if (other === words[found]) found += 1;
  return found === words.length;
}

/** More is no question. */
const MOST_WORDS = 60;

/** In the order in which it was said. */
function matterOf(text: string): readonly string[] {
  return wordsOf(text)
    .filter((word) => !FUNCTION_WORDS.has(word))
    .slice(0, MOST_WORDS)
    .map((word) => (ANYWHERE.has(word) ? word : stem(word)));
}

/** "into German" and "from German": not only what about, but where to. */
function directionsOf(text: string): ReadonlyMap<string, string> {
  const words = wordsOf(text).slice(0, MOST_WORDS);
  const ways = new Map<string, string>();
  for (const [at, word] of words.entries())
    if (/^(?:to|into|from|without|with|before|after)$/u.test(word))
      ways.set(stem(words[at + 1] ?? ''), word === 'into' ? 'to' : word);
  return ways;
}

/** "to rain" may be missing in the other. */
function isSameWay(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return [...a].every(([word, way]) => (b.get(word) ?? way) === way);
}

/** The same thing is wanted: when, where, who, why, whether, how much. */
function isSameKind(a: string, b: string): boolean {
  const [kindA, kindB] = [kindsOf(a), kindsOf(b)];
  if (kindA !== '' && kindB !== '' && kindA !== kindB) return false;
  const [formA, formB] = [formOf(a), formOf(b)];
  return formA === '' || formB === '' || formA === formB;
}

function kindsOf(text: string): string {
  const words = wordsOf(text).map((word) => word.replace(/(?<=^(?:who|when|where|why))s$/u, ''));
  return [...new Set(words.filter((word) => KINDS.has(word)))].sort().join(' ');
}

const OPENS =
  /^(?:(?:hey|hi|ok|okay|so|well|and|but|yeah|yes|um|uh|please|parley|do you know|can you tell (?:me|us)|could you tell (?:me|us)|tell (?:me|us)|i wonder) )*/u;

/** "is it" wants yes or no, "what is it" does not; `''` for what is no question. */
function formOf(text: string): '' | 'whether' | 'what' {
  const said = wordsOf(text).slice(0, MOST_WORDS).join(' ').replace(OPENS, '');
  // "What about", "how about" take up any question.
  if (/^(?:what|how) about\b/u.test(said)) return '';
  if (/^(?:what|which|who|whom|whose|when|where|why|how)s?\b/u.test(said)) return 'what';
  if (/^(?:can|could|would|will) you\b/u.test(said)) return '';
  return /^(?:if|whether|is|are|was|were|do|does|did|has|have|had|will|can|could|should|would|must|may)\b/u.test(
    said,
  )
    ? 'whether'
    : '';
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
