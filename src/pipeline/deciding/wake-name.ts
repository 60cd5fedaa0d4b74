/**
 * Whether Parley is called by its name. Recognisers mishear names ("Harley stopped", "Partly, tell us
 * a joke"), so sound counts too, but only where a name is called, not where one is talked about.
 */
import { soundDistance, soundOf } from '../sounds.ts';
import { wordsIn, wordsOf, type Word } from '../words.ts';
import {
  ABOUT,
  BEFORE_CALLED,
  INVITE_ASK,
  MISHEARD_OPENERS,
  OPENERS,
  ORDINARY,
  PLAIN_REQUESTS,
  REQUESTS,
  SUBJECTS,
  TAKE_OBJECTS,
} from './address-words.ts';

export interface WakeNameMatch {
  readonly position: 'start' | 'end' | 'middle';
  /** The words that were taken for the name. */
  readonly heard: string;
  /** Spelled like it, case and accents aside. */
  readonly isExact: boolean;
}

/** Guesses, set by what Moonshine makes of "Parley": Harley and Carly 0.12, Partly 0.08, Arlie 0.18; party 0.2. */
const FAR_DISTANCE = 0.19;
const NEAR_DISTANCE = 0.13;
/** A name of so few sounds has too many neighbours: only other spellings of the same sounds count. */
const SHORT_SOUNDS = 3;
const SHORT_DISTANCE = 0.09;

/** Openers before a name: "okay, so, um, hey, Parley". */
const MAX_OPENERS = 4;

interface Name {
  readonly words: readonly string[];
  readonly sound: string;
}

/** A stretch of words that may be the name: `from` inclusive, `to` exclusive. */
interface Candidate {
  readonly from: number;
  readonly to: number;
  /** 0 for the same spelling. */
  readonly distance: number;
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
  for (const isExact of [true, false])
    for (let from = 0; from < words.length; from += 1) {
      const found = candidateAt(words, from, names, others, isExact);
      if (found === undefined) continue;
      const position = calledAt(words, found);
      if (position === undefined) {
        // "Who is Charlie Brown?" does not call Brown.
        if (isExact) from = found.to - 1;
        continue;
      }
      const heard = words.slice(found.from, found.to).map((word) => word.heard);
      return { position, heard: heard.join(' '), isExact };
    }
  return undefined;
}

function toName(name: string): Name {
  return { words: wordsOf(name), sound: soundOf(name) };
}

function candidateAt(
  words: readonly Word[],
  from: number,
  names: readonly Name[],
  others: readonly string[],
  isExact: boolean,
): Candidate | undefined {
  let best: Candidate | undefined;
  for (const name of names) {
    const found = isExact ? exactAt(words, from, name) : soundAlikeAt(words, from, name, others);
    if (found !== undefined && found.distance < (best?.distance ?? 1)) best = found;
  }
  return best;
}

function exactAt(words: readonly Word[], from: number, name: Name): Candidate | undefined {
  const isHere = name.words.every((word, at) => words[from + at]?.text === word);
  if (!isHere) return undefined;
  return { from, to: from + name.words.length, distance: 0, isExact: true };
}

/** Recognisers also join words and take them apart: "Par Lee". */
function soundAlikeAt(
  words: readonly Word[],
  from: number,
  name: Name,
  others: readonly string[],
): Candidate | undefined {
  const isShort = name.sound.length <= SHORT_SOUNDS;
  const count = name.words.length;
  if (!mayBeCalled(words, from, count + 1)) return undefined;
  let best: Candidate | undefined;
  for (let length = Math.max(1, count - 1); length <= count + (isShort ? 0 : 1); length += 1) {
    const stretch = words.slice(from, from + length);
    if (stretch.length < length) break;
    // Spelled like it, it has been looked at, and is talked about here.
    if (stretch.some((_, at) => exactAt(words, from + at, name) !== undefined)) break;
    // A name holds no pause.
    if (stretch.slice(0, -1).some((word) => word.isSentenceEnd)) break;
    const sound = soundOf(stretch.map((word) => word.text).join(' '));
    const distance = soundDistance(sound, name.sound);
    const most = isShort ? SHORT_DISTANCE : length === count ? FAR_DISTANCE : NEAR_DISTANCE;
    if (distance > most || distance >= (best?.distance ?? 1)) continue;
    if (others.some((other) => soundDistance(sound, other) <= distance)) continue;
    best = { from, to: from + length, distance, isExact: false };
  }
  return best;
}

/** A quick look, so that sounds are compared only where somebody may be called at all. */
function mayBeCalled(words: readonly Word[], from: number, count: number): boolean {
  if (clauseStart(words, from) !== undefined) return true;
  return words.slice(from, from + count).some((word) => word.isBeforeBreak);
}

