/** Whether there is room for a reply that may be thrown away. */
import type { LlmQuota } from '../ports.ts';

/** Real turns that a guess must leave room for: a barge-in's and the one after it. */
const TURNS_KEPT = 2;

/** What a reply may come to beside its prompt, in tokens: one to three spoken sentences, at most. */
const REPLY_TOKENS = 250;

/**
 * Pure. What is counted anew by now limits nothing, and what the provider does not tell neither.
 *
 * @param promptTokens of the guess; real turns are taken to be as long.
 */
export function maySpeculate(
  quota: LlmQuota | undefined,
  promptTokens: number,
  nowMs: number,
): boolean {
  if (quota === undefined) return true;
  const { requestsLeft = Infinity, tokensLeft = Infinity, resetsAtMs = Infinity } = quota;
  if (nowMs >= resetsAtMs) return true;
  const turns = 1 + TURNS_KEPT;
  return requestsLeft >= turns && tokensLeft >= turns * (promptTokens + REPLY_TOKENS);
}
