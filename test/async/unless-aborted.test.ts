import { describe, expect, test } from 'vitest';
import { unlessAborted } from '../../src/async/unless-aborted.ts';

describe('unlessAborted()', () => {
  test('gives what the promise gives, value or error', async () => {
    const { signal } = new AbortController();
    expect(await unlessAborted(Promise.resolve(7), signal)).toBe(7);
    await expect(unlessAborted(Promise.reject(new Error('broken')), signal)).rejects.toThrow(
      'broken',
    );
  });

  test('waits no longer than until the abort', async () => {
    const controller = new AbortController();
    const waiting = unlessAborted(new Promise(() => {}), controller.signal);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(unlessAborted(Promise.resolve(7), controller.signal)).rejects.toThrow('enough');
  });
});
