/** Which turns each answer that was heard belongs to. Pure. */
import type { HeardAnswer, ObservedRecord, Span } from './observation.ts';

export interface HeardSound {
  readonly startedAtMs: number;
  /** Absent while it is going on. */
  readonly endedAtMs?: number;
  readonly sounds: readonly Span[];
  readonly pauses: readonly Span[];
  readonly lowered: readonly Span[];
}

/** Between the first frame that was handed on and the first one that was heard. */
const NEAR_MS = 400;

const JOINED = 'joined to the next question';

/** @param heard in order. */
export function answersOf(
  heard: readonly HeardSound[],
  records: readonly ObservedRecord[],
): readonly HeardAnswer[] {
  const unclaimed = new Set(records.filter(isJoined));
  return heard.map((sound): HeardAnswer => {
    const own = records.findLast(({ record: { marks } }) => {
      const { firstPacketAtMs = Number.POSITIVE_INFINITY } = marks;
      return Math.abs(firstPacketAtMs - sound.startedAtMs) <= NEAR_MS;
    });
    const joined = [...unclaimed].filter((each) => endOf(each) <= endOf(own));
    for (const each of joined) unclaimed.delete(each);
    return {
      turns: own === undefined ? joined : [...joined, own],
      text: own?.record.playedText ?? '',
      startedAtMs: sound.startedAtMs,
      endedAtMs: sound.endedAtMs ?? sound.sounds.at(-1)?.toMs ?? sound.startedAtMs,
      sounds: sound.sounds,
      pauses: sound.pauses,
      lowered: sound.lowered,
      isCut: own?.record.outcome.status === 'aborted',
    };
  });
}

function isJoined({ record: { outcome } }: ObservedRecord): boolean {
  return outcome.status === 'left-alone' && outcome.reason === JOINED;
}

/** Of an answer's turn; the turns that were joined to it end with it. */
function endOf(observed: ObservedRecord | undefined): number {
  return observed?.record.marks.endedAtMs ?? Number.NEGATIVE_INFINITY;
}
