/** The tasks of the speech process, as the one who hands them over sees them. */
import type { Clock } from '../../async/clock.ts';
import type { LaneLimits } from './lanes.ts';
import type { Manner, SpeechTask, TaskResult } from './messages.ts';
import type { Lived } from './time-limit.ts';

export interface Job {
  readonly id: number;
  readonly slot: string;
  readonly task: SpeechTask;
  /** Clock ms. */
  readonly neededAtMs: number;
  readonly askedAtMs: number;
  /** Late, it would leave a gap in what somebody hears. */
  readonly goesOn: boolean;
  readonly onBegun?: (() => void) | undefined;
}

export interface Jobs {
  /**
   * Waits for its slot, and in the order of the moments by which they must begin to be there in time.
   * @throws {EngineError}; `signal.reason` as soon as it aborts: a task that waits is then dropped,
   *   one at work ends unheard.
   */
  add(job: Omit<Job, 'id' | 'askedAtMs'>, signal: AbortSignal): Promise<TaskResult>;
  /** Begins what may begin. */
  pump(): void;
  /** The process has begun to work on it: what it waits for in between is no time of work. */
  begun(id: number): void;
  end(id: number, how: { readonly result: TaskResult } | { readonly error: Error }): void;
  /**
   * The process died. Recognition and synthesis that were at work wait again; those that have
   * ended two processes fail. Questions about turns fail: their answers would come too late.
   */
  lose(cause: Error): void;
  /** Fails those that wait. */
  refuse(which: (job: Job) => boolean, reason: Error): void;
  /** Fails all, at work or not. */
  refuseAll(reason: Error): void;
  /**
   * The process gave a sign of life.
   * @param lived since the one before.
   * @returns a task that has worked for longer than it can take.
   */
  lived(lived: Lived): Job | undefined;
  /** Whether the process has any, awaited or not. */
  readonly areAtWork: boolean;
  /** Whether somebody waits for anything. */
  readonly isNeeded: boolean;
}

export interface JobsOptions {
  readonly clock: Clock;
  readonly limits: LaneLimits;
  /** Tasks that may wait. */
  readonly capacity: number;
  readonly isOpen: (slot: string) => boolean;
  /** Whether its model can do with one thread. */
  readonly canBeThrifty: (slot: string) => boolean;
  /** How many times longer its voice takes than one of Piper's. */
  readonly slowness: (slot: string) => number;
  /** How long it may work. */
  readonly limitMs: (job: Job) => number;
  readonly begin: (job: Job, manner: Manner) => void;
  /** A task was begun, or given up while it waited. */
  readonly onWaited: (job: Job) => void;
}
