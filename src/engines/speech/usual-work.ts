/** How fast the machine is at the moment, measured while it works: when must a task begin to be there in time? */
import type { SpeechTask } from './messages.ts';

/** Of synthesis on a busy machine: alone it takes half of that. The least that is counted on. */
const MS_A_CHARACTER = 10;

/** What an observation counts for when the next one has come. */
const KEPT = 0.8;

/** Shorter texts tell little: they have a cost that does not grow with their length. */
const TELLING_CHARS = 15;

/** What is at work cannot be stopped: a long piece of speech, or two short ones in a row. */
const AHEAD_CHARS = 100;

/** `slowness`: how many times longer the task's voice takes than one of Piper's. */
export interface UsualWork {
  /** 0 for what is short anyway: only synthesis is asked for ahead of time. */
  msOf(task: SpeechTask, slowness: number): number;
  /** For so long what is at work may keep another task waiting. */
  readonly aheadMs: number;
  took(task: SpeechTask, slowness: number, ms: number): void;
}

export function createUsualWork(): UsualWork {
  let msACharacter = MS_A_CHARACTER;
  const countedOn = () => Math.max(MS_A_CHARACTER, msACharacter);
  return {
    msOf: (task, slowness) =>
      task.kind === 'synthesis' ? task.text.length * slowness * countedOn() : 0,
    get aheadMs() {
      return AHEAD_CHARS * countedOn();
    },
    took(task, slowness, ms) {
      if (task.kind !== 'synthesis' || task.text.length < TELLING_CHARS) return;
      msACharacter = KEPT * msACharacter + ((1 - KEPT) * ms) / (task.text.length * slowness);
    },
  };
}
