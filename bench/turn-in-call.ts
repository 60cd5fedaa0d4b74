/** Turns through the whole of Loopback Discord, each said into the answer to the one before. */
import { systemClock as clock } from '../src/async/clock.ts';
import type { TurnRecord } from '../src/pipeline/timeline.ts';
import { openCalls, type CallsOptions } from './calls.ts';
import type { Saying } from './sayings.ts';
import { heardMs } from './turn-alone.ts';

export interface TurnsInCall {
  /** At the caller: last voiced frame sent to the first voiced frame received. */
  readonly responsesMs: readonly number[];
  /** At the caller: first voiced frame sent to the last one received of the answer before. */
  readonly bargeInsMs: readonly number[];
  /** Answers that began before the caller had ended. */
  readonly early: number;
  readonly unanswered: number;
  readonly underruns: number;
  readonly records: readonly TurnRecord[];
  /** One more, which was heard to its end, for a picture. */
  readonly whole: TurnRecord | undefined;
}

/** Whatever was never run before takes longer: not counted. */
const WARM_UP = 1;

export async function turnsInCall(
  options: Omit<CallsOptions, 'count'>,
  sayings: readonly Saying[],
  turns: number,
  signal: AbortSignal,
): Promise<TurnsInCall> {
  await using calls = await openCalls({ ...options, count: 1 }, signal);
  for (let turn = 0; turn < turns + WARM_UP; turn++) {
    const saying = sayings[turn % sayings.length];
    if (saying === undefined) throw new Error('There is nothing to say');
    await calls.ask(0, saying, signal);
    await clock.sleep(heardMs(turn), signal);
  }
  const [saying] = sayings;
  if (saying !== undefined) {
    await calls.ask(0, saying, signal);
    await calls.untilQuiet(0, signal);
  }
  const ended = await calls.end(signal);
  const counted = ended.turns.slice(WARM_UP, WARM_UP + turns);
  const records = counted.flatMap(({ record }) => record ?? []);
  const responsesMs = counted.flatMap(({ responseMs }) => responseMs ?? []);
  return {
    responsesMs: responsesMs.filter((ms) => ms > 0),
    // None of the old answer after the onset: it was between two words.
    bargeInsMs: counted.flatMap(({ bargeInMs }) => bargeInMs ?? []).filter((ms) => ms > 0),
    early: responsesMs.filter((ms) => ms <= 0).length,
    unanswered: counted.length - responsesMs.length,
    underruns: records.reduce((sum, { underruns }) => sum + underruns, 0),
    records,
    whole: ended.turns.at(-1)?.record,
  };
}