/** Where the words call somebody by that name; undefined where they talk about them. */
function calledAt(words: readonly Word[], found: Candidate): WakeNameMatch['position'] | undefined {
  const { from, to } = found;
  const start = clauseStart(words, from);
  const hasEnd = words[to - 1]?.isBeforeBreak === true;
  if (start !== undefined && isCalledFirst(words, found, start))
    return from - start.openers === 0 ? 'start' : to === words.length ? 'end' : 'middle';
  if (start === undefined && hasEnd && isCalledLast(words, found))
    return to === words.length ? 'end' : 'middle';
  if (found.isExact && isInvited(words, from)) return to === words.length ? 'end' : 'middle';
  return undefined;
}

interface ClauseStart {
  /** Words before the name that only open the address. */
  readonly openers: number;
  readonly isMisheard: boolean;
}

/** @returns undefined when more than openers stands before the name in its clause. */
function clauseStart(words: readonly Word[], from: number): ClauseStart | undefined {
  let isMisheard = false;
  for (let openers = 0; openers <= MAX_OPENERS; openers += 1) {
    const first = words[from - openers];
    if (first === undefined || first.isSentenceStart) return { openers, isMisheard };
    const before = words[from - openers - 1];
    if (before === undefined) return { openers, isMisheard };
    if (MISHEARD_OPENERS.has(before.text) && before.isSentenceStart) isMisheard = true;
    else if (!OPENERS.has(before.text))
      return first.isAfterBreak ? { openers, isMisheard } : undefined;
  }
  return undefined;
}

function isCalledFirst(words: readonly Word[], found: Candidate, start: ClauseStart): boolean {
  const { from, to, isExact, distance } = found;
  const last = words[to - 1];
  const next = words[to];
  const after = words[to + 1];
  if (last === undefined) return false;
  const isAlone = next === undefined;
  const isSetOff = last.isBeforeBreak;
  // "I'm Parley." is somebody who says so; "I'm Parley, where's Rome?" was "Um".
  if (start.isMisheard && (isAlone || !isSetOff || !REQUESTS.has(next.text))) return false;
  if (isExact) {
    if (isSetOff || start.openers > 0) return !isAlone || !start.isMisheard;
    if (next === undefined) return true;
    if (!ABOUT.has(next.text)) return true;
    return after !== undefined && SUBJECTS.has(after.text) && REQUESTS.has(next.text);
  }
  const isOrdinary = words.slice(from, to).some((word) => ORDINARY.has(word.text));
  if (isOrdinary) {
    const isShort =
      soundOf(
        words
          .slice(from, to)
          .map(({ text }) => text)
          .join(''),
      ).length <= SHORT_SOUNDS;
    return (
      !isShort && distance <= NEAR_DISTANCE && next !== undefined && PLAIN_REQUESTS.has(next.text)
    );
  }
  if (isAlone) return distance <= NEAR_DISTANCE;
  if (isStopHeardAsPast(words, to)) return true;
  if (isSetOff) return last.isSentenceEnd ? distance <= NEAR_DISTANCE : true;
  if (!REQUESTS.has(next.text)) return false;
  return !ABOUT.has(next.text) || (after !== undefined && SUBJECTS.has(after.text));
}

/** "Parley, stop" comes back as "Harley stopped". */
function isStopHeardAsPast(words: readonly Word[], to: number): boolean {
  const rest = words.slice(to, to + 3).map((word) => word.text);
  return rest.length <= 2 && rest[0] === 'stopped' && (rest[1] ?? 'it') === 'it';
}

function isCalledLast(words: readonly Word[], { from, to, isExact, distance }: Candidate): boolean {
  const first = words[from];
  const before = words[from - 1];
  const last = words[to - 1];
  if (first === undefined || before === undefined || last === undefined) return false;
  if (!last.isSentenceEnd && !first.isAfterBreak) return false;
  if (isExact) return first.isAfterBreak || !TAKE_OBJECTS.has(before.text);
  if (words.slice(from, to).some((word) => ORDINARY.has(word.text))) return false;
  if (!last.isSentenceEnd) return false;
  return first.isAfterBreak || (distance <= NEAR_DISTANCE && BEFORE_CALLED.has(before.text));
}

/** "Let's ask Parley" is for it; "I asked Parley" is about it. */
function isInvited(words: readonly Word[], from: number): boolean {
  if (words[from - 1]?.text !== 'ask') return false;
  const before = words[from - 2];
  return (
    before === undefined || words[from - 1]?.isAfterBreak === true || INVITE_ASK.has(before.text)
  );
}
