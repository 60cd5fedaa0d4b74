/** Where the time of a turn goes, from its record: each step counted from the last voiced frame. */
import type { TurnMarks, TurnRecord } from '../src/pipeline/timeline.ts';
import { FRAME_MS } from '../src/pipeline/types.ts';
import type { BenchRow } from './result.ts';
import { summarise } from './statistics.ts';

const STEPS: readonly (readonly [keyof TurnMarks, string])[] = [
  ['sttStartedAtMs', 'words asked for'],
  ['sttEndedAtMs', 'recognised'],
  ['endpointAtMs', 'turn over'],
  ['llmRequestedAtMs', 'model asked'],
  ['firstTokenAtMs', 'first token'],
  ['firstClauseAtMs', 'first clause'],
  ['firstPcmAtMs', 'first sound'],
  ['firstPacketAtMs', 'first frame out'],
];

/** What is left when sound is there and may be heard. */
const LET_OUT = 'first sound, and turn over, to first frame out';

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
  const rows = STEPS.map(([mark, name]): BenchRow => {
    const spans = turns.flatMap(({ marks, sentAtMs }) => {
      const atMs = marks[mark];
      return atMs === undefined ? [] : [atMs - sentAtMs];
    });
    return { measure: `last voiced frame to ${name}`, of, ...summarise(spans) };
  });
  const letOut = turns.flatMap(({ marks: { firstPcmAtMs, endpointAtMs = 0, firstPacketAtMs } }) =>
    firstPcmAtMs === undefined || firstPacketAtMs === undefined
      ? []
      : [firstPacketAtMs - Math.max(firstPcmAtMs, endpointAtMs)],
  );
  const target = { median: FRAME_MS };
  return [...rows, { measure: LET_OUT, of, ...summarise(letOut), target }];
}
