/** Where the time of a turn goes, from its record: each step counted from the last voiced frame. */
import type { TurnMarks, TurnRecord } from '../src/pipeline/timeline.ts';
import type { BenchRow } from './result.ts';
import { summarise } from './statistics.ts';

const STEPS: readonly (readonly [keyof TurnMarks, string])[] = [
  ['sttStartedAtMs', 'recognition begun'],
  ['sttEndedAtMs', 'recognised'],
  ['endpointAtMs', 'turn over'],
  ['llmRequestedAtMs', 'model asked'],
  ['firstTokenAtMs', 'first token'],
  ['firstClauseAtMs', 'first clause'],
  ['firstPcmAtMs', 'first sound'],
  ['firstPacketAtMs', 'first frame out'],
];

/** The VAD may take the last voiced frame for silence, or noise after it for voice. */
const SLACK_MS = 400;

/** @param lastVoicedAtMs of each turn, as it was sent. */
export function stagesOf(
  records: readonly TurnRecord[],
  lastVoicedAtMs: readonly number[],
  of = 'Parley',
): BenchRow[] {
  const turns = lastVoicedAtMs.flatMap((sentAtMs) => {
    const record = records.find(
      ({ marks, outcome }) =>
        outcome.status !== 'left-alone' &&
        Math.abs((marks.lastVoicedAtMs ?? Number.NEGATIVE_INFINITY) - sentAtMs) < SLACK_MS,
    );
    return record === undefined ? [] : [{ marks: record.marks, sentAtMs }];
  });
  if (turns.length === 0) return [];
  return STEPS.map(([mark, name]) => {
    const spans = turns.flatMap(({ marks, sentAtMs }) => {
      const atMs = marks[mark];
      return atMs === undefined ? [] : [atMs - sentAtMs];
    });
    return { measure: `last voiced frame to ${name}`, of, ...summarise(spans) };
  });
}
