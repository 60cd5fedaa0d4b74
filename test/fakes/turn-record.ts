/** A turn's record with the usual things in it. */
import type { TurnRecord } from '../../src/pipeline/timeline.ts';

export function turnRecord(parts: Partial<TurnRecord> = {}): TurnRecord {
  return {
    turnId: 'guild-1',
    guildId: 'guild',
    speakerId: '200000000000000001',
    medium: 'voice',
    heardText: 'How are you?',
    replyText: 'I am well.',
    playedText: 'I am well.',
    marks: {},
    sentences: [],
    underruns: 0,
    speculations: 0,
    discarded: 0,
    interruptions: [],
    outcome: { status: 'answered' },
    ...parts,
  };
}
