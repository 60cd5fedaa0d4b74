/** Jobs that wait for the speech process, in the order of the moments their results are needed. */

export interface Deadlined {
  /** Rises with every job: of two that are needed at the same moment, the older goes first. */
  readonly id: number;
  /** Clock ms; Infinity for what nobody waits for yet. */
  readonly neededAtMs: number;
}

export interface JobQueue<Job extends Deadlined> extends Iterable<Job> {
  readonly size: number;
  /** @returns the job that had to go when there were too many: the one needed last, maybe `job` itself. */
  add(job: Job): Job | undefined;
  /** @returns whether it was waiting. */
  remove(job: Job): boolean;
  /** Takes out the first job that may begin; a kind without room does not hold up the others. */
  takeFirst(mayBegin: (job: Job) => boolean): Job | undefined;
}

/** @param capacity jobs that may wait; at least 1. */
export function createJobQueue<Job extends Deadlined>(capacity: number): JobQueue<Job> {
  /** Sorted: earliest deadline first. Some hundred at most, so that moving them costs nothing. */
  const jobs: Job[] = [];

  return {
    get size() {
      return jobs.length;
    },
    add(job) {
      jobs.splice(placeOf(job, jobs), 0, job);
      return jobs.length > capacity ? jobs.pop() : undefined;
    },
    remove(job) {
      const at = jobs.indexOf(job);
      if (at >= 0) jobs.splice(at, 1);
      return at >= 0;
    },
    takeFirst(mayBegin) {
      const at = jobs.findIndex(mayBegin);
      return at >= 0 ? jobs.splice(at, 1)[0] : undefined;
    },
    [Symbol.iterator]: () => jobs.values(),
  };
}

function placeOf(job: Deadlined, jobs: readonly Deadlined[]): number {
  let from = 0;
  let to = jobs.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const other = jobs[middle];
    if (other !== undefined && isBefore(other, job)) from = middle + 1;
    else to = middle;
  }
  return from;
}

function isBefore(one: Deadlined, other: Deadlined): boolean {
  // Compared, not subtracted: Infinity minus Infinity is no number.
  if (one.neededAtMs !== other.neededAtMs) return one.neededAtMs < other.neededAtMs;
  return one.id < other.id;
}
