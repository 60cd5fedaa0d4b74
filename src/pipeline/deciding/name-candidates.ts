/** Words that may be a name, misspelled by a recogniser: which ones, and how sure. Pure. */
import { soundDistance, soundOf } from '../sounds.ts';
import { wordsOf, type Word } from '../words.ts';

export interface Name {
  readonly words: readonly string[];
  readonly sound: string;
}

/** A stretch of words that may be the name: `from` inclusive, `to` exclusive. */
export interface NameCandidate {
  readonly from: number;
  readonly to: number;
  readonly isExact: boolean;
  /** How near its sound is: `far` counts only where a call is plain. */
  readonly nearness: 'near' | 'far';
  /** So few sounds have too many neighbours. */
  readonly isShort: boolean;
}

/**
 * Greatest `soundDistance()`. Of "Parley" Moonshine makes Partly (0.08), Harley, Carly, Farley (0.12),
 * Arlie (0.18); party is 0.2 away from it, early 0.23.
 */
const FAR_DISTANCE = 0.19;
const NEAR_DISTANCE = 0.13;
const SHORT_SOUNDS = 3;
const NEAR_DISTANCE_OF_SHORT = 0.09;

export function toName(name: string): Name {
  return { words: wordsOf(name), sound: soundOf(name) };
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
    const sound = soundOf(stretch.map((word) => word.text).join(' '));
    const distance = soundDistance(sound, name.sound);
    if (distance >= bestDistance || distance > (length > count ? least : FAR_DISTANCE)) continue;
    if (others.some((other) => soundDistance(sound, other) <= distance)) continue;
    const nearness = distance <= least ? 'near' : 'far';
    best = { from, to: from + length, isExact: false, nearness, isShort: isShort(name) };
    bestDistance = distance;
  }
  return best;
}

function isShort({ sound }: Name): boolean {
  return sound.length <= SHORT_SOUNDS;
}
