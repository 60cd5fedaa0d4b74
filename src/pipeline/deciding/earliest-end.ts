/** When a guess about a turn can turn out right. Pure. */
import { FRAME_MS } from '../types.ts';
import { isTurnOver } from './end-of-turn.ts';
import { habitsOf } from './habits.ts';
import type { TurnTakingState } from './turn-state.ts';

/** Longer than any turn is waited for, on the slowest machine. */
const LONGEST_MS = 4000;

/**
 * @returns when that turn is over at the earliest, by what is known of it, clock ms: what is worked out
 *   before on the guess that it is over need not be there sooner. Now, where it is over.
 */
export function earliestEndAtMs(
  state: Pick<
    TurnTakingState,
    'nowMs' | 'utterances' | 'habits' | 'hasTurnDetector' | 'endpointFactor'
  >,
  turnId: string,
): number {
  const utterance = state.utterances.find((each) => each.turnId === turnId);
  if (utterance === undefined || utterance.overAtMs !== undefined) return state.nowMs;
  const { speakerId, transcript, lastVoicedAtMs } = utterance;
  const pause = {
    // Where the turn model was not asked yet, it may say that they are done.
    finishedProbability: utterance.finishedProbability ?? (state.hasTurnDetector ? 1 : undefined),
    text: transcript?.text,
    habits: habitsOf(state.habits, speakerId),
  };
  let { silentMs } = utterance;
  const isOver = () => isTurnOver({ silentMs: silentMs / state.endpointFactor, ...pause });
  while (silentMs < LONGEST_MS && !isOver()) silentMs += FRAME_MS;
  return Math.max(state.nowMs, lastVoicedAtMs + silentMs);
}
