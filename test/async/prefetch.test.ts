import { describe, expect, test } from 'vitest';
import { prefetch } from '../../src/async/prefetch.ts';

const never = new AbortController().signal;
const turnOfLoop = () => new Promise((resolve) => setImmediate(resolve));

describe('prefetch()', () => {
  test('runs ahead of the consumer, but not further than its depth', async () => {
    let made = 0;
    async function* source() {
      while (made < 10) yield ++made;
    }
    const items = prefetch(source(), 2, never);
    expect((await items.next()).value).toBe(1);
    await turnOfLoop();
    // One taken, two queued, one in the hand of the pump.
    expect(made).toBe(4);
    expect(await Array.fromAsync(items)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('throws the reason at once when aborted on a stalled source', async () => {
    const bargeIn = new AbortController();
    async function* stalled() {
      yield 1;
      await new Promise(() => {});
    }
    const items = prefetch(stalled(), 2, bargeIn.signal);
    expect((await items.next()).value).toBe(1);
    const waiting = items.next();
    bargeIn.abort(new Error('barge-in'));
    await expect(waiting).rejects.toThrow('barge-in');
  });

  test('yields nothing that was queued before the abort', async () => {
    const bargeIn = new AbortController();
    async function* source() {
      yield* [1, 2, 3];
    }
    const items = prefetch(source(), 3, bargeIn.signal);
    await items.next();
    await turnOfLoop();
    bargeIn.abort(new Error('barge-in'));
    await expect(items.next()).rejects.toThrow('barge-in');
  });

  test('closes the source when the consumer stops early', async () => {
    let isClosed = false;
    async function* source() {
      try {
        while (true) yield 1;
      } finally {
        isClosed = true;
      }
    }
    for await (const _ of prefetch(source(), 2, never)) break;
    await turnOfLoop();
    expect(isClosed).toBe(true);
  });

  test('passes an error of the source on after the items before it', async () => {
    async function* source() {
      yield 1;
      throw new Error('cut');
    }
    const items = prefetch(source(), 2, never);
    expect((await items.next()).value).toBe(1);
    await expect(items.next()).rejects.toThrow('cut');
  });
});
