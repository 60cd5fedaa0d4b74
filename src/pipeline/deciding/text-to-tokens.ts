/** Pipeline stage: the conversation so far in, the model's text deltas out; marks their times. */
import type { Clock } from '../../async/clock.ts';
import type { Llm, LlmRequest } from '../ports.ts';
import type { ReplyRecorder } from './turn-recorder.ts';

/**
 * @throws {LlmError} when no reply can be had; `signal.reason` once aborted.
 */
export async function* textToTokens(
  llm: Llm,
  request: LlmRequest,
  recorder: ReplyRecorder,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  recorder.mark('llmRequestedAtMs', clock.nowMs());
  for await (const delta of llm.stream(request, signal)) {
    recorder.mark('firstTokenAtMs', clock.nowMs());
    recorder.wrote(delta);
    yield delta;
  }
  recorder.mark('lastTokenAtMs', clock.nowMs());
}
