/** What comes back of Parley's own voice through somebody's loudspeakers. Pure. */
import { isEcho } from '../hearing/echo.ts';
import { isStopCommand } from './overlap.ts';
import { isScrapOf, stopWithin } from './recent-speech.ts';

export interface SaidLately {
  /** The reply that is going on; `''` for none. */
  readonly now: string;
  /** That, and what was said in the last seconds. */
  readonly lately: string;
  readonly isSpeaking: boolean;
}

/** @returns their own words: all of it, or the "stop" within an echo; `isEcho`: there are none. */
export function withoutOwnVoice(
  text: string,
  said: SaidLately,
  wakeNames: readonly string[],
): { readonly text: string; readonly isEcho: boolean } {
  const isStop = (sentence: string) => isStopCommand(sentence, wakeNames, []);
  const isOwnVoice =
    isEcho(text, said.lately) || (said.isSpeaking && isScrapOf(text, said.now) && !isStop(text));
  if (!isOwnVoice) return { text, isEcho: false };
  const stop = stopWithin(text, said.now, isStop);
  return { text: stop ?? text, isEcho: stop === undefined };
}
