/** Decides when an answer to speech is also written. */
import type { TurnRecord } from '../pipeline/timeline.ts';

/**
 * What to write about a turn that is over, or undefined for the usual one: an answer that was heard.
 *
 * @param askerIsDeaf the asker hears nothing (deafened by themselves or by a moderator).
 */
export function replyAsText(record: TurnRecord, askerIsDeaf: boolean): string | undefined {
  const reply = record.replyText.trim();
  if (record.medium !== 'voice' || reply === '') return undefined;
  if (askerIsDeaf && record.outcome.status !== 'aborted') return `<@${record.speakerId}> ${reply}`;
  const wasLost = record.outcome.status === 'failed' && record.playedText.trim() === '';
  return wasLost ? `I could not say this aloud: ${reply}` : undefined;
}
