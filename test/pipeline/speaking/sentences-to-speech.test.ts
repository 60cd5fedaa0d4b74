import { describe, expect, test } from 'vitest';
import { EngineError, type Tts } from '../../../src/pipeline/ports.ts';
import {
  sentencesToSpeech,
  type Sentence,
} from '../../../src/pipeline/speaking/sentences-to-speech.ts';
import { streamOf } from '../../fakes/frames.ts';

const never = new AbortController().signal;
const sentence = (spoken: string): Sentence => ({ written: spoken, spoken, chunkedAtMs: 0 });

/** Fails as often as told for each text. */
function brittleTts(
  failures: Readonly<Record<string, number>>,
): Tts & { readonly tried: string[] } {
  const left = { ...failures };
  const tried: string[] = [];
  return {
    tried,
    async synthesise(text) {
      tried.push(text);
      const count = left[text] ?? 0;
      left[text] = count - 1;
      if (count > 0) throw new EngineError(`Cannot synthesise "${text}"`);
      return { text, samples: new Float32Array(1), sampleRateHz: 16_000 };
    },
    async [Symbol.asyncDispose]() {},
  };
}

async function say(texts: readonly string[], tts: Tts) {
  const skipped: string[] = [];
  const clips = sentencesToSpeech(
    streamOf(texts.map(sentence)),
    tts,
    () => 0,
    ({ spoken }) => skipped.push(spoken),
    never,
  );
  const said = (await Array.fromAsync(clips)).map(({ clip }) => clip.text);
  return { said, skipped };
}

describe('sentencesToSpeech()', () => {
  test('says sentences in order', async () => {
    expect(await say(['One.', 'Two.'], brittleTts({}))).toEqual({
      said: ['One.', 'Two.'],
      skipped: [],
    });
  });

  test('tries a sentence that fails once more', async () => {
    const tts = brittleTts({ 'Two.': 1 });
    expect((await say(['One.', 'Two.', 'Three.'], tts)).said).toEqual(['One.', 'Two.', 'Three.']);
    expect(tts.tried).toEqual(['One.', 'Two.', 'Two.', 'Three.']);
  });

  test('skips a sentence that fails twice, and goes on', async () => {
    const { said, skipped } = await say(['One.', 'Two.', 'Three.'], brittleTts({ 'Two.': 2 }));
    expect(said).toEqual(['One.', 'Three.']);
    expect(skipped).toEqual(['Two.']);
  });

  test('asks for no sound where there is nothing to say', async () => {
    const tts = brittleTts({});
    await say(['***', '🎉', ''], tts);
    expect(tts.tried).toEqual([]);
  });

  test('ends with the reason when it is aborted during synthesis', async () => {
    const bargeIn = new AbortController();
    const tts: Tts = {
      synthesise: (_text, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        }),
      async [Symbol.asyncDispose]() {},
    };
    const clips = sentencesToSpeech(
      streamOf([sentence('One.')]),
      tts,
      () => 0,
      () => {},
      bargeIn.signal,
    );
    const waiting = clips.next();
    await Promise.resolve();
    bargeIn.abort(new Error('barge-in'));
    await expect(waiting).rejects.toThrow('barge-in');
  });
});
