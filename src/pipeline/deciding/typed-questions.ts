/** Questions that are typed: the answer is read while it is written, and said as well where that is wanted. */
import { createChannel } from '../../async/channel.ts';
import type { Clock } from '../../async/clock.ts';
import type { Llm } from '../ports.ts';
import type { TurnOutcome } from '../timeline.ts';
import type { ChatMessage, Speaker } from '../types.ts';
import type { Answers } from './answers.ts';
import type { Memory } from './memory.ts';
import type { OpenTurns } from './open-turns.ts';
import { textToTokens } from './text-to-tokens.ts';
import type { TurnTakingEvent } from './turn-state.ts';

/** Typed answers are read, so they may be longer than spoken ones. */
const MAX_TYPED_TOKENS = 800;

/** Deltas of a typed answer that may wait to be spoken: more than any answer has. */
const TYPED_DELTAS_WAITING = 4096;

export interface TypedQuestionParts {
  readonly llm: Llm;
  readonly clock: Clock;
  readonly turns: OpenTurns;
  readonly memory: Memory;
  readonly answers: Answers;
  /** All that is certain, for the language model. */
  readonly messages: () => ChatMessage[];
  readonly dispatch: (event: TurnTakingEvent) => void;
}

/**
 * @param isSpoken there is a mouth that is to say it, too.
 * @yields the reply's text deltas.
 * @throws {LlmError}; `signal.reason` once aborted.
 */
export async function* answerTyped(
  speaker: Speaker,
  text: string,
  isSpoken: boolean,
  { llm, clock, turns, memory, answers, messages, dispatch }: TypedQuestionParts,
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  const turnId = turns.nextId();
  const turn = turns.open(turnId, speaker, 'text');
  turn.recorder.recognised(text);
  memory.asked(turn, text);
  const written = turn.recorder.beginReply(false);
  const spoken = createChannel<string>(TYPED_DELTAS_WAITING);
  if (isSpoken) {
    answers.typed(turnId, spoken);
    const question = { turnId, speakerId: speaker.id, text, typed: true };
    dispatch({ type: 'typed', atMs: clock.nowMs(), question });
  }
  let outcome: TurnOutcome = { status: 'aborted', reason: 'given up by the reader' };
  try {
    const request = { messages: messages(), maxTokens: MAX_TYPED_TOKENS };
    for await (const delta of textToTokens(llm, request, written, clock, signal)) {
      spoken.offer(delta);
      yield delta;
    }
    outcome = { status: 'answered' };
  } catch (error) {
    if (!signal.aborted)
      outcome = {
        status: 'failed',
        reason: error instanceof Error ? error.message : String(error),
      };
    throw error;
  } finally {
    spoken.close();
    // What was typed in the channel was read, whatever became of its sound.
    memory.answered(written.writtenText, false);
    if (!isSpoken) turns.close(turnId, outcome, clock.nowMs());
  }
}
