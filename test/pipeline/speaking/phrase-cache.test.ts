import { describe, expect, test } from 'vitest';
import { createPhraseCache } from '../../../src/pipeline/speaking/phrase-cache.ts';

/** So many bytes of sound. */
const clip = (bytes: number) => ({
  text: '',
  samples: new Float32Array(bytes / 4),
  sampleRateHz: 16_000,
});

describe('createPhraseCache()', () => {
  test('gives back what was put in, for that voice only', () => {
    const cache = createPhraseCache();
    const sure = clip(400);
    cache.put('joe@1', 'Sure.', sure);
    expect(cache.get('joe@1', 'Sure.')).toBe(sure);
    expect(cache.get('joe@1.2', 'Sure.')).toBeUndefined();
    expect(cache.get('joe@1', 'Sure!')).toBeUndefined();
  });

  test('drops what was not said for longest', () => {
    const cache = createPhraseCache(1000);
    cache.put('joe', 'One.', clip(400));
    cache.put('joe', 'Two.', clip(400));
    cache.get('joe', 'One.');
    cache.put('joe', 'Three.', clip(400));
    expect(cache.get('joe', 'One.')).toBeDefined();
    expect(cache.get('joe', 'Two.')).toBeUndefined();
    expect(cache.get('joe', 'Three.')).toBeDefined();
  });

  test('counts a phrase that is put in again once', () => {
    const cache = createPhraseCache(1000);
    for (let turn = 0; turn < 5; turn++) cache.put('joe', 'One.', clip(400));
    cache.put('joe', 'Two.', clip(400));
    expect(cache.get('joe', 'One.')).toBeDefined();
    expect(cache.get('joe', 'Two.')).toBeDefined();
  });

  test('leaves long texts and oversized clips out', () => {
    const cache = createPhraseCache(1000);
    cache.put('joe', "I've put the code in the chat.", clip(400));
    expect(cache.get('joe', "I've put the code in the chat.")).toBeDefined();
    const long = 'This is a sentence that nobody will ever say twice.';
    cache.put('joe', long, clip(400));
    expect(cache.get('joe', long)).toBeUndefined();
    cache.put('joe', 'Hm.', clip(2000));
    expect(cache.get('joe', 'Hm.')).toBeUndefined();
    expect(cache.get('joe', "I've put the code in the chat.")).toBeDefined();
  });
});
