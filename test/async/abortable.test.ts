import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { abortable } from '../../src/async/abortable.ts';

async function* oneThenStuck(onClose: () => void) {
  try {
    yield 1;
    await new Promise(() => {});
  } finally {
    onClose();
  }
}

async function* three() {
  yield* [1, 2, 3];
}

async function* twoThenBroken() {
  yield* [1, 2];
  throw new Error('broken');
}

describe('abortable()', () => {
  test('passes everything on and leaves no listener', async () => {
    const { signal } = new AbortController();
    expect(await Array.fromAsync(abortable(three(), signal))).toEqual([1, 2, 3]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('rejects with the reason at once although the source is stuck', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const reading = (async () => {
      for await (const value of abortable(
        oneThenStuck(() => {}),
        controller.signal,
      )) {
        seen.push(value);
        setImmediate(() => controller.abort(new Error('barge-in')));
      }
    })();
    await expect(reading).rejects.toThrow('barge-in');
    expect(seen).toEqual([1]);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  test('rejects with the reason when it is aborted between two steps, and closes the source', async () => {
    const controller = new AbortController();
    let isClosed = false;
    const values = abortable(
      oneThenStuck(() => {
        isClosed = true;
      }),
      controller.signal,
    );
    expect(await values.next()).toEqual({ done: false, value: 1 });
    controller.abort(new Error('barge-in'));
    await expect(values.next()).rejects.toThrow('barge-in');
    expect(isClosed).toBe(true);
  });

  test('closes the source when the reader stops early', async () => {
    let isClosed = false;
    const source = oneThenStuck(() => {
      isClosed = true;
    });
    for await (const _ of abortable(source, new AbortController().signal)) break;
    expect(isClosed).toBe(true);
  });

  test('passes an error of the source on', async () => {
    const { signal } = new AbortController();
    await expect(Array.fromAsync(abortable(twoThenBroken(), signal))).rejects.toThrow('broken');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('does not begin when it is aborted already', async () => {
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(Array.fromAsync(abortable(twoThenBroken(), signal))).rejects.toThrow('too late');
  });
});
