/**
 * Jobs that wait for the speech process. What must begin first to be there in time goes first ("least laxity"):
 * by deadlines alone, a long piece that is needed soon would wait behind short ones that are needed a little
 * sooner, and come late.
 */

export interface Deadlined {
  /** Rises with every job: of two that must begin at the same moment, the older goes first. */
  readonly id: number;
  /** When it must begin to be there in time, clock ms; Infinity for what nobody waits for yet. */
  readonly beginByMs: number;
}

export interface JobQueue<Job extends Deadlined> {
  readonly size: number;
  /** @returns the job that had to go when there were too many: the one with the most time, maybe `job` itself. */
  add(job: Job): Job | undefined;
  /** @returns whether it was waiting. */
  remove(job: Job): boolean;
  count(which: (job: Job) => boolean): number;
  /** The first of those, which goes on waiting. */
  find(which: (job: Job) => boolean): Job | undefined;
  /** Takes out all of those, in order. */
  takeAll(which: (job: Job) => boolean): Job[];
  /** Takes out the first of those: what has no room does not hold up the others. */
  takeFirst(which: (job: Job) => boolean): Job | undefined;
}

/** @param capacity jobs that may wait; at least 1. */
export function createJobQueue<Job extends Deadlined>(capacity: number): JobQueue<Job> {
  /** Sorted: what must begin first goes first. Some hundred at most, so that moving them costs nothing. */
  let jobs: Job[] = [];

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
    count: (which) => jobs.filter(which).length,
    find: (which) => jobs.find(which),
    takeAll(which) {
      const taken = jobs.filter(which);
      const isTaken = new Set(taken);
      jobs = jobs.filter((job) => !isTaken.has(job));
      return taken;
    },
    takeFirst(which) {
      const at = jobs.findIndex(which);
      return at >= 0 ? jobs.splice(at, 1)[0] : undefined;
    },
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
  if (one.beginByMs !== other.beginByMs) return one.beginByMs < other.beginByMs;
  return one.id < other.id;
}
