import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSpeakable } from '../../src/pipeline/speaking/speakable/speakable.ts';
import { readPronunciation } from '../../src/settings/pronunciations.ts';

describe('readPronunciation()', () => {
  test('keeps words in lower case, with single spaces', () => {
    expect(readPronunciation('  New \n York ', ' nu  yawk ')).toEqual({
      word: 'new york',
      said: 'nu yawk',
    });
  });

  test('takes letters in one form, however they were typed', () => {
    const read = readPronunciation('Zu\u0308rich', 'x');
    expect(read).toEqual({ word: 'z\u00fcrich', said: 'x' });
  });

  test('lets nothing through that cannot be said', () => {
    const typed = fc.string({
      unit: fc.constantFrom(...Array.from('abZ9ü .\'’&+#/-*?()[]{}|\\^$"<>@\n`_')),
      maxLength: 8,
    });
    fc.assert(
      fc.property(typed, (word) => {
        const read = readPronunciation(word, 'something else');
        if ('fault' in read) return;
        const pronunciations = new Map([[read.word, read.said]]);
        const speakable = createSpeakable({ language: 'en-US', pronunciations });
        expect(
          speakable.add({ written: `Well, ${read.word} it is.`, isCode: false }).spoken,
        ).toContain(read.said);
      }),
    );
  });
});
