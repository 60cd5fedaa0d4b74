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
  return heard.map((sound, at): HeardAnswer => {
    const own = records.findLast(({ record }) => {
      const { firstPacketAtMs } = record.marks;
      return (
        firstPacketAtMs !== undefined && Math.abs(firstPacketAtMs - sound.startedAtMs) <= NEAR_MS
      );
    });
    const beforeMs = heard[at - 1]?.startedAtMs ?? Number.NEGATIVE_INFINITY;
    const joined = records.filter(({ record }) => {
      const { endedAtMs = Number.POSITIVE_INFINITY } = record.marks;
      const isJoined = record.outcome.status === 'left-alone' && record.outcome.reason === JOINED;
      return isJoined && endedAtMs > beforeMs && endedAtMs <= sound.startedAtMs;
    });
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
