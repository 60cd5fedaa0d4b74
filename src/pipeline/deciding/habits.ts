/** How one person speaks, learned from their own pauses; kept in memory only. Pure. */
import type { Speaker } from '../types.ts';

export interface Habits {
  /** Typical length of the pauses inside their turns. */
  readonly pauseMs: number;
  /** Silence that they get at least, even where they sound done. */
  readonly patienceMs: number;
  /** Times in a row that they made Parley fall silent for nothing. */
  readonly falseStops: number;
  /** Times in a row that it was Parley's own voice that came back from them. */
  readonly echoes: number;
  /** Where their last turn was taken to end. */
  readonly lastTurnEnd?: { readonly lastVoicedAtMs: number; readonly soundedDone: boolean };
}

/** The turn model is asked after this; nobody's turn ends sooner. */
const LEAST_PATIENCE_MS = 200;
/** Longer, and everybody else would wait for the sake of one slow pause. */
const MOST_PATIENCE_MS = 900;

const LEAST_PAUSE_MS = 300;
const MOST_PAUSE_MS = 1200;

/** Shorter gaps are between words, not thoughts. */
const PAUSE_COUNTS_FROM_MS = 180;

const NEW_HABITS: Habits = {
  pauseMs: 500,
  patienceMs: LEAST_PATIENCE_MS,
  falseStops: 0,
  echoes: 0,
};

/** They paused inside a turn and went on. @param soundedDone the turn model had taken it for the end. */
export function learnPause(habits: Habits, pauseMs: number, soundedDone: boolean): Habits {
  if (pauseMs < PAUSE_COUNTS_FROM_MS) return habits;
  return {
    ...habits,
    pauseMs: between(LEAST_PAUSE_MS, mix(habits.pauseMs, pauseMs, 0.25), MOST_PAUSE_MS),
    // A wrong guess costs more than a wait: believed quickly, forgotten slowly.
    patienceMs: soundedDone
      ? between(LEAST_PATIENCE_MS, mix(habits.patienceMs, pauseMs + 150, 0.7), MOST_PATIENCE_MS)
      : habits.patienceMs,
  };
}

/** Their turn ended where it was taken to end. */
export function learnRightEnd(habits: Habits): Habits {
  return { ...habits, patienceMs: mix(habits.patienceMs, LEAST_PATIENCE_MS, 0.05) };
}

export function learnFalseStop(habits: Habits): Habits {
  return { ...habits, falseStops: habits.falseStops + 1 };
}

/** They did mean Parley: the next time it listens up again. */
export function learnRealStop(habits: Habits): Habits {
  return { ...habits, falseStops: 0, echoes: 0 };
}

export function learnEcho(habits: Habits): Habits {
  return { ...habits, echoes: habits.echoes + 1 };
}

function mix(old: number, seen: number, share: number): number {
  return old + (seen - old) * share;
}

function between(least: number, value: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

export function habitsOf(all: ReadonlyMap<string, Habits>, speakerId: string): Habits {
  return all.get(speakerId) ?? NEW_HABITS;
}

/** More than come together in one channel: of those who left, the ones known for longest are forgotten. */
const MOST_KNOWN = 100;

/** @param present the people who are there. */
export function habitsKept(
  all: ReadonlyMap<string, Habits>,
  present: readonly Speaker[],
): ReadonlyMap<string, Habits> {
  if (all.size <= MOST_KNOWN) return all;
  const isThere = new Set(present.map(({ id }) => id));
  const gone = [...all.keys()].filter((id) => !isThere.has(id));
  const forgotten = new Set(gone.slice(0, all.size - MOST_KNOWN));
  return new Map([...all].filter(([id]) => !forgotten.has(id)));
}

export function withHabits(
  all: ReadonlyMap<string, Habits>,
  speakerId: string,
  change: (habits: Habits) => Habits,
): ReadonlyMap<string, Habits> {
  const before = habitsOf(all, speakerId);
  const after = change(before);
  return after === before ? all : new Map(all).set(speakerId, after);
}

/** What was learned of somebody who must not be heard any more. */
export function withoutHabits(
  all: ReadonlyMap<string, Habits>,
  speakerId: string,
): ReadonlyMap<string, Habits> {
  if (!all.has(speakerId)) return all;
  return new Map([...all].filter(([id]) => id !== speakerId));
}
