import { describe, expect, test } from 'vitest';
import { openCrowdVoice } from '../../../src/engines/speech/crowd-voice.ts';

const never = new AbortController().signal;

/** Copies of a model whose clauses end when the test says so. */
function copies({ failsSecond = false } = {}) {
  const opened: string[] = [];
  const closed: string[] = [];
  const said: string[] = [];
  const ends: (() => void)[] = [];
  const second = Promise.withResolvers<void>();
  return {
    opened,
    closed,
    said,
    /** Ends everything at work. */
    end: async () => {
      for (const resolve of ends.splice(0)) resolve();
      await settled();
    },
    loadSecond: async () => {
      if (failsSecond) second.reject(new Error('no memory'));
      else second.resolve();
      await settled();
    },
    open: async (options?: { readonly threads: number }) => {
      const name = options === undefined ? 'alone' : 'crowd';
      opened.push(name);
      if (options !== undefined) await second.promise;
      return {
        voice: () => ({
          synthesise: async (text: string) => {
            said.push(`${text} ${name}`);
            await new Promise<void>((resolve) => ends.push(resolve));
            return { text, samples: new Float32Array(0), sampleRateHz: 22_050 };
          },
        }),
        async [Symbol.asyncDispose]() {
          closed.push(name);
        },
      };
    },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('openCrowdVoice()', () => {
  test('one clause after the other needs one copy', async () => {
    const model = copies();
    const voice = (await openCrowdVoice(model.open)).voice(0, 1);
    for (const text of ['one', 'two', 'three']) {
      const saying = voice.synthesise(text, never);
      await model.end();
      await saying;
    }
    expect(model.opened).toEqual(['alone']);
  });

  test('speaks through the second copy while another clause is at work, once it is there', async () => {
    const model = copies();
    const voice = (await openCrowdVoice(model.open)).voice(0, 1);
    void voice.synthesise('one', never);
    void voice.synthesise('two', never);
    expect(model.said).toEqual(['one alone', 'two alone']);
    await model.loadSecond();
    void voice.synthesise('three', never);
    await model.end();
    void voice.synthesise('four', never);
    expect(model.said.slice(2)).toEqual(['three crowd', 'four alone']);
    expect(model.opened).toEqual(['alone', 'crowd']);
  });

  test('does with one copy where there is no room for two', async () => {
    const model = copies({ failsSecond: true });
    const voice = (await openCrowdVoice(model.open)).voice(0, 1);
    void voice.synthesise('one', never);
    void voice.synthesise('two', never);
    await model.loadSecond();
    void voice.synthesise('three', never);
    expect(model.said).toEqual(['one alone', 'two alone', 'three alone']);
    expect(model.opened).toEqual(['alone', 'crowd']);
  });

  test('closes both, the one that is still being loaded too', async () => {
    const model = copies();
    const voices = await openCrowdVoice(model.open);
    const voice = voices.voice(0, 1);
    void voice.synthesise('one', never);
    void voice.synthesise('two', never);
    const closing = voices[Symbol.asyncDispose]();
    await model.loadSecond();
    await closing;
    expect(model.closed.toSorted()).toEqual(['alone', 'crowd']);
  });
});
