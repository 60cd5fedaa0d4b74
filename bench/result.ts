/** What every bench hands back: one shape for tables, for --json, and for comparing two runs. */
import type { TurnRecord } from '../src/pipeline/timeline.ts';
import type { Machine } from './machine.ts';
import type { Summary } from './statistics.ts';

export interface BenchResult {
  readonly name: string;
  readonly machine: Machine;
  /** Of every row that names no other. */
  readonly unit: 'ms';
  readonly rows: readonly BenchRow[];
  /** Where things are right or wrong instead of fast or slow. */
  readonly cases?: readonly BenchCase[];
  /** A turn, for a picture; what was said in it is in the bench. */
  readonly timeline?: TurnRecord;
  /** Sentences that the figures cannot be read without. */
  readonly notes: readonly string[];
}

export interface BenchRow extends Summary {
  /** "response", "barge-in". */
  readonly measure: string;
  /** Whose: "Parley", "blocking order". */
  readonly of: string;
  readonly unit?:
    | '%'
    | 'MB'
    | 'µs'
    | 'CPU s a minute'
    | '×'
    | 'cuts'
    | 'code points'
    | 'turns'
    | 'underruns'
    | 'handles'
    | 'listeners'
    | 'MB per 1,000 turns'
    | 'handles per 1,000 turns'
    | 'listeners per 1,000 turns';
  /** What it should stay under. */
  readonly target?: {
    readonly median?: number;
    readonly p95?: number;
    readonly max?: number;
    /** Of the lowest: where that is an interval's end, the figure is not above it for certain. */
    readonly min?: number;
  };
  /** Published elsewhere, not measured in this run. */
  readonly isReference?: true;
}

export interface BenchCase {
  readonly name: string;
  readonly wanted: string;
  readonly got: string;
  /** What was recognised of it, bit by bit. */
  readonly heard: readonly string[];
  readonly isRight: boolean;
  /** Silence that it cost the listeners in all; null where the reply was not paused. */
  readonly pausedMs: number | null;
}

/** One bench by name. */
export interface Bench {
  readonly name: string;
  /** One line for --help. */
  readonly description: string;
  run(options: BenchOptions): Promise<BenchResult>;
}

export interface BenchOptions {
  /** Turns of each row; benches that are slow in one order take fewer there. */
  readonly turns?: number;
  /** A JSON file with the `text` that the language model answers, instead of the usual one. */
  readonly replyFile?: string;
  /** A folder of WAV files to be tried over a reply, too. */
  readonly recordings?: string;
  /** Only cases whose name has this in it. */
  readonly only?: string;
  /** First until the machine has nothing else to do. */
  readonly wait: boolean;
  /** What happens, for a person who waits. */
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}
