/** Words that may be a name, misspelled by a recogniser: which ones, and how sure. Pure. */
import { soundDistance, soundOf } from '../sounds.ts';
import { wordsOf, type Word } from '../words.ts';

export interface Name {
  readonly words: readonly string[];
  /** As it may be said: `ch` is k in "Echo". */
  readonly sounds: readonly string[];
}

/** A stretch of words that may be the name: `from` inclusive, `to` exclusive. */
export interface NameCandidate {
  readonly from: number;
  readonly to: number;
  readonly isExact: boolean;
  /** How near its sound is: `far` counts only where a call is plain, `farthest` only before an errand. */
  readonly nearness: 'near' | 'far' | 'farthest';
  /** So few sounds have too many neighbours. */
  readonly isShort: boolean;
}

/**
 * Greatest `soundDistance()`. Of "Parley" Moonshine makes Partly (0.08), Harley, Carly, Farley (0.12),
 * barely (0.133), Paul E (0.17), Arlie (0.18), Parlez (0.19), party (0.2); early is 0.28 away from it.
 */
const FARTHEST_DISTANCE = 0.205;
const FAR_DISTANCE = 0.19;
const NEAR_DISTANCE = 0.14;
const SHORT_SOUNDS = 3;
const NEAR_DISTANCE_OF_SHORT = 0.09;

export function toName(name: string): Name {
  const words = wordsOf(name);
  const other = words.map((word) => word.replace(/(?<=[aeiou])ch(?=[aeiou]|$)|^ch(?=[rl])/u, 'k'));
  return { words, sounds: [...new Set([soundOf(name), soundOf(other.join(' '))])] };
}

export function exactAt(
  words: readonly Word[],
  from: number,
  name: Name,
): NameCandidate | undefined {
  const isHere = name.words.every((word, at) => words[from + at]?.text === word);
  if (!isHere) return undefined;
  const to = from + name.words.length;
  return { from, to, isExact: true, nearness: 'near', isShort: isShort(name) };
}

/** @param others sounds of the names of people present. */
export function soundAlikeAt(
  words: readonly Word[],
  from: number,
  name: Name,
  others: readonly string[],
): NameCandidate | undefined {
  const count = name.words.length;
  // Recognisers also join words and take them apart: "Par Lee".
  const most = isShort(name) ? count : count + 1;
  const least = isShort(name) ? NEAR_DISTANCE_OF_SHORT : NEAR_DISTANCE;
  let best: NameCandidate | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (let length = Math.max(1, count - 1); length <= most; length += 1) {
    const stretch = words.slice(from, from + length);
    if (stretch.length < length) break;
    // Spelled like it, it has been looked at, and is talked about here.
    if (stretch.some((_, at) => exactAt(words, from + at, name) !== undefined)) break;
    // A name holds no pause.
    if (stretch.slice(0, -1).some((word) => word.isSentenceEnd)) break;
    const sound = soundOf(
      stretch.map((word, at) => withoutIs(word, words[from + at + 1])).join(' '),
    );
    const distance = Math.min(...name.sounds.map((one) => soundDistance(sound, one)));
    if (distance >= bestDistance || distance > (isShort(name) ? FAR_DISTANCE : FARTHEST_DISTANCE))
      continue;
    if (others.some((other) => soundDistance(sound, other) <= distance)) continue;
    // Two words for one are a name that was taken apart, or two words.
    const far = length > count ? least : FAR_DISTANCE;
    const nearness = distance <= least ? 'near' : distance <= far ? 'far' : 'farthest';
    best = { from, to: from + length, isExact: false, nearness, isShort: isShort(name) };
    bestDistance = distance;
  }
  return best;
}

/** "Harley's stopped" was "Parley, stop". */
function withoutIs({ text, heard }: Word, next: Word | undefined): string {
  return next?.text === 'stopped' && /['’]s$/u.test(heard) ? text.slice(0, -1) : text;
}

function isShort({ sounds }: Name): boolean {
  return sounds.every((sound) => sound.length <= SHORT_SOUNDS);
}
