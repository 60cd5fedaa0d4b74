import { describe, expect, test } from 'vitest';
import { hasThriftyCopies, openCrowdVoice } from '../../../src/engines/speech/crowd-voice.ts';
import { findModel } from '../../../src/models/catalogue.ts';

const never = new AbortController().signal;

/** Copies of a model, the second of which is loaded when the test says so. */
function copies({ failsSecond = false } = {}) {
  const opened: string[] = [];
  const closed: string[] = [];
  const second = Promise.withResolvers<void>();
  return {
    opened,
    closed,
    loadSecond: async () => {
      if (failsSecond) second.reject(new Error('no memory'));
      else second.resolve();
      await settled();
    },
    open: async (options?: { readonly threads: number }) => {
      const name = options === undefined ? 'usual threads' : `${options.threads} thread`;
      opened.push(name);
      if (options !== undefined) await second.promise;
      return {
        voice: () => ({
          synthesise: async (text: string) => ({
            text: `${text}: ${name}`,
            samples: new Float32Array(0),
            sampleRateHz: 22_050,
          }),
        }),
        async [Symbol.asyncDispose]() {
          closed.push(name);
        },
      };
    },
  };
}

/** It says some things to itself first. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Which copy it is said with. */
async function said(
  voices: Awaited<ReturnType<typeof openCrowdVoice>>,
  manner: 'fast' | 'thrifty',
): Promise<string> {
  return (await voices.voice(0, 1, manner).synthesise(manner, never)).text;
}

describe('openCrowdVoice()', () => {
  test('needs one copy until there is a crowd', async () => {
    const model = copies();
    const voices = await openCrowdVoice(model.open, 1);
    expect(await said(voices, 'fast')).toBe('fast: usual threads');
    expect(model.opened).toEqual(['usual threads']);
  });

  test('is thrifty through a copy with one thread, once that is there', async () => {
    const model = copies();
    const voices = await openCrowdVoice(model.open, 1);
    void voices.expectCrowd();
    void voices.expectCrowd();
    expect(await said(voices, 'thrifty')).toBe('thrifty: usual threads');
    await model.loadSecond();
    expect(await said(voices, 'thrifty')).toBe('thrifty: 1 thread');
    expect(await said(voices, 'fast')).toBe('fast: usual threads');
    expect(model.opened).toEqual(['usual threads', '1 thread']);
  });

  test('loads one copy after the other', async () => {
    let loading = 0;
    let most = 0;
    const voices = await openCrowdVoice(async () => {
      most = Math.max(most, ++loading);
      await settled();
      loading--;
      return copies().open();
    }, 3);
    await voices.expectCrowd();
    expect(most).toBe(1);
  });

  test('has as many copies as it may, and gives each clause one that is at rest', async () => {
    const gates: PromiseWithResolvers<void>[] = [];
    let copyCount = 0;
    const voices = await openCrowdVoice(async (options) => {
      const name = options === undefined ? 'fast' : `thrifty ${++copyCount}`;
      return {
        voice: () => ({
          async synthesise(text: string) {
            if (text.startsWith('clause')) {
              const gate = Promise.withResolvers<void>();
              gates.push(gate);
              await gate.promise;
            }
            return { text: name, samples: new Float32Array(0), sampleRateHz: 22_050 };
          },
        }),
        async [Symbol.asyncDispose]() {},
      };
    }, 2);
    const say = async () => (await voices.voice(0, 1, 'thrifty').synthesise('clause', never)).text;
    await voices.expectCrowd();
    const saying = [say(), say(), say()];
    await settled();
    for (const { resolve } of gates.splice(0)) resolve();
    expect((await Promise.all(saying)).toSorted()).toEqual(['fast', 'thrifty 1', 'thrifty 2']);
    expect(copyCount).toBe(2);
  });

  test('does with one copy where there is no room for two', async () => {
    const model = copies({ failsSecond: true });
    const voices = await openCrowdVoice(model.open, 1);
    const expected = voices.expectCrowd();
    await model.loadSecond();
    await expected;
    expect(await said(voices, 'thrifty')).toBe('thrifty: usual threads');
    expect(model.opened).toEqual(['usual threads', '1 thread']);
  });

  test('closes both, the one that is still being loaded too', async () => {
    const model = copies();
    const voices = await openCrowdVoice(model.open, 2);
    void voices.expectCrowd();
    const closing = voices[Symbol.asyncDispose]();
    await model.loadSecond();
    await closing;
    expect(model.closed.toSorted()).toEqual(['1 thread', 'usual threads']);
  });
});

describe('hasThriftyCopies()', () => {
  test('is so for small voices', () => {
    expect(hasThriftyCopies({ model: findModel('piper-en-us-joe-medium') })).toBe(true);
    expect(hasThriftyCopies({ model: findModel('kokoro-en-us') })).toBe(false);
    expect(hasThriftyCopies({ model: findModel('moonshine-tiny-en') })).toBe(false);
  });
});
