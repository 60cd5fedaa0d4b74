import { describe, expect, test } from 'vitest';
import { wordsIn, wordsOf } from '../../src/pipeline/words.ts';

describe('wordsOf()', () => {
  test('folds case, accents and apostrophes', () => {
    expect(wordsOf("Don’t stop, ÉLODIE! It's 5 o'clock. Straße")).toEqual(
      'dont stop elodie its 5 oclock strasse'.split(' '),
    );
  });

  test('knows other scripts', () => {
    expect(wordsOf('Привет, 你好!')).toEqual(['привет', '你好']);
    expect(wordsOf(' …🎉')).toEqual([]);
  });
});

describe('wordsIn()', () => {
  test('tells where a word stands', () => {
    const [so, parley, how, are, you] = wordsIn('So, Parley. How are you');
    expect(so).toMatchObject({ isAfterBreak: true, isBeforeBreak: true, isSentenceEnd: false });
    expect(parley).toMatchObject({ heard: 'Parley', isSentenceStart: false, isSentenceEnd: true });
    expect(how).toMatchObject({ isSentenceStart: true, isBeforeBreak: false });
    expect(are).toMatchObject({ isAfterBreak: false, isBeforeBreak: false });
    expect(you).toMatchObject({ isBeforeBreak: true, isSentenceEnd: true });
  });
});
