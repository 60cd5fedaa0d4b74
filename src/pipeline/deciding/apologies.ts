/** What Parley says when it cannot answer: one short sentence that a person understands. */
import { LlmError, type LlmFailure } from '../ports.ts';

const SENTENCES: Record<LlmFailure, string> = {
  unauthorised: 'Sorry, my language model does not accept my key. Please tell whoever runs me.',
  'rate-limited': 'Sorry, I have used up my allowance for now. Please ask me again in a minute.',
  'model-gone': 'Sorry, my language model is no longer there. Please tell whoever runs me.',
  unavailable: 'Sorry, I cannot reach my language model right now.',
  slow: 'Sorry, my language model is taking too long. Please try again.',
  interrupted: 'Sorry, I lost my thread there.',
  refused: 'Sorry, I was not given an answer to that.',
};

/** A sentence for whatever ended a reply that should have gone on. */
export function apologyFor(error: unknown): string {
  return error instanceof LlmError ? SENTENCES[error.failure] : SENTENCES.unavailable;
}
