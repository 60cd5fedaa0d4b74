/** How long tasks take, measured while they are done: when must one begin to be there in time? */
import type { SpeechTask } from './messages.ts';

/** Of synthesis on a busy machine: alone it takes half of that. The least that is counted on. */
const MS_A_CHARACTER = 10;

/** What an observation counts for when the next one has come. */
const KEPT = 0.9;

/** Shorter texts tell little: they have a cost that does not grow with their length. */
const TELLING_CHARS = 15;

export interface UsualWork {
  /** 0 for what is short anyway: only synthesis is asked for ahead of time. */
  msOf(task: SpeechTask): number;
  took(task: SpeechTask, ms: number): void;
}

export function createUsualWork(): UsualWork {
  let msACharacter = MS_A_CHARACTER;
  return {
    msOf: (task) =>
      task.kind === 'synthesis' ? task.text.length * Math.max(MS_A_CHARACTER, msACharacter) : 0,
    took(task, ms) {
      if (task.kind !== 'synthesis' || task.text.length < TELLING_CHARS) return;
      msACharacter = KEPT * msACharacter + (1 - KEPT) * (ms / task.text.length);
    },
  };
}
