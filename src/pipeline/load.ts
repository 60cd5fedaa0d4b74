/** What Parley gives up when the machine cannot keep up, and in which order. */

/** 0: the machine keeps up. Each level gives up what the one below it does, and more. */
export type LoadLevel = 0 | 1 | 2 | 3 | 4;

/** Whatever keeps up worst: what is given up for it helps the others, too. */
export function worse(one: LoadLevel, other: LoadLevel): LoadLevel {
  return one > other ? one : other;
}

export interface Measures {
  /** Work that may turn out to be for nothing: on what may not be the end of a turn, a second hearing. */
  readonly maySpeculate: boolean;
  /** How much more silence ends a turn, as a factor: fewer turns are judged too early and again. */
  readonly endpointFactor: number;
  /** How much goes into a piece of speech, as a factor: what is urgent waits for less at a time. */
  readonly pieceFactor: number;
  /** The turn model is asked: where it answers too late for every turn, its work only makes all else later. */
  readonly asksTurnModel: boolean;
  /** A short sound says that the answer is on its way. */
  readonly saysOneMoment: boolean;
  /** New conversations may begin. */
  readonly admitsConversations: boolean;
}

/**
 * First what nobody hears (1), then what is heard as slowness by one person (2), then what is
 * heard as hesitation (3), and in the end those who are not here yet (4). Conversations that run
 * never stutter in favour of another one. The factors are guesses.
 */
export function measuresAt(level: LoadLevel): Measures {
  return {
    maySpeculate: level < 1,
    endpointFactor: level < 2 ? 1 : 1.3,
    pieceFactor: level < 2 ? 1 : 0.6,
    asksTurnModel: level < 3,
    saysOneMoment: level >= 3,
    admitsConversations: level < 4,
  };
}
