/** When a task is taken never to end: a thread of the native libraries hangs. */
import type { Model } from '../../models/model-types.ts';
import { ENGINE_HZ } from '../../pipeline/types.ts';
import type { SpeechTask } from './messages.ts';

/** What a process did between two of its signs of life. */
export interface Lived {
  readonly passedMs: number;
  /** Processor time of all its threads. */
  readonly cpuMs: number;
}

/** Below this share of one core it stood still: at work among 60 busy threads on two cores it gets more. */
const STILL_SHARE = 0.03;

/**
 * What one of `tasks` can have worked in that time. On a busy machine an honest task takes as long as
 * the machine makes it: a question about a turn, 70 ms when alone, took 2.9 s beside three syntheses and
 * two recognitions, and 6 s with twelve more busy threads. So it is the processor time that counts, in equal
 * shares; but where the process stood still although it had something to do, all of it.
 */
export function workedMs({ passedMs, cpuMs }: Lived, tasks: number): number {
  if (cpuMs < STILL_SHARE * passedMs) return passedMs;
  return Math.min(passedMs, cpuMs / tasks);
}

/** The least, so that a stutter of the machine (its disk, its hypervisor) is no hang. */
const BASE_MS = 2000;

/** A turn model takes 70 ms for its 8 s; measured on two cores, as the others. */
const TURN_SHARE = 0.02;

/** Moonshine tiny takes 0.03 of the sound's length; the largest models ten times that, which is a guess. */
const RECOGNITION_SHARE = 1;

/** Whisper works on 30 s whatever it is given. A guess. */
const WHISPER_MS = 10_000;

/** A Piper voice takes 2 ms a character with two threads, 3 with one: 0.04 of the time it speaks. */
const SYNTHESIS_MS_A_CHAR = 30;
const USUAL_REAL_TIME_FACTOR = 0.1;

/** @returns how many times longer a voice takes than one of Piper's; 1 at least. */
export function slownessOf({
  realTimeFactor = USUAL_REAL_TIME_FACTOR,
}: Pick<Model, 'realTimeFactor'>): number {
  return Math.max(1, realTimeFactor / USUAL_REAL_TIME_FACTOR);
}

/**
 * How long a task may work: some ten times what it takes. A limit that is too short costs everybody's
 * models a second, one that is too long only the one who waits.
 */
export function timeLimitMs(
  task: SpeechTask,
  model: Pick<Model, 'loader' | 'realTimeFactor'>,
): number {
  switch (task.kind) {
    case 'synthesis':
      return BASE_MS + SYNTHESIS_MS_A_CHAR * slownessOf(model) * task.text.length;
    case 'recognition': {
      const fixedMs = model.loader.kind === 'whisper' ? WHISPER_MS : BASE_MS;
      return fixedMs + RECOGNITION_SHARE * soundMs(task.samples);
    }
    case 'turn':
      return BASE_MS + TURN_SHARE * soundMs(task.samples);
  }
}

function soundMs({ length }: Float32Array): number {
  return (1000 * length) / ENGINE_HZ;
}
