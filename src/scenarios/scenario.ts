/** What a scenario is: who is there, what they say when, and what Parley should make of it. */
import type { Addressing, Line } from './lines.ts';
import type { Moment } from './moments.ts';

export interface Scenario {
  /** One sentence that tells what happens. */
  readonly story: string;
  /** Whether it can be played with real sound as well. */
  readonly isReal: boolean;
  readonly people: readonly Person[];
  readonly settings: { readonly addressing: Addressing; readonly name: string };
  /** Of the stub models. */
  readonly models: ModelDelays;
  readonly steps: readonly Step[];
  readonly expected: Expected;
}

export interface Person {
  readonly name: string;
  /** Their loudspeakers are heard by their microphone. */
  readonly hasEcho: boolean;
}

export interface ModelDelays {
  readonly recognitionMs: number;
  readonly firstWordMs: number;
  readonly voiceMs: number;
  /** Undefined: there is no turn model. */
  readonly turnMs: number | undefined;
}

/** One line of one person. */
export interface Step {
  readonly person: string;
  readonly line: Line;
  /** As it is written, for people. */
  readonly text: string;
  /** What the recogniser makes of it, stretch by stretch; absent where it hears well. */
  readonly heard: Line | undefined;
  readonly moment: Moment;
  /** What the stub language model answers to it. */
  readonly reply: Reply;
}

export type Reply = { readonly text: string } | { readonly aboutMs: number };

interface Expected {
  /** All answers of which something is heard, in order. */
  readonly answers: readonly ExpectedAnswer[];
  /** Lines that get no answer. */
  readonly leftAlone: readonly ExpectedSilence[];
  /** Of the last request to the language model. */
  readonly lastPrompt: { readonly has: readonly string[]; readonly lacks: readonly string[] };
}

/** Absent: does not matter. */
export interface ExpectedAnswer {
  readonly to: readonly string[] | undefined;
  /** Parts of the lines that it answers. */
  readonly about: readonly string[];
  /** From the last voiced frame to the first sound. */
  readonly withinMs: number | undefined;
  readonly notWithinMs: number | undefined;
  /** Who is speaking when it begins. */
  readonly beginsOver: readonly string[] | undefined;
  readonly heard: 'whole' | 'cut' | undefined;
  /** From the first sound of whoever cuts it to its last one. */
  readonly silentWithinMs: number | undefined;
  readonly pauses: number | undefined;
  readonly pausedAtMostMs: number | undefined;
  readonly isLowered: boolean | undefined;
  /** It begins while its asker has more to say; otherwise that is a fault. */
  readonly isIntoSentence: boolean;
  readonly says: readonly string[];
  readonly saysNot: readonly string[];
  readonly guessesThrownAway: number | undefined;
}

export interface ExpectedSilence {
  readonly person: string;
  /** A part of their line. */
  readonly text: string;
  readonly because: string | undefined;
}
