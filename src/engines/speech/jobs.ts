/** Tasks that were asked for: which wait, which are at work, and who is told how they ended. */
import { EngineError } from '../../pipeline/ports.ts';
import { createJobQueue } from './job-queue.ts';
import type { Job, Jobs, JobsOptions } from './jobs-port.ts';
import { createLanes } from './lanes.ts';
import type { Manner, TaskResult } from './messages.ts';
import { workedMs } from './time-limit.ts';
import { createUsualWork } from './usual-work.ts';

interface Entry extends Job {
  readonly beginByMs: number;
  /** Processes that died while it was at work. */
  deaths: number;
  manner: Manner;
  /** When it was handed to the process, clock ms. */
  begunAtMs: number;
  /** Since the process began with it; undefined before. */
  workedMs: number | undefined;
  isAwaited: boolean;
  readonly resolve: (result: TaskResult) => void;
  readonly reject: (error: unknown) => void;
}

export function createJobs(options: JobsOptions): Jobs {
  const { clock, limits, capacity, isOpen, canBeThrifty, slowness, limitMs, begin, onWaited } =
    options;
  const queue = createJobQueue<Entry>(capacity);
  const lanes = createLanes(limits);
  const running = new Map<number, Entry>();
  const usual = createUsualWork();
  let nextId = 0;

  const beginByMs = ({ task, slot, neededAtMs, goesOn }: Omit<Job, 'id' | 'askedAtMs'>) =>
    neededAtMs - usual.msOf(task, slowness(slot)) - (goesOn ? usual.aheadMs : 0);

  const enqueue = (entry: Entry) => {
    const surplus = queue.add(entry);
    if (surplus === undefined) return;
    onWaited(surplus);
    surplus.reject(new EngineError('More speech waits than this machine can keep up with'));
  };

  /** Takes out what may begin now, and says how. */
  const takeNext = () => {
    // What may have killed a process is tried before anything else, and alone, so that it is told
    // from its neighbours.
    const suspect = queue.find(({ deaths, slot }) => deaths > 0 && isOpen(slot));
    const thrifty = queue.count(({ slot }) => canBeThrifty(slot) && isOpen(slot));
    const nowMs = clock.nowMs();
    const isDue = ({ goesOn, beginByMs }: Entry) => goesOn && beginByMs <= nowMs;
    const mannerOf = (entry: Entry) => {
      const { task, slot, deaths, neededAtMs } = entry;
      return lanes.mannerOf({
        kind: task.kind,
        isAlone: deaths > 0,
        wanted: canBeThrifty(slot) ? thrifty : 0,
        spareMs: neededAtMs - nowMs - usual.msOf(task, slowness(slot)),
        isDue: isDue(entry),
      });
    };
    const mayBegin = (each: Entry) =>
      (suspect === undefined || each === suspect) &&
      isOpen(each.slot) &&
      mannerOf(each) !== undefined;
    // Whoever waits for an answer waits a little longer: nobody is to hear one with gaps in it.
    const entry =
      queue.takeFirst((each) => isDue(each) && mayBegin(each)) ?? queue.takeFirst(mayBegin);
    return entry && { entry, manner: mannerOf(entry) ?? 'fast' };
  };

  const pump = () => {
    for (let next = takeNext(); next !== undefined; next = takeNext()) {
      const { entry, manner } = next;
      lanes.begin(entry.task.kind, entry.deaths > 0, manner);
      running.set(entry.id, entry);
      entry.manner = manner;
      entry.begunAtMs = clock.nowMs();
      entry.workedMs = undefined;
      begin(entry, manner);
      onWaited(entry);
    }
  };

  const abandon = (entry: Entry, reason: unknown) => {
    if (queue.remove(entry)) onWaited(entry);
    else if (running.has(entry.id)) {
      entry.isAwaited = false;
      lanes.abandon(entry.task.kind, entry.manner);
    }
    entry.reject(reason);
    pump();
  };

  const retryOrFail = (entry: Entry, cause: Error) => {
    entry.deaths++;
    const { kind } = entry.task;
    if (!entry.isAwaited) return;
    if (kind === 'turn') entry.reject(tooLate(cause));
    else if (entry.deaths < 2) enqueue(entry);
    else entry.reject(new EngineError(`Cannot do a ${kind} that ended two processes`, { cause }));
  };

  return {
    add(job, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        const settled = () => signal.removeEventListener('abort', onAbort);
        const entry: Entry = {
          ...job,
          id: nextId++,
          askedAtMs: clock.nowMs(),
          beginByMs: beginByMs(job),
          deaths: 0,
          manner: 'fast',
          begunAtMs: Infinity,
          workedMs: undefined,
          isAwaited: true,
          resolve(result) {
            settled();
            resolve(result);
          },
          reject(error) {
            settled();
            reject(error);
          },
        };
        const onAbort = () => abandon(entry, signal.reason);
        signal.addEventListener('abort', onAbort, { once: true });
        enqueue(entry);
        pump();
      });
    },
    pump,
    begun(id) {
      const entry = running.get(id);
      if (entry === undefined) return;
      entry.workedMs = 0;
      entry.onBegun?.();
    },
    end(id, how) {
      const entry = running.get(id);
      if (entry === undefined) return;
      running.delete(id);
      lanes.end(entry.task.kind, entry.isAwaited, entry.manner);
      if ('result' in how) {
        usual.took(entry.task, slowness(entry.slot), clock.nowMs() - entry.begunAtMs);
        entry.resolve(how.result);
      } else entry.reject(how.error);
      pump();
    },
    lose(cause) {
      const lost = [...running.values()];
      running.clear();
      lanes.clear();
      for (const entry of lost) retryOrFail(entry, cause);
      for (const { reject } of queue.takeAll(({ task }) => task.kind === 'turn'))
        reject(tooLate(cause));
    },
    refuse(which, reason) {
      for (const { reject } of queue.takeAll(which)) reject(reason);
    },
    refuseAll(reason) {
      for (const { reject } of queue.takeAll(() => true)) reject(reason);
      for (const { reject } of running.values()) reject(reason);
      running.clear();
      lanes.clear();
    },
    lived(lived) {
      const begun = [...running.values()].filter(({ workedMs }) => workedMs !== undefined);
      const sinceMs = workedMs(lived, begun.length);
      for (const entry of begun) entry.workedMs = (entry.workedMs ?? 0) + sinceMs;
      return begun.find((entry) => (entry.workedMs ?? 0) > limitMs(entry));
    },
    get areAtWork() {
      return running.size > 0;
    },
    get isNeeded() {
      return queue.size > 0 || [...running.values()].some(({ isAwaited }) => isAwaited);
    },
  };
}

/** Silence decides about the end of a turn where nothing else can. */
export function tooLate(cause?: Error): EngineError {
  return new EngineError(
    'Cannot judge whether the speaker is done: the speech models are being loaded anew',
    { cause },
  );
}
