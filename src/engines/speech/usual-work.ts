/** How fast the machine is at the moment, measured while it works: when must a task begin to be there in time? */
import type { SpeechTask } from './messages.ts';

/** Of synthesis on a busy machine: alone it takes half of that. The least that is counted on. */
const MS_A_CHARACTER = 10;

/** What an observation counts for when the next one has come. */
const KEPT = 0.9;

/** Shorter texts tell little: they have a cost that does not grow with their length. */
const TELLING_CHARS = 15;

/** `slowness`: how many times longer the task's voice takes than one of Piper's. */
export interface UsualWork {
  /** 0 for what is short anyway: only synthesis is asked for ahead of time. */
  msOf(task: SpeechTask, slowness: number): number;
  took(task: SpeechTask, slowness: number, ms: number): void;
}

export function createUsualWork(): UsualWork {
  let msACharacter = MS_A_CHARACTER;
  return {
    msOf: (task, slowness) =>
      task.kind === 'synthesis'
        ? task.text.length * slowness * Math.max(MS_A_CHARACTER, msACharacter)
        : 0,
    took(task, slowness, ms) {
      if (task.kind !== 'synthesis' || task.text.length < TELLING_CHARS) return;
      msACharacter = KEPT * msACharacter + ((1 - KEPT) * ms) / (task.text.length * slowness);
    },
  };
}
