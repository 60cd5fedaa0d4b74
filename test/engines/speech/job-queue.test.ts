import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createJobQueue, type Deadlined } from '../../../src/engines/speech/job-queue.ts';

interface Job extends Deadlined {
  readonly kind: 'a' | 'b';
}

/** Few moments, so that many jobs are to begin at the same one; nobody waits for some. */
const moments = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(Infinity));
const jobLists = fc
  .array(fc.record({ beginByMs: moments, kind: fc.constantFrom('a', 'b') }))
  .map((all) => all.map((each, id): Job => ({ ...each, id })));

const inOrder = (jobs: readonly Job[]) =>
  jobs.toSorted((one, other) =>
    one.beginByMs === other.beginByMs
      ? one.id - other.id
      : one.beginByMs < other.beginByMs
        ? -1
        : 1,
  );

const all = (queue: ReturnType<typeof createJobQueue<Job>>) => queue.takeAll(() => true);

describe('createJobQueue()', () => {
  test('serves first what must begin first, and of equal ones the older', () => {
    fc.assert(
      fc.property(jobLists, (jobs) => {
        const queue = createJobQueue<Job>(1000);
        for (const job of jobs) queue.add(job);
        const served = jobs.map(() => queue.takeFirst(() => true));
        expect(served).toEqual(inOrder(jobs));
        expect(queue.takeFirst(() => true)).toBeUndefined();
      }),
    );
  });

  test('what has no room does not hold up the others', () => {
    fc.assert(
      fc.property(jobLists, (jobs) => {
        const queue = createJobQueue<Job>(1000);
        for (const job of jobs) queue.add(job);
        const onlyB = (job: Job) => job.kind === 'b';
        const count = jobs.filter(onlyB).length;
        const served = Array.from({ length: count }, () => queue.takeFirst(onlyB));
        expect(served).toEqual(inOrder(jobs.filter(onlyB)));
        expect(all(queue)).toEqual(inOrder(jobs.filter((job) => !onlyB(job))));
      }),
    );
  });

  test('never serves what was removed, and keeps the rest in order', () => {
    fc.assert(
      fc.property(jobLists, fc.func(fc.boolean()), (jobs, isGone) => {
        const queue = createJobQueue<Job>(1000);
        for (const job of jobs) queue.add(job);
        const gone = jobs.filter((job) => isGone(job.id));
        for (const job of gone) expect(queue.remove(job)).toBe(true);
        for (const job of gone) expect(queue.remove(job)).toBe(false);
        expect(all(queue)).toEqual(inOrder(jobs.filter((job) => !gone.includes(job))));
      }),
    );
  });

  test('never holds more than it may: what is needed last has to go', () => {
    fc.assert(
      fc.property(jobLists, fc.integer({ min: 1, max: 5 }), (jobs, capacity) => {
        const queue = createJobQueue<Job>(capacity);
        const out = jobs.map((job) => queue.add(job)).filter((job) => job !== undefined);
        const kept = all(queue);
        expect(kept).toEqual(inOrder(jobs).slice(0, capacity));
        expect(inOrder([...kept, ...out])).toEqual(inOrder(jobs));
      }),
    );
  });

  test('work on a guess is served after everything that somebody waits for', () => {
    const queue = createJobQueue<Job>(10);
    queue.add({ id: 0, beginByMs: Infinity, kind: 'a' });
    queue.add({ id: 1, beginByMs: 11_000, kind: 'a' });
    queue.add({ id: 2, beginByMs: 0, kind: 'a' });
    expect(all(queue).map(({ id }) => id)).toEqual([2, 1, 0]);
  });
});
