/** What somebody says over Parley's reply: told to stop, spoken to, or only listened along to. Pure. */
import { wordsOf } from '../words.ts';
import { isBackchannel } from './backchannel.ts';
import { FILLERS, isHum } from './small-words.ts';
import {
  STOP_EXTRAS,
  STOP_LEAD_PHRASES,
  STOP_LEADS,
  STOP_MISHEARD,
  STOP_MISHEARD_NAMED,
  STOP_PHRASES,
  STOPPED_DOING,
  TAKE_BACK_PHRASES,
} from './stop-words.ts';
import { findWakeName } from './wake-name.ts';

const MAX_STOP_WORDS = 10;
const MAX_PHRASE_WORDS = 5;

export type OverlapKind = 'stop' | 'speech' | 'backchannel' | 'nothing';

/** @param otherNames of the other people present: "Charlie, stop" is not for Parley. */
export function judgeOverlap(
  text: string,
  wakeNames: readonly string[],
  otherNames: readonly string[],
): OverlapKind {
  const words = wordsOf(text);
  if (words.length === 0) return 'nothing';
  if (isStopCommand(text, wakeNames, otherNames)) return 'stop';
  return isBackchannel(text) ? 'backchannel' : 'speech';
}

/** @returns whether all of it is an order to be silent, with or without Parley's name. */
export function isStopCommand(
  text: string,
  wakeNames: readonly string[],
  otherNames: readonly string[],
): boolean {
  const rest = orderIn(text, wakeNames, otherNames);
  return rest !== undefined && isStop(rest, STOP_PHRASES);
}

/**
 * @returns whether what was asked is taken back at its end: "Tell me about Rome. No, stop." Behind other
 * sentences "that's all" and "one second" close them; alone they tell Parley to stop.
 */
export function endsInStop(
  text: string,
  wakeNames: readonly string[],
  otherNames: readonly string[],
): boolean {
  if (isStopCommand(text, wakeNames, otherNames)) return true;
  const sentences = text.trim().split(/(?<=[.!?…]["'”’)]*)\s+/u);
  const last = sentences.at(-1) ?? '';
  const rest = orderIn(last, wakeNames, otherNames);
  if (rest === undefined || sentences.length < 2 || !isStop(rest, STOP_PHRASES)) return false;
  const isNamed = rest.length < wordsOf(last).length;
  return (
    isNamed ||
    rest.some((_, at) => longestAt(rest, at, TAKE_BACK_PHRASES) > 0) ||
    isBackchannel(sentences.slice(0, -1).join(' '))
  );
}

/** @returns the words but for Parley's name, "stop" spelled right; undefined for too many. */
function orderIn(
  text: string,
  wakeNames: readonly string[],
  otherNames: readonly string[],
): readonly string[] | undefined {
  const words = wordsOf(text);
  if (words.length === 0 || words.length > MAX_STOP_WORDS) return undefined;
  const named = findWakeName(text, wakeNames, otherNames);
  if (named === undefined)
    return words.length === 1 ? words.map((word) => respelled(word, STOP_MISHEARD)) : words;
  const rest = without(words, wordsOf(named.heard));
  // "Parley, stop" comes back as "Harley stopped".
  const isAlone = rest.length === 1 || (rest.length === 2 && rest[1] === 'it');
  return rest.map((word) => respelled(word, isAlone ? STOP_MISHEARD_NAMED : STOP_MISHEARD));
}

function respelled(word: string, misheard: RegExp): string {
  return misheard.test(word) ? 'stop' : word;
}

/** Words without what `part` has of them, where it stands in them first. */
function without(words: readonly string[], part: readonly string[]): readonly string[] {
  const at = words.findIndex((_, from) =>
    part.every((word, offset) => words[from + offset] === word),
  );
  return at === -1 ? words : [...words.slice(0, at), ...words.slice(at + part.length)];
}

/** One stop phrase or several, with small words around, divided anyhow: "okay, stop, stop it please". */
function isStop(words: readonly string[], phrases: ReadonlySet<string>): boolean {
  // How far into the words one gets, before the first order and after it.
  const before = new Set([0]);
  const after = new Set<number>();
  for (let at = 0; at < words.length; at += 1)
    for (let length = 1; length <= MAX_PHRASE_WORDS && at + length <= words.length; length += 1) {
      const phrase = words.slice(at, at + length).join(' ');
      const isOrder = phrases.has(phrase) || isStopDoing(words, at, length);
      if (before.has(at)) {
        if (isOrder) after.add(at + length);
        if (STOP_LEADS.has(phrase) || STOP_LEAD_PHRASES.has(phrase)) before.add(at + length);
      }
      if (after.has(at) && (isOrder || STOP_EXTRAS.has(phrase))) after.add(at + length);
    }
  return after.has(words.length);
}

function isStopDoing(words: readonly string[], at: number, length: number): boolean {
  return length === 2 && words[at] === 'stop' && STOPPED_DOING.test(words[at + 1] ?? '');
}

/** @returns how many words of the longest phrase begin at `at`; 0 for none. */
function longestAt(words: readonly string[], at: number, phrases: ReadonlySet<string>): number {
  for (let length = Math.min(MAX_PHRASE_WORDS, words.length - at); length > 0; length -= 1)
    if (phrases.has(words.slice(at, at + length).join(' '))) return length;
  return 0;
}

/** @returns whether it adds nothing to a question: "um", "okay"; also where there are no words. */
export function isFillerOnly(text: string): boolean {
  return wordsOf(text).every((word) => FILLERS.has(word) || isHum(word));
}
