import { describe, expect, test } from 'vitest';
import { MODELS } from '../../src/models/catalogue.ts';
import { findVoice, voiceNamed, voicesOf } from '../../src/models/voices.ts';

const speaking = MODELS.filter(({ kind }) => kind === 'tts');

describe('the voices of the catalogue', () => {
  test('have names of their own, a language and a licence', () => {
    const voices = speaking.flatMap(voicesOf);
    expect(new Set(voices.map(({ id }) => id)).size).toBe(voices.length);
    for (const { language, licence } of voices) {
      expect(new Intl.Locale(language).language).not.toBe('und');
      expect(licence).not.toBe('');
    }
  });

  test('are one for a model with one speaker, and one for each speaker of the others', () => {
    expect(findVoice('piper-en-us-joe-medium')).toMatchObject({
      id: 'piper-en-us-joe-medium',
      modelId: 'piper-en-us-joe-medium',
      speakerNumber: 0,
      language: 'en-US',
    });
    expect(findVoice('piper-en-us-libritts-r-medium/903')).toMatchObject({
      modelId: 'piper-en-us-libritts-r-medium',
      speakerNumber: 903,
    });
  });

  test('of Kokoro have numbers that fit the one file they lie in', () => {
    expect(findVoice('kokoro-en-us/alloy').speakerNumber).toBe(0);
    expect(findVoice('kokoro-en-us/heart').speakerNumber).toBe(3);
    expect(findVoice('kokoro-pt-br/santa').speakerNumber).toBe(40);
    const numbers = speaking
      .filter(({ id }) => id.startsWith('kokoro-') && id !== 'kokoro-multi-lang')
      .flatMap(voicesOf)
      .map(({ speakerNumber }) => speakerNumber);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 41 }, (_, at) => at));
  });

  test('a model’s name stands for its first speaker', () => {
    expect(findVoice('kokoro-en-us').id).toBe('kokoro-en-us/heart');
    expect(findVoice('kokoro-en-gb').id).toBe('kokoro-en-gb/emma');
  });

  test.for([
    ['nobody', /Cannot find the model "nobody".*piper-en-us-joe-medium/u],
    ['moonshine-tiny-en', /Cannot find the model/u],
    ['kokoro-fr/nobody', /Cannot find the voice "kokoro-fr\/nobody": kokoro-fr has siwis$/u],
    ['piper-en-us-joe-medium/3', /piper-en-us-joe-medium has one voice only$/u],
    ['piper-en-us-libritts-r-medium/904', /has 0, 1, .* … 903$/u],
  ] as const)('%s is none, and what there is is named', ([id, sentence]) => {
    expect(voiceNamed(id)).toBeUndefined();
    expect(() => findVoice(id)).toThrow(sentence);
  });
});
