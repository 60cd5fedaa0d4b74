import { describe, expect, test } from 'vitest';
import { createLanguageWatch } from '../../../src/pipeline/hearing/language-watch.ts';
import { EngineError, type Stt } from '../../../src/pipeline/ports.ts';
import { HEARD_TWICE } from './heard-twice.ts';

/** Recognises every sound as the next of `texts`; fails where there is none. */
function scripted(texts: readonly string[]) {
  let calls = 0;
  const neededAtMs: (number | undefined)[] = [];
  const stt: Stt = {
    maxPieceMs: 12_000,
    async transcribe(_samples, _signal, options) {
      neededAtMs.push(options?.neededAtMs);
      const text = texts[calls];
      calls += 1;
      if (text === undefined) throw new EngineError('Cannot recognise it');
      return { text };
    },
    async [Symbol.asyncDispose]() {},
  };
  return {
    stt,
    neededAtMs,
    get calls() {
      return calls;
    },
  };
}

const samples = new Float32Array(16_000).fill(0.1);
const german = HEARD_TWICE['German by Piper'] ?? [];
const english = HEARD_TWICE['English by Piper'] ?? [];
const { signal } = new AbortController();

async function watchOver(utterances: readonly { text: string; again?: string }[]) {
  const engine = scripted(utterances.map(({ again = '' }) => again));
  const watch = createLanguageWatch(engine.stt, () => true, signal);
  for (const { text } of utterances) {
    watch.heard('ann', { text, samples });
    await watch.settled();
  }
  return { watch, engine };
}

describe('createLanguageWatch()', () => {
  test('notices after some sentences that somebody is not understood, until they were told', async () => {
    const { watch } = await watchOver(german);
    expect(watch.isToBeTold('ann')).toBe(true);
    expect(watch.isToBeTold('ben')).toBe(false);
    watch.told('ann');
    expect(watch.isToBeTold('ann')).toBe(false);
  });

  test('spends no more on one who was understood some times', async () => {
    const { watch, engine } = await watchOver([...english, ...english]);
    expect(watch.isToBeTold('ann')).toBe(false);
    expect(engine.calls).toBeLessThan(english.length);
  });

  test('never has a second hearing done before anything that somebody waits for', async () => {
    const { engine } = await watchOver(german);
    expect(new Set(engine.neededAtMs)).toEqual(new Set([Infinity]));
  });

  test('hears one sound at a time again', async () => {
    const engine = scripted(['a', 'b']);
    const watch = createLanguageWatch(engine.stt, () => true, signal);
    watch.heard('ann', { text: 'one two three four five', samples });
    watch.heard('ben', { text: 'one two three four five', samples });
    await watch.settled();
    expect(engine.calls).toBe(1);
  });

  test('hears nothing again while the machine has no time for it', async () => {
    const engine = scripted(['a', 'b']);
    let hasTime = false;
    const watch = createLanguageWatch(engine.stt, () => hasTime, signal);
    watch.heard('ann', { text: 'one two three four five', samples });
    await watch.settled();
    expect(engine.calls).toBe(0);
    hasTime = true;
    watch.heard('ann', { text: 'one two three four five', samples });
    await watch.settled();
    expect(engine.calls).toBe(1);
  });

  test('a failing recogniser does no harm', async () => {
    const watch = createLanguageWatch(scripted([]).stt, () => true, signal);
    watch.heard('ann', { text: 'one two three four five', samples });
    await watch.settled();
    expect(watch.isToBeTold('ann')).toBe(false);
  });

  test('forgets a person', async () => {
    const { watch } = await watchOver(german);
    watch.forget('ann');
    expect(watch.isToBeTold('ann')).toBe(false);
  });
});
