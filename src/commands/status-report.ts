/** Sums up turns for /status. */
import {
  responseLatencyMs,
  type EndOfTurn,
  type TurnMarks,
  type TurnRecord,
} from '../pipeline/timeline.ts';

export interface Percentiles {
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Values they were taken from. */
  readonly count: number;
}

interface StageSummary extends Percentiles {
  readonly stage: string;
}

export interface TurnSummary {
  readonly turnCount: number;
  readonly failedCount: number;
  /** Last voiced frame to first packet; undefined when no turn was answered aloud. */
  readonly responseLatency: Percentiles | undefined;
  /** In the order in which they happen; stages that no turn went through are absent. */
  readonly stages: readonly StageSummary[];
  readonly early: {
    /** Replies begun inside the speaker's pauses. */
    readonly count: number;
    /** Of those, thrown away because the speaker went on. */
    readonly discardedCount: number;
  };
  readonly interruptions: {
    /** The reply went on: "mm-hm", a cough, others' talk. */
    readonly letPassCount: number;
    /** The reply ended. */
    readonly realCount: number;
  };
  /** How the newest turn that has one was found to be over. */
  readonly lastEnd: EndOfTurn | undefined;
}

type Mark = keyof TurnMarks;

/** Each stage that the listener waits for: from one mark to the next. */
const STAGES: readonly (readonly [stage: string, from: Mark, to: Mark])[] = [
  ['end of speech noticed', 'lastVoicedAtMs', 'endpointAtMs'],
  ['recognition', 'sttStartedAtMs', 'sttEndedAtMs'],
  ['first word of the model', 'llmRequestedAtMs', 'firstTokenAtMs'],
  ['first clause', 'firstTokenAtMs', 'firstClauseAtMs'],
  ['its synthesis', 'firstClauseAtMs', 'firstPcmAtMs'],
  ['its first packet', 'firstPcmAtMs', 'firstPacketAtMs'],
];

export function summariseTurns(turns: readonly TurnRecord[]): TurnSummary {
  const spoken = turns.filter(({ medium }) => medium === 'voice');
  const interruptions = turns.flatMap((turn) => turn.interruptions);
  const letPassCount = interruptions.filter(({ resumedAtMs }) => resumedAtMs !== undefined).length;
  return {
    turnCount: turns.length,
    failedCount: turns.filter(({ outcome }) => outcome.status === 'failed').length,
    responseLatency: percentiles(spoken.map(responseLatencyMs)),
    stages: STAGES.flatMap(([stage, from, to]) => {
      const summary = percentiles(spoken.map(({ marks }) => spanMs(marks, from, to)));
      return summary === undefined ? [] : [{ stage, ...summary }];
    }),
    early: {
      count: sum(turns.map(({ speculations }) => speculations)),
      discardedCount: sum(turns.map(({ discarded }) => discarded)),
    },
    interruptions: { letPassCount, realCount: interruptions.length - letPassCount },
    lastEnd: spoken.findLast(({ endOfTurn }) => endOfTurn !== undefined)?.endOfTurn,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function spanMs(marks: TurnMarks, from: Mark, to: Mark): number | undefined {
  const start = marks[from];
  const end = marks[to];
  return start === undefined || end === undefined ? undefined : end - start;
}

/** By nearest rank: always a value that really occurred. */
function percentiles(values: readonly (number | undefined)[]): Percentiles | undefined {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  const p50Ms = rank(0.5);
  const p95Ms = rank(0.95);
  if (p50Ms === undefined || p95Ms === undefined) return undefined;
  return { p50Ms, p95Ms, count: sorted.length };
}
