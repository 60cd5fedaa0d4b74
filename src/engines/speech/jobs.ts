/** Tasks that were asked for: which wait, which are at work, and who is told how they ended. */
import type { Clock } from '../../async/clock.ts';
import { EngineError } from '../../pipeline/ports.ts';
import { createJobQueue } from './job-queue.ts';
import { createLanes, type LaneLimits } from './lanes.ts';
import type { SpeechTask, TaskResult } from './messages.ts';
import { timeLimitMs } from './time-limit.ts';

interface Job {
  readonly id: number;
  readonly slot: string;
  readonly task: SpeechTask;
  /** Clock ms. */
  readonly neededAtMs: number;
  readonly askedAtMs: number;
}

export interface Jobs {
  /**
   * Waits in the order of deadlines, and for its slot.
   * @throws {EngineError}; `signal.reason` as soon as it aborts: a task that waits is then dropped,
   *   one at work ends unheard.
   */
  add(job: Omit<Job, 'id' | 'askedAtMs'>, signal: AbortSignal): Promise<TaskResult>;
  /** Begins what may begin. */
  pump(): void;
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
  /** A task that has been at work for longer than it can take. */
  overdue(): Job | undefined;
  /** Whether somebody waits for anything. */
  readonly isNeeded: boolean;
}

export interface JobsOptions {
  readonly clock: Clock;
  readonly limits: LaneLimits;
  /** Tasks that may wait. */
  readonly capacity: number;
  readonly isOpen: (slot: string) => boolean;
  readonly begin: (job: Job) => void;
  /** A task was begun, or given up while it waited. */
  readonly onWaited: (job: Job) => void;
}

interface Entry extends Job {
  /** Processes that died while it was at work. */
  deaths: number;
  begunAtMs: number;
  isAwaited: boolean;
  readonly resolve: (result: TaskResult) => void;
  readonly reject: (error: unknown) => void;
}

export function createJobs(options: JobsOptions): Jobs {
  const { clock, limits, capacity, isOpen, begin, onWaited } = options;
  const queue = createJobQueue<Entry>(capacity);
  const lanes = createLanes(limits);
  const running = new Map<number, Entry>();
  let nextId = 0;

  const enqueue = (entry: Entry) => {
    const surplus = queue.add(entry);
    if (surplus === undefined) return;
    onWaited(surplus);
    surplus.reject(new EngineError('More speech waits than this machine can keep up with'));
  };

  const pump = () => {
    while (true) {
      // What may have killed a process is tried before anything else, and alone, so that it is told
      // from its neighbours.
      const suspect = queue.find(({ deaths, slot }) => deaths > 0 && isOpen(slot));
      const entry = queue.takeFirst(
        (each) =>
          (suspect === undefined || each === suspect) &&
          isOpen(each.slot) &&
          lanes.mayBegin(each.task.kind, each.deaths > 0),
      );
      if (entry === undefined) return;
      lanes.begin(entry.task.kind, entry.deaths > 0);
      running.set(entry.id, entry);
      entry.begunAtMs = clock.nowMs();
      begin(entry);
      onWaited(entry);
    }
  };

  const abandon = (entry: Entry, reason: unknown) => {
    if (queue.remove(entry)) onWaited(entry);
    else if (running.has(entry.id)) {
      entry.isAwaited = false;
      lanes.abandon(entry.task.kind);
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
          deaths: 0,
          begunAtMs: 0,
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
    end(id, how) {
      const entry = running.get(id);
      if (entry === undefined) return;
      running.delete(id);
      lanes.end(entry.task.kind, entry.isAwaited);
      if ('result' in how) entry.resolve(how.result);
      else entry.reject(how.error);
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
    overdue: () =>
      [...running.values()].find(
        ({ task, begunAtMs }) => clock.nowMs() - begunAtMs > timeLimitMs(task),
      ),
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
