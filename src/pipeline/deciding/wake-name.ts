/**
 * Whether Parley is called by its name. Recognisers mishear names ("Harley stopped", "Partly, tell us
 * a joke"), so sound counts too, but only where a name is called, not where one is talked about.
 */
import { soundOf } from '../sounds.ts';
import { wordsIn, wordsOf, type Word } from '../words.ts';
import { exactAt, soundAlikeAt, toName, type Name, type NameCandidate } from './name-candidates.ts';
import { calledAt, mayBeCalled, type CalledAt } from './vocative.ts';

export interface WakeNameMatch {
  /** Of the text: openers ("okay, hey") may come before the name, nothing after it. */
  readonly position: CalledAt;
  /** The words that were taken for the name. */
  readonly heard: string;
  /** Spelled like it, case and accents aside. */
  readonly isExact: boolean;
}

/**
 * Pure.
 *
 * @param otherNames of the people present: what sounds more like one of them is that person.
 * @returns the first place where it is called; undefined where it is not, or only talked about.
 */
export function findWakeName(
  text: string,
  wakeNames: readonly string[],
  otherNames: readonly string[],
): WakeNameMatch | undefined {
  const words = wordsIn(text);
  const names = wakeNames.map(toName).filter(({ words }) => words.length > 0);
  const others = otherNames.flatMap((name) => [name, ...wordsOf(name)]).map(soundOf);
  return findExact(words, names) ?? findSoundAlike(words, names, others);
}

/** Pure. @returns whether one of the names, spelled so, is set off as a call: "Benny, did you hear?" */
export function calledExactly(text: string, names: readonly string[]): boolean {
  const known = new Set(names);
  const words = wordsIn(text);
  return words.some(({ text: word, isAfterBreak, isBeforeBreak }, at) => {
    if (!known.has(word) || !isBeforeBreak) return false;
    if (isAfterBreak) return words.length > 1;
    const name = { from: at, to: at + 1, isExact: true, isShort: false, nearness: 'near' } as const;
    return calledAt(words, name) !== undefined;
  });
}

function findExact(words: readonly Word[], names: readonly Name[]): WakeNameMatch | undefined {
  for (let from = 0; from < words.length; from += 1) {
    const found = longestOf(names.map((name) => exactAt(words, from, name)));
    if (found === undefined) continue;
    const position = calledAt(words, found);
    if (position !== undefined) return toMatch(words, found, position);
    // "Who is Charlie Brown?" does not call Brown.
    from = found.to - 1;
  }
  return undefined;
}

function longestOf(found: readonly (NameCandidate | undefined)[]): NameCandidate | undefined {
  return found.reduce((best, one) => ((one?.to ?? 0) > (best?.to ?? 0) ? one : best), undefined);
}

function findSoundAlike(
  words: readonly Word[],
  names: readonly Name[],
  others: readonly string[],
): WakeNameMatch | undefined {
  for (let from = 0; from < words.length; from += 1)
    for (const name of names) {
      // A quick look first, so that sounds are compared only where somebody may be called at all.
      if (!mayBeCalled(words, from, name.words.length + 1)) continue;
      const found = soundAlikeAt(words, from, name, others);
      const position = found && calledAt(words, found);
      if (found !== undefined && position !== undefined) return toMatch(words, found, position);
    }
  return undefined;
}

function toMatch(
  words: readonly Word[],
  { from, to, isExact }: NameCandidate,
  position: CalledAt,
): WakeNameMatch {
  const heard = words.slice(from, to).map((word) => word.heard);
  return { position, heard: heard.join(' '), isExact };
}
