/** What one conversation remembers, and what of it the language model is told. */
import type { Clock } from '../../async/clock.ts';
import type { Llm } from '../ports.ts';
import type { ChatMessage } from '../types.ts';
import {
  addAssistant,
  addOverheard,
  addUser,
  emptyHistory,
  forgetSpeaker,
  withoutOldTalk,
} from './history.ts';
import type { OpenTurn } from './open-turns.ts';
import { buildMessages, type PromptParts } from './prompt.ts';

export interface Memory {
  /** They asked that, for certain. Counts once a turn. */
  asked(turn: OpenTurn, text: string): void;
  /** They said that to somebody else. */
  overheard(turn: OpenTurn, text: string): void;
  /** @param wasCut the reply was longer than that. */
  answered(heardText: string, wasCut: boolean): void;
  /** @param pending asked, but maybe not to its end yet. */
  messages(
    pending: readonly { readonly turn: OpenTurn; readonly text: string }[],
    prompt: Pick<PromptParts, 'name' | 'place' | 'spokenLanguage'>,
  ): ChatMessage[];
  forget(speakerId: string): void;
  reset(): void;
}

export interface MemoryParts {
  readonly llm: Pick<Llm, 'promptStyle'>;
  readonly persona?: string | undefined;
  readonly clock: Clock;
  /** For the prompt only. */
  readonly today: () => Date;
}

export function createMemory({ llm, persona, clock, today }: MemoryParts): Memory {
  let history = emptyHistory;
  return {
    asked(turn, text) {
      if (turn.isRemembered) return;
      turn.isRemembered = true;
      history = addUser(history, turn.speaker, text);
    },
    overheard(turn, text) {
      if (text !== '' && !turn.isRemembered)
        history = addOverheard(history, turn.speaker, text, clock.nowMs());
    },
    answered(heardText, wasCut) {
      history = addAssistant(history, heardText, wasCut);
    },
    messages(pending, prompt) {
      let told = withoutOldTalk(history, clock.nowMs());
      for (const { turn, text } of pending)
        if (!turn.isRemembered) told = addUser(told, turn.speaker, text);
      return buildMessages({
        style: llm.promptStyle,
        persona,
        ...prompt,
        today: today(),
        history: told,
      });
    },
    forget(speakerId) {
      history = forgetSpeaker(history, speakerId);
    },
    reset() {
      history = emptyHistory;
    },
  };
}
