/** A supervised process that holds models, and the tasks that wait for them. */
import { availableParallelism } from 'node:os';
import type { Clock } from '../../async/clock.ts';
import type { Logger } from '../../log.ts';
import { EngineError, type InferenceOptions } from '../../pipeline/ports.ts';
import type { StartChild } from './child.ts';
import { createJobs, tooLate } from './jobs.ts';
import type { LaneLimits } from './lanes.ts';
import type { SlotFacts, SlotSpec, SpeechTask, SpeechUsage, TaskResult } from './messages.ts';
import { createSlotTable } from './slot-table.ts';
import { supervise } from './supervise.ts';
import { timeLimitMs } from './time-limit.ts';

/**
 * - Tasks are begun in the order of their deadlines, as many at once as the cores can bear.
 * - A task whose signal aborts is not begun, or ends unheard.
 * - When the process dies or hangs, another one loads the same models. Recognition and synthesis
 *   that were at work are done again, once; a question about a turn fails at once.
 * - What waits goes on waiting, unless three processes in a row were of no use.
 */
export interface SpeechProcess extends AsyncDisposable {
  /** Of the process at hand; for tests and for a person who looks. */
  readonly pid: number | undefined;
  readonly usage: SpeechUsage;
  /** @throws {EngineError} when the model cannot be loaded; `signal.reason` once aborted. */
  open(slot: string, spec: SlotSpec, signal: AbortSignal): Promise<SlotFacts>;
  close(slot: string): void;
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
  /** A task was begun, or given up while it waited: so long after the moment its result was needed. */
  readonly onWaited?: (lateMs: number) => void;
}

/** Tasks that may wait: more than dozens of conversations ever have, and a bound. */
const QUEUE_CAPACITY = 256;

/** Processes in a row that were of no use, after which nothing waits for another. */
const HOPELESS_AFTER = 3;

/** How often tasks that do not end are looked for. */
const LOOK_MS = 1000;

export function openSpeechProcess(options: SpeechProcessOptions): SpeechProcess {
  const { startChild, clock, log, limits, onWaited } = options;
  let upSinceMs = Infinity;
  /** Why no task is taken at the moment. */
  let refusal: EngineError | undefined;

  const supervisor = supervise({
    startChild,
    clock,
    log,
    onUp: () => slots.onUp(),
    onMessage(message) {
      switch (message.type) {
        case 'opened':
          refusal = undefined;
          upSinceMs = clock.nowMs();
          slots.onOpened(message.slot, message.facts);
          jobs.pump();
          break;
        case 'unopened':
          slots.onUnopened(message.slot, message.reason);
          break;
        case 'done':
          supervisor.praise();
          jobs.end(message.id, message);
          break;
        case 'failed':
          jobs.end(message.id, { error: new EngineError(message.reason) });
          break;
        default:
          message satisfies never;
      }
      hold();
    },
    onDown(cause, failures) {
      slots.onDown(cause);
      jobs.lose(cause);
      if (failures >= HOPELESS_AFTER) {
        const sentence = 'The speech models keep failing and are being loaded anew';
        refusal = new EngineError(sentence, { cause });
        jobs.refuse(() => true, refusal);
      }
      hold();
    },
  });
  const slots = createSlotTable({
    send: (message) => supervisor.send(message),
    // All that a conversation needs side by side; beyond the cores it would only be slower.
    atOnce: Math.max(3, availableParallelism()),
    onBroken: (cause) => supervisor.restart(cause),
  });
  const jobs = createJobs({
    clock,
    limits,
    capacity: QUEUE_CAPACITY,
    isOpen: (slot) => slots.isOpen(slot),
    begin(job) {
      slots.touch(job.slot);
      supervisor.send({ type: 'work', id: job.id, slot: job.slot, task: job.task });
    },
    onWaited({ askedAtMs, neededAtMs }) {
      // What has waited for a process to come up tells nothing about load, nor what nobody needs yet.
      if (askedAtMs >= upSinceMs && neededAtMs < Infinity)
        onWaited?.(Math.max(0, clock.nowMs() - Math.max(neededAtMs, askedAtMs)));
    },
  });
  const endLooking = clock.every(LOOK_MS, () => {
    const overdue = jobs.overdue()?.task;
    if (overdue !== undefined)
      supervisor.restart(
        new Error(`A ${overdue.kind} did not end in ${Math.round(timeLimitMs(overdue))} ms`),
      );
  });

  const hold = () => supervisor.hold(jobs.isNeeded || slots.awaited > 0);

  const reasonAgainst = (slot: string, { kind }: SpeechTask): EngineError | undefined => {
    if (refusal !== undefined) return refusal;
    if (!slots.has(slot)) return new EngineError(`Cannot do a ${kind}: "${slot}" is not loaded`);
    return kind === 'turn' && !slots.isOpen(slot) ? tooLate() : undefined;
  };

  return {
    get pid() {
      return supervisor.pid;
    },
    get usage() {
      return supervisor.usage;
    },

    async open(slot, spec, signal) {
      signal.throwIfAborted();
      const onAbort = () => slots.remove(slot);
      signal.addEventListener('abort', onAbort, { once: true });
      const opened = slots.add(slot, spec);
      hold();
      try {
        return await opened;
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      } finally {
        signal.removeEventListener('abort', onAbort);
        hold();
      }
    },

    close(slot) {
      slots.remove(slot);
      jobs.refuse((job) => job.slot === slot, new EngineError(`"${slot}" was closed`));
      hold();
    },

    async run(slot, task, signal, { neededAtMs = clock.nowMs() } = {}) {
      signal.throwIfAborted();
      const refused = reasonAgainst(slot, task);
      if (refused !== undefined) throw refused;
      const ended = jobs.add({ slot, task, neededAtMs }, signal);
      hold();
      try {
        return await ended;
      } finally {
        hold();
      }
    },

    async [Symbol.asyncDispose]() {
      endLooking();
      refusal = new EngineError('The speech models are being closed');
      slots.end(refusal);
      jobs.refuseAll(refusal);
      await supervisor[Symbol.asyncDispose]();
    },
  };
}
