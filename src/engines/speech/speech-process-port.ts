/** What the speech process offers, and what it needs. */
import type { Clock } from '../../async/clock.ts';
import type { Logger } from '../../log.ts';
import type { InferenceOptions } from '../../pipeline/ports.ts';
import type { StartChild } from './child.ts';
import type { LaneLimits } from './lanes.ts';
import type { SlotFacts, SlotSpec, SpeechTask, SpeechUsage, TaskResult } from './messages.ts';

/**
 * - What must begin first to be there in time is begun first, as many at once as the cores can bear.
 * - A task whose signal aborts is not begun, or ends unheard.
 * - When the process dies or hangs, another one loads the same models. Recognition and synthesis
 *   that were at work are done again, once; a question about a turn fails at once.
 * - What waits goes on waiting, unless three processes in a row were of no use.
 * - A model that cannot be loaded anew fails what is asked of it, and nothing else; it is tried again
 *   when it is wanted.
 */
export interface SpeechProcess extends AsyncDisposable {
  /** Of the process at hand; for tests and for a person who looks. */
  readonly pid: number | undefined;
  readonly usage: SpeechUsage;
  /** @throws {EngineError} when the model cannot be loaded; `signal.reason` once aborted. */
  open(slot: string, spec: SlotSpec, signal: AbortSignal): Promise<SlotFacts>;
  close(slot: string): void;
  /** Several calls go on at once: what they need is loaded before they need it, and kept from then on. */
  expectCrowd(): void;
  /** @throws {EngineError}; `signal.reason` as soon as it aborts. */
  run(
    slot: string,
    task: SpeechTask,
    signal: AbortSignal,
    options?: InferenceOptions,
  ): Promise<TaskResult>;
}

export interface SpeechProcessOptions {
  readonly startChild: StartChild;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits: LaneLimits;
  /** A process is there, and has been told what to load. */
  readonly onUp?: () => void;
  /** A task was begun, or given up while it waited: so long after the moment its result was needed. */
  readonly onWaited?: (lateMs: number) => void;
}
