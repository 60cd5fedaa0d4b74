/** What somebody says over Parley's reply: told to stop, spoken to, or only listened along to. Pure. */
import { wordsOf } from '../words.ts';
import { BACKCHANNEL_PHRASES, BACKCHANNEL_WORDS, FILLERS, isHum } from './small-words.ts';
import { STOP_EXTRAS, STOP_LEADS, STOP_PHRASES } from './stop-words.ts';
import { findWakeName } from './wake-name.ts';

/** More words than that are no mere sign of listening, whatever they are. */
const MAX_BACKCHANNEL_WORDS = 6;
const MAX_STOP_WORDS = 10;

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
  return isBackchannel(words) ? 'backchannel' : 'speech';
}

/** @returns whether all of it is an order to be silent, with or without Parley's name. */
export function isStopCommand(
  text: string,
  wakeNames: readonly string[],
  otherNames: readonly string[],
): boolean {
  const words = wordsOf(text);
  if (words.length === 0 || words.length > MAX_STOP_WORDS) return false;
  if (isStop(words)) return true;
  const named = findWakeName(text, wakeNames, otherNames);
  if (named === undefined) return false;
  const rest = without(words, wordsOf(named.heard));
  // "Parley, stop" comes back as "Harley stopped".
  return isStop(rest.map((word) => (/^stop(?:ped|s)$/u.test(word) ? 'stop' : word)));
}

/** @returns whether the last sentence of it is such an order: "Tell me about Rome. No, stop." */
export function endsInStop(
  text: string,
  wakeNames: readonly string[],
  otherNames: readonly string[],
): boolean {
  const last =
    text
      .trimEnd()
      .split(/(?<=[.!?…]["'”’)]*)\s+/u)
      .at(-1) ?? '';
  return isStopCommand(last, wakeNames, otherNames);
}

/** Words without what `part` has of them, where it stands in them first. */
function without(words: readonly string[], part: readonly string[]): readonly string[] {
  const at = words.findIndex((_, from) =>
    part.every((word, offset) => words[from + offset] === word),
  );
  return at === -1 ? words : [...words.slice(0, at), ...words.slice(at + part.length)];
}

/** One stop phrase or several, with small words around: "okay, stop, stop it please". */
function isStop(words: readonly string[]): boolean {
  let at = 0;
  let stops = 0;
  while (at < words.length) {
    const length = phraseAt(words, at, STOP_PHRASES);
    if (length > 0) stops += 1;
    else if (!(stops === 0 ? STOP_LEADS : STOP_EXTRAS).has(words[at] ?? '')) return false;
    at += Math.max(1, length);
  }
  return stops > 0;
}

function isBackchannel(words: readonly string[]): boolean {
  if (words.length > MAX_BACKCHANNEL_WORDS) return false;
  let at = 0;
  while (at < words.length) {
    const length = phraseAt(words, at, BACKCHANNEL_PHRASES);
    const word = words[at] ?? '';
    if (length === 0 && !BACKCHANNEL_WORDS.has(word) && !isHum(word)) return false;
    at += Math.max(1, length);
  }
  return true;
}

/** @returns how many words of the longest phrase begin at `at`; 0 for none. */
function phraseAt(words: readonly string[], at: number, phrases: ReadonlySet<string>): number {
  for (let length = Math.min(5, words.length - at); length > 0; length -= 1)
    if (phrases.has(words.slice(at, at + length).join(' '))) return length;
  return 0;
}

/** @returns whether it adds nothing to a question: "um", "okay"; also where there are no words. */
export function isFillerOnly(text: string): boolean {
  return wordsOf(text).every((word) => FILLERS.has(word) || isHum(word));
}
