/** How far ahead of the ear a reply is synthesised. */
import type { Clock } from '../../async/clock.ts';
import { mostChars, type PiecePace } from './plan-piece.ts';

/**
 * Sound that is made ahead of the ear: room for the next piece's synthesis to fail and be tried again,
 * but little to be thrown away when somebody interrupts.
 */
const AHEAD_MS = { least: 3000, most: 7000, beyondSynthesis: 1500 } as const;

/** A paused playback is looked at so often. */
const LOOK_MS = 100;

/**
 * Resolves when the ear will want more soon.
 * @throws `signal.reason` once aborted.
 */
export async function untilWanted(
  unplayedMs: () => number,
  pace: PiecePace,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const forNextMs = AHEAD_MS.beyondSynthesis + 2 * pace.synthesisMs(mostChars(pace));
  const enoughMs = Math.max(AHEAD_MS.least, Math.min(AHEAD_MS.most, forNextMs));
  for (let tooMuchMs = unplayedMs() - enoughMs; tooMuchMs > 0;) {
    await clock.sleep(Math.max(LOOK_MS, tooMuchMs), signal);
    tooMuchMs = unplayedMs() - enoughMs;
  }
}
