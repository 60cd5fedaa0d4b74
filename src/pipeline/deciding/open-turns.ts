/** The turns of one conversation: those without an outcome yet, and the records of the last ones. */
import type { HeardPiece } from '../hearing/ear-port.ts';
import type { TurnOutcome, TurnRecord } from '../timeline.ts';
import type { Speaker } from '../types.ts';
import type { Question } from './turn-state.ts';
import { createTurnRecorder, type TurnRecorder } from './turn-recorder.ts';

/** Records kept for /status: enough for a median, some kilobytes each. */
const RECORDS_KEPT = 40;

export interface OpenTurn {
  readonly speaker: Speaker;
  readonly recorder: TurnRecorder;
  /** Its words are in the history. */
  isRemembered: boolean;
  lastPiece?: HeardPiece;
}

export interface OpenTurns {
  nextId(): string;
  open(turnId: string, speaker: Speaker, medium: 'voice' | 'text'): OpenTurn;
  get(turnId: string): OpenTurn | undefined;
  /** Gives a turn its outcome, once; what comes later for it is ignored. */
  close(turnId: string, outcome: TurnOutcome, atMs: number): TurnRecord | undefined;
  /** Oldest first. */
  readonly records: readonly TurnRecord[];
}

export function createOpenTurns(
  guildId: string,
  onClosed: (record: TurnRecord, turn: OpenTurn) => void,
): OpenTurns {
  const open = new Map<string, OpenTurn>();
  let count = 0;
  let records: readonly TurnRecord[] = [];
  return {
    nextId() {
      count += 1;
      return `${guildId}-${count}`;
    },
    open(turnId, speaker, medium) {
      const recorder = createTurnRecorder({ turnId, guildId, speakerId: speaker.id, medium });
      const turn: OpenTurn = { speaker, recorder, isRemembered: false };
      open.set(turnId, turn);
      return turn;
    },
    get: (turnId) => open.get(turnId),
    close(turnId, outcome, atMs) {
      const turn = open.get(turnId);
      if (turn === undefined) return undefined;
      open.delete(turnId);
      const record = turn.recorder.finish(outcome, atMs);
      records = [...records, record].slice(-RECORDS_KEPT);
      onClosed(record, turn);
      return record;
    },
    get records() {
      return records;
    },
  };
}

/** The questions whose turns have no outcome yet. */
export function openOf(questions: readonly Question[], turns: Pick<OpenTurns, 'get'>) {
  return questions.flatMap(({ turnId, text }) => {
    const turn = turns.get(turnId);
    return turn === undefined ? [] : [{ turn, text }];
  });
}
