/** Whether a transcript is Parley's own voice, come back through somebody's loudspeakers. Pure. */
import { soundDistance, soundOf } from '../sounds.ts';
import { wordsOf } from '../words.ts';

/** Nothing is longer than what Parley says in the seconds that count; bounds the comparison. */
const MAX_HEARD_WORDS = 60;
const MAX_SAID_WORDS = 400;

/** Of the words heard, how much may differ from what was said. Guesses. */
const MAX_DIFFERENCE = 0.4;
const MAX_DIFFERENCE_OF_SHORT = 0.15;
const SHORT_WORDS = 3;

/** A person may say them while Parley says them, too; then they are meant. */
const NEVER_ECHO = /^(?:stop|stopped|wait|hold|enough|quiet|cancel|no|shut)$/u;

/**
 * @param saidRecently Parley's words of the last seconds.
 * @returns whether all of `text` is a stretch of it, as a recogniser may have misheard it.
 */
export function isEcho(text: string, saidRecently: string): boolean {
  const heard = wordsOf(text).slice(0, MAX_HEARD_WORDS);
  const said = wordsOf(saidRecently).slice(-MAX_SAID_WORDS);
  if (heard.length < 2 || said.length === 0) return false;
  const isShort = heard.length <= SHORT_WORDS;
  if (isShort && heard.some((word) => NEVER_ECHO.test(word))) return false;
  const most = isShort ? MAX_DIFFERENCE_OF_SHORT : MAX_DIFFERENCE;
  return alignmentPrice(heard, said) / heard.length <= most;
}

/** @returns the least price of turning some stretch of `said` into `heard`; a whole word costs 1. */
function alignmentPrice(heard: readonly string[], said: readonly string[]): number {
  const saidSounds = said.map(soundOf);
  // It may begin anywhere in what was said.
  let row = Array.from({ length: said.length + 1 }, () => 0);
  for (const word of heard) {
    const sound = soundOf(word);
    const next = [(row[0] ?? 0) + 1];
    for (const [at, other] of said.entries()) {
      const replaced =
        word === other ? 0 : Math.min(1, 1.5 * soundDistance(sound, saidSounds[at] ?? ''));
      next.push(Math.min((row[at] ?? 0) + replaced, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 0.7));
    }
    row = next;
  }
  return Math.min(...row);
}
