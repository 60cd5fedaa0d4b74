/** Rules that end a turn by its silence, tried on pauses whose length is known. */
import { isTurnOver } from '../src/pipeline/deciding/end-of-turn.ts';
import { habitsOf } from '../src/pipeline/deciding/habits.ts';
import { FRAME_MS } from '../src/pipeline/types.ts';

/**
 * A turn may be taken earlier, but nothing of the answer sounds before: what the models take alone, with
 * the fastest language model. Who goes on before that has not been cut off; their words join the turn.
 */
const SOONEST_SOUND_MS = 530;

/** Shorter gaps end no turn under any rule here. */
export const LEAST_PAUSE_MS = 200;

/** Longer than any rule waits. */
const MOST_MS = 4000;

export interface SpeechPause {
  /** Of the last voiced frame, ms into the recording. */
  readonly fromMs: number;
  /** `Infinity` after the last word. */
  readonly lengthMs: number;
  /** What the turn model answered, by the silence after which it was asked; only those it got to. */
  readonly finishedProbabilities: ReadonlyMap<number, number>;
  /** What had been said by then. */
  readonly text: string;
}

/** Silence after which a rule ends the turn; it is asked as if the silence went on for ever. */
type EndRule = (pause: SpeechPause) => number;

/** What Parley does for somebody whom it does not know yet. */
export const parleysRule: EndRule = ({ finishedProbabilities, text }) => {
  const habits = habitsOf(new Map(), '');
  for (let silentMs = 0; silentMs < MOST_MS; silentMs += FRAME_MS) {
    const newest = [...finishedProbabilities].findLast(([askedAtMs]) => askedAtMs <= silentMs);
    const finishedProbability = newest?.[1];
    if (silentMs < LEAST_PAUSE_MS) continue;
    if (isTurnOver({ silentMs, finishedProbability, text, habits })) return silentMs;
  }
  return MOST_MS;
};

function asked(threshold: number, elseMs: number): EndRule {
  return ({ finishedProbabilities }) =>
    [...finishedProbabilities].find(([, probability]) => probability >= threshold)?.[0] ?? elseMs;
}

export const RULES: Readonly<Record<string, EndRule>> = {
  Parley: parleysRule,
  'silence of 500 ms': () => 500,
  'silence of 800 ms': () => 800,
  'p ≥ 0.5, else 2.2 s': asked(0.5, 2200),
  'p ≥ 0.7, else 2.2 s': asked(0.7, 2200),
  'p ≥ 0.9, else 2.2 s': asked(0.9, 2200),
  'p ≥ 0.97, else 2.2 s': asked(0.97, 2200),
};

interface RuleScore {
  /** Inner pauses that the rule took for the end… */
  readonly taken: number;
  /** …and in which an answer could be heard before the speaker went on. */
  readonly cuts: number;
  readonly innerPauses: number;
  /** Silence before the answer where they were done, ms, ascending. */
  readonly waitsMs: readonly number[];
}

/** @param turns of each recording its pauses, the end last. */
export function scoreRule(rule: EndRule, turns: readonly (readonly SpeechPause[])[]): RuleScore {
  const pauses = turns.flat();
  const inner = pauses.filter(({ lengthMs }) => lengthMs < Infinity);
  const ends = pauses.filter(({ lengthMs }) => lengthMs === Infinity);
  return {
    taken: inner.filter((pause) => rule(pause) < pause.lengthMs).length,
    cuts: inner.filter((pause) => isCut(rule, pause)).length,
    innerPauses: inner.length,
    waitsMs: ends.map(rule).toSorted((a, b) => a - b),
  };
}

export function isCut(rule: EndRule, pause: SpeechPause): boolean {
  return Math.max(rule(pause), SOONEST_SOUND_MS) < pause.lengthMs;
}
