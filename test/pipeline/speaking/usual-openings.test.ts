import { describe, expect, test } from 'vitest';
import { EngineError, type InferenceOptions } from '../../../src/pipeline/ports.ts';
import { createPhraseCache } from '../../../src/pipeline/speaking/phrase-cache.ts';
import { createUsualOpenings } from '../../../src/pipeline/speaking/usual-openings.ts';

const never = new AbortController().signal;

function voice(language = 'en-US', fails: (text: string) => boolean = () => false) {
  const said: { text: string; options: InferenceOptions | undefined }[] = [];
  let isGivenBack = false;
  return {
    said,
    isGivenBack: () => isGivenBack,
    speaking: {
      id: 'joe@1',
      language,
      pronunciations: new Map<string, string>(),
      tts: {
        async synthesise(text: string, _signal: AbortSignal, options?: InferenceOptions) {
          said.push({ text, options });
          if (fails(text)) throw new EngineError('Broken');
          return { text, samples: new Float32Array(100), sampleRateHz: 1000 };
        },
      },
      [Symbol.dispose]() {
        isGivenBack = true;
      },
    },
  };
}

describe('createUsualOpenings()', () => {
  test('has what replies often open with before it is said, behind all that somebody waits for', async () => {
    const phrases = createPhraseCache();
    const { speaking, said, isGivenBack } = voice();
    await createUsualOpenings(phrases, never).remember(speaking);
    expect(phrases.get('joe@1', 'Sure,')?.samples).toHaveLength(100);
    expect(said.every(({ options }) => options?.neededAtMs === Infinity)).toBe(true);
    expect(isGivenBack()).toBe(true);
  });

  test('asks a voice for it once, however many servers it speaks in', async () => {
    const [one, two] = [voice(), voice()];
    const openings = createUsualOpenings(createPhraseCache(), never);
    await openings.remember(one.speaking);
    await openings.remember(two.speaking);
    expect(two.said).toEqual([]);
    expect(two.isGivenBack()).toBe(true);
  });

  test('leaves voices of other languages alone', async () => {
    const { speaking, said, isGivenBack } = voice('de-DE');
    await createUsualOpenings(createPhraseCache(), never).remember(speaking);
    expect(said).toEqual([]);
    expect(isGivenBack()).toBe(true);
  });

  test('keeps what it has of a voice that fails, which is given back', async () => {
    const phrases = createPhraseCache();
    const { speaking, isGivenBack } = voice('en-GB', (text) => text === 'Yes,');
    await createUsualOpenings(phrases, never).remember(speaking);
    expect(phrases.get('joe@1', 'Sure,')).toBeDefined();
    expect(phrases.get('joe@1', 'Yes,')).toBeUndefined();
    expect(isGivenBack()).toBe(true);
  });
});
