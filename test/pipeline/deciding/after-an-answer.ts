/** What is said three seconds after an answer to Ann, by Ann, where others listen. */
import { addressee } from '../../../src/pipeline/deciding/addressing.ts';

/**
 * @param others names of those who are there beside her.
 * @returns whether it is for Parley.
 */
export function isForParleyAfter(
  heardText: string,
  text: string,
  others: readonly string[],
): boolean {
  return addressee({
    text,
    mode: 'auto',
    wakeNames: ['Parley'],
    speaker: { id: '1', name: 'Ann' },
    others: others.map((name, at) => ({ id: String(at + 2), name })),
    hasInterrupted: false,
    awaitsAnswer: false,
    startedAtMs: 3_000,
    lastReply: { toSpeakerIds: ['1'], endedAtMs: 0, heardText },
  }).isForParley;
}
