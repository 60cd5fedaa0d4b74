/** What comes back of Parley's own voice through somebody's loudspeakers. Pure. */
import { isEcho } from '../hearing/echo.ts';
import { wordsOf } from '../words.ts';
import { isStopCommand } from './overlap.ts';
import { isScrapOf, stopWithin } from './recent-speech.ts';
import { findWakeName } from './wake-name.ts';

export interface SaidLately {
  /** Of the reply that is going on what was played, or else its text; `''` for none. */
  readonly now: string;
  /** That, and what was said in the last seconds. */
  readonly lately: string;
  readonly isSpeaking: boolean;
  /** The last words that were played; all of `now`, unless told. */
  readonly justSaid?: string | undefined;
  /** From the last frame that was played to the first of their words; unknown: they may have begun before it. */
  readonly beganAfterMs?: number | undefined;
  /** Times in a row that Parley's own voice came back from them; unknown: there may be some. */
  readonly echoes?: number | undefined;
}

/** No way to a loudspeaker and back is longer. A guess; with headphones people answer that soon, too. */
const LONGEST_WAY_MS = 1_000;

/** A usual way back: who begins after it has heard all of the reply. */
const USUAL_WAY_MS = 300;

/** People answer Parley's question in a few of its own words. */
const ANSWER_WORDS = 4;

/** @returns their own words: all of it, or the "stop" within an echo; `isEcho`: there are none. */
export function withoutOwnVoice(
  text: string,
  said: SaidLately,
  wakeNames: readonly string[],
): { readonly text: string; readonly isEcho: boolean } {
  const isStop = (sentence: string) => isStopCommand(sentence, wakeNames, []);
  const heard = heardOf(said);
  const isOwnVoice =
    (mayComeBack(text, heard, said, wakeNames) && isEcho(text, heard)) ||
    (said.isSpeaking && isScrapOf(text, said.justSaid ?? said.now, wakeNames) && !isStop(text));
  if (!isOwnVoice) return { text, isEcho: false };
  const stop = stopWithin(text, said.now, isStop);
  return { text: stop ?? text, isEcho: stop === undefined };
}

/** A reply that is only thought, or held back, was not heard by anybody. */
function heardOf({ now, lately, isSpeaking }: SaidLately): string {
  const unheard = now.trim();
  const heard = lately.trim();
  if (isSpeaking || unheard === '' || !heard.endsWith(unheard)) return heard;
  return heard.slice(0, heard.length - unheard.length).trim();
}

/** Whether it can be an echo at all: by when it began, by whose it is, and by what Parley had asked. */
function mayComeBack(
  text: string,
  heard: string,
  { isSpeaking, beganAfterMs, echoes }: SaidLately,
  wakeNames: readonly string[],
): boolean {
  if (callsUnsaid(text, heard, wakeNames)) return false;
  if (isSpeaking) return true;
  if (beganAfterMs !== undefined && beganAfterMs > LONGEST_WAY_MS) return false;
  const cameBackBefore = echoes === undefined ? undefined : echoes > 0;
  // With headphones nothing comes back; what begins after the way back was not under way.
  if (beganAfterMs !== undefined && beganAfterMs > USUAL_WAY_MS && cameBackBefore !== true)
    return false;
  const isAnswer = endsInQuestion(heard) && wordsOf(text).length <= ANSWER_WORDS;
  return !isAnswer || cameBackBefore === true || /[?？]["'”’)]*\s*$/u.test(text);
}

/** Parley's name, where Parley did not say it. */
function callsUnsaid(text: string, heard: string, wakeNames: readonly string[]): boolean {
  const called = findWakeName(text, wakeNames, []);
  if (called === undefined || (!called.isExact && called.position !== 'start')) return false;
  const own = new Set(wordsOf(heard));
  return wordsOf(called.heard).some((word) => !own.has(word));
}

function endsInQuestion(text: string): boolean {
  return /[?？]["'”’)»*_]*\s*$/u.test(text.slice(-20));
}
