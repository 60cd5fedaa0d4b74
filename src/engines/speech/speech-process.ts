/** A supervised process that holds models, and the tasks that wait for them. */
import { availableParallelism } from 'node:os';
import { EngineError } from '../../pipeline/ports.ts';
import { hasThriftyCopies } from './crowd-voice.ts';
import { createJobs, tooLate } from './jobs.ts';
import type { SpeechTask } from './messages.ts';
import { createSlotTable } from './slot-table.ts';
import type { SpeechProcess, SpeechProcessOptions } from './speech-process-port.ts';
import { supervise } from './supervise.ts';
import { slownessOf, timeLimitMs } from './time-limit.ts';

/** Tasks that may wait: more than dozens of conversations ever have, and a bound. */
const QUEUE_CAPACITY = 256;

/**
 * Models that are loaded side by side: all that a conversation needs; beyond the cores it would only be
 * slower.
 */
export const MODELS_AT_ONCE = Math.max(3, availableParallelism());

/** Processes in a row that were of no use, after which nothing waits for another. */
const HOPELESS_AFTER = 3;

export function openSpeechProcess(options: SpeechProcessOptions): SpeechProcess {
  const { startChild, clock, log, limits, onUp, onWaited } = options;
  let upSinceMs = Infinity;
  /** Why no task is taken at the moment. */
  let refusal: EngineError | undefined;
  let isCrowd = false;

  const supervisor = supervise({
    startChild,
    clock,
    log,
    onUp() {
      if (isCrowd) supervisor.send({ type: 'crowd' });
      slots.onUp();
      onUp?.();
    },
    onLived(lived) {
      const overdue = jobs.lived(lived);
      if (overdue === undefined) return;
      const limit = `${Math.round(limitMs(overdue))} ms of work`;
      supervisor.restart(new Error(`A ${overdue.task.kind} did not end in ${limit}`));
    },
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
        case 'begun':
          jobs.begun(message.id);
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
      slots.onDown(cause, jobs.areAtWork);
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
    clock,
    send: (message) => supervisor.send(message),
    atOnce: MODELS_AT_ONCE,
    onGivenUp(slot, reason) {
      log.error({ err: reason, slot }, 'a model cannot be loaded anew; tried when it is wanted');
      jobs.refuse((job) => job.slot === slot, reason);
    },
  });
  const limitMs = ({ slot, task }: { readonly slot: string; readonly task: SpeechTask }) => {
    const model = slots.specOf(slot)?.model;
    // Closed while it was at work: whatever it takes.
    return model === undefined ? Number.POSITIVE_INFINITY : timeLimitMs(task, model);
  };
  const jobs = createJobs({
    clock,
    limits,
    capacity: QUEUE_CAPACITY,
    isOpen: (slot) => slots.isOpen(slot),
    canBeThrifty(slot) {
      const spec = slots.specOf(slot);
      return spec !== undefined && hasThriftyCopies(spec);
    },
    slowness: (slot) => slownessOf(slots.specOf(slot)?.model ?? {}),
    limitMs,
    begin({ id, slot, task }, manner) {
      slots.touch(slot);
      supervisor.send({ type: 'work', id, slot, task, manner });
    },
    onWaited({ askedAtMs, neededAtMs }) {
      // What has waited for a process to come up tells nothing about load, nor what nobody needs yet.
      if (askedAtMs >= upSinceMs && neededAtMs < Infinity)
        onWaited?.(Math.max(0, clock.nowMs() - Math.max(neededAtMs, askedAtMs)));
    },
  });
  const hold = () => supervisor.hold(jobs.isNeeded || slots.awaited > 0);

  const reasonAgainst = (slot: string, { kind }: SpeechTask): EngineError | undefined => {
    if (refusal !== undefined) return refusal;
    if (slots.specOf(slot) === undefined)
      return new EngineError(`Cannot do a ${kind}: "${slot}" is not loaded`);
    const givenUp = slots.want(slot);
    if (givenUp !== undefined) return givenUp;
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

    expectCrowd() {
      if (!isCrowd) supervisor.send({ type: 'crowd' });
      isCrowd = true;
    },

    async run(slot, task, signal, { neededAtMs = clock.nowMs(), goesOn = false, onBegun } = {}) {
      signal.throwIfAborted();
      const refused = reasonAgainst(slot, task);
      if (refused !== undefined) throw refused;
      const ended = jobs.add({ slot, task, neededAtMs, goesOn, onBegun }, signal);
      hold();
      try {
        return await ended;
      } finally {
        hold();
      }
    },

    async [Symbol.asyncDispose]() {
      refusal = new EngineError('The speech models are being closed');
      slots.end(refusal);
      jobs.refuseAll(refusal);
      await supervisor[Symbol.asyncDispose]();
    },
  };
}
