import { describe, expect, test } from 'vitest';
import { createAhead } from '../../../src/pipeline/hearing/ahead.ts';
import type { InferenceOptions } from '../../../src/pipeline/ports.ts';

function work() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const asked: { signal: AbortSignal; options: InferenceOptions }[] = [];
  return {
    asked,
    resolve,
    reject,
    run: (signal: AbortSignal, options: InferenceOptions) => {
      asked.push({ signal, options });
      return promise;
    },
  };
}

describe('createAhead()', () => {
  const never = new AbortController().signal;

  test('is asked for where nothing else has to be done, once for a key', () => {
    const ahead = createAhead<string>(never);
    const first = work();
    ahead.begin(7, first.run);
    ahead.begin(7, first.run);
    expect(first.asked.map(({ options }) => options.neededAtMs)).toEqual([Infinity]);
  });

  test('what the engine is at work on is taken, as often as it is wanted', async () => {
    const ahead = createAhead<string>(never);
    const first = work();
    ahead.begin(7, first.run);
    first.asked[0]!.options.onBegun?.();
    const taken = [ahead.take(7), ahead.take(7)];
    first.resolve('words');
    for (const each of taken) expect(await each).toBe('words');
    expect(first.asked[0]!.signal.aborted).toBe(false);
  });

  test('an engine may begin at once', async () => {
    const ahead = createAhead<string>(never);
    ahead.begin(7, (_, { onBegun }) => {
      onBegun?.();
      return Promise.resolve('words');
    });
    expect(await ahead.take(7)).toBe('words');
  });

  test.for([
    ['the engine has not come to', 7, false],
    ['was begun for something else', 8, true],
  ] as const)('what %s is given up', ([, key, isAtWork]) => {
    const ahead = createAhead<string>(never);
    const first = work();
    ahead.begin(7, first.run);
    if (isAtWork) first.asked[0]!.options.onBegun?.();
    expect(ahead.take(key)).toBeUndefined();
    expect(first.asked[0]!.signal.aborted).toBe(true);
  });

  test('what fails is nothing, and no unheard error', async () => {
    const ahead = createAhead<string>(never);
    const first = work();
    ahead.begin(7, first.run);
    first.asked[0]!.options.onBegun?.();
    first.reject(new Error('out of memory'));
    expect(await ahead.take(7)).toBeUndefined();
  });

  test('ends with its signal, or when it is dropped', () => {
    const session = new AbortController();
    const ahead = createAhead<string>(session.signal);
    const [first, second] = [work(), work()];
    ahead.begin(7, first.run);
    ahead.drop();
    expect(first.asked[0]!.signal.aborted).toBe(true);
    ahead.begin(8, second.run);
    session.abort(new Error('left'));
    expect(second.asked[0]!.signal.aborted).toBe(true);
  });
});
