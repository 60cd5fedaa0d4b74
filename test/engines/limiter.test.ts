import { describe, expect, test } from 'vitest';
import { createLimiter } from '../../src/engines/limiter.ts';

const never = new AbortController().signal;

/** Work that ends when it is told to. */
function work() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let hasBegun = false;
  return {
    run: () => {
      hasBegun = true;
      return promise;
    },
    resolve,
    reject,
    get hasBegun() {
      return hasBegun;
    },
  };
}

/** Lets everything that is ready go on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Listened to from the start, so that no rejection goes unheard meanwhile. */
const reasonOf = (result: Promise<unknown>) => result.catch((error: unknown) => error);

describe('createLimiter()', () => {
  test('starts no more than its limit, and the next when one ends, in order', async () => {
    const limiter = createLimiter(1);
    const [a, b, c] = [work(), work(), work()];
    const results = [a, b, c].map(({ run }) => limiter.run(run, never));
    await settled();
    expect([a.hasBegun, b.hasBegun, c.hasBegun]).toEqual([true, false, false]);
    a.resolve('a');
    await settled();
    expect([b.hasBegun, c.hasBegun]).toEqual([true, false]);
    b.reject(new Error('b failed'));
    c.resolve('c');
    expect(await Promise.allSettled(results)).toMatchObject([
      { value: 'a' },
      { reason: { message: 'b failed' } },
      { value: 'c' },
    ]);
  });

  test('rejects at once when aborted, while the work goes on unheard', async () => {
    const limiter = createLimiter(1);
    const barge = new AbortController();
    const a = work();
    const result = limiter.run(a.run, barge.signal);
    await settled();
    barge.abort(new Error('barge-in'));
    await expect(result).rejects.toThrow('barge-in');
    a.reject(new Error('nobody hears this'));
    await limiter.idle();
  });

  test('does not make the next wait for abandoned work, but bounds how much of it runs', async () => {
    const limiter = createLimiter(1, 1);
    const barge = new AbortController();
    const [a, b, c] = [work(), work(), work()];
    const reasons: Promise<unknown>[] = [reasonOf(limiter.run(a.run, barge.signal))];
    await settled();
    barge.abort(new Error('barge-in'));
    const again = new AbortController();
    reasons.push(reasonOf(limiter.run(b.run, again.signal)));
    await settled();
    expect(b.hasBegun).toBe(true);
    again.abort(new Error('barge-in'));
    const last = limiter.run(c.run, never);
    await settled();
    expect(c.hasBegun).toBe(false);
    a.resolve('a');
    await settled();
    expect(c.hasBegun).toBe(true);
    c.resolve('c');
    expect(await last).toBe('c');
    expect(await Promise.all(reasons)).toMatchObject([
      { message: 'barge-in' },
      { message: 'barge-in' },
    ]);
  });

  test('drops work that waits when its asker is gone', async () => {
    const limiter = createLimiter(1);
    const barge = new AbortController();
    const [a, b] = [work(), work()];
    const first = limiter.run(a.run, never);
    const second = limiter.run(b.run, barge.signal);
    barge.abort(new Error('barge-in'));
    await expect(second).rejects.toThrow('barge-in');
    a.resolve('a');
    await first;
    await limiter.idle();
    expect(b.hasBegun).toBe(false);
  });

  test('starts nothing for a signal that has aborted', async () => {
    const a = work();
    const limiter = createLimiter(1);
    await expect(limiter.run(a.run, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    expect(a.hasBegun).toBe(false);
  });
});
