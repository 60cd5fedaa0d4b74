/** What happened when a scenario was played, with stub models or with real sound. Times count from its beginning. */
import type { TurnRecord } from '../pipeline/timeline.ts';

export interface Observation {
  readonly lines: readonly PlayedLine[];
  readonly answers: readonly HeardAnswer[];
  readonly records: readonly ObservedRecord[];
  /** What the language model was asked last; undefined where nobody could look. */
  readonly lastPrompt: string | undefined;
  readonly endedAtMs: number;
  /** Something of it went wrong, whatever was expected. */
  readonly faults: readonly string[];
}

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface PlayedLine {
  /** Of the scenario's steps. */
  readonly step: number;
  readonly person: string;
  readonly text: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** Where there was sound, noise included. */
  readonly sounds: readonly Span[];
  readonly hasWords: boolean;
}

/** A turn record with its times moved, and its speaker's name. */
export interface ObservedRecord {
  readonly person: string;
  readonly record: TurnRecord;
}

export interface HeardAnswer {
  /** Whose turns it answers, the last one last. */
  readonly turns: readonly ObservedRecord[];
  /** As far as it was heard. */
  readonly text: string;
  readonly startedAtMs: number;
  /** The end of its last sound. */
  readonly endedAtMs: number;
  readonly sounds: readonly Span[];
  /** `toMs` is the end where it never went on. */
  readonly pauses: readonly Span[];
  readonly lowered: readonly Span[];
  /** It ended before it was whole. */
  readonly isCut: boolean;
}
