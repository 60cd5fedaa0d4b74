/** How much silence ends a turn: from how it sounded, what was said, and who said it. Pure. */
import type { Habits } from './habits.ts';
import { soundsFinished, soundsUnfinished } from './unfinished.ts';

/**
 * Silence after which the turn model is asked, and asked again. Pipecat and LiveKit ask at 200 ms;
 * each later answer knows more of the silence.
 */
export const JUDGED_AT_MS: readonly number[] = [200, 400, 700, 1100, 1600];

/** Above this the turn model takes the turn for finished (its authors' threshold). */
export const FINISHED_PROBABILITY = 0.5;

/** Nobody waits longer for an answer that they have asked for. */
const CEILING_MS = 2200;

/** With the turn model silent (absent, slow, broken): a little above the pauses in fluent speech. */
const WITHOUT_MODEL_MS = 500;

/** What ends in "and" is going on, however it sounded. */
const UNFINISHED_WORDS_MS = 1500;

/**
 * Sounded finished, but is neither a question nor a farewell: the turn model is asked a second time.
 * It costs no answer anything, since no first sound is ready sooner.
 */
const PLAIN_WORDS_MS = 400;

export interface Pause {
  readonly silentMs: number;
  /** The turn model's newest answer in this pause. */
  readonly finishedProbability: number | undefined;
  /** What they have said so far; undefined until it is recognised. */
  readonly text: string | undefined;
  readonly habits: Habits;
}

/** @returns silence after the last voiced frame that ends the turn. */
function silenceNeededMs({ finishedProbability, text, habits }: Omit<Pause, 'silentMs'>): number {
  const isOpenEnded = text !== undefined && text !== '' && soundsUnfinished(text);
  if (finishedProbability === undefined)
    return Math.max(isOpenEnded ? UNFINISHED_WORDS_MS : WITHOUT_MODEL_MS, habits.patienceMs);
  const isWhole = text !== undefined && soundsFinished(text);
  if (finishedProbability >= FINISHED_PROBABILITY) {
    const least = isOpenEnded ? UNFINISHED_WORDS_MS : isWhole ? 0 : PLAIN_WORDS_MS;
    return Math.max(least, habits.patienceMs);
  }
  if (isOpenEnded) return CEILING_MS;
  // The less it sounded done the longer, in the measure of this person's own pauses.
  const doubt = 1 - finishedProbability / FINISHED_PROBABILITY;
  const waitMs = (600 + 1200 * doubt) * (habits.pauseMs / 500);
  const said = isWhole ? waitMs * 0.7 : waitMs;
  return Math.min(CEILING_MS, Math.max(WITHOUT_MODEL_MS, habits.patienceMs, said));
}

export function isTurnOver({ silentMs, ...pause }: Pause): boolean {
  return silentMs >= silenceNeededMs(pause);
}
