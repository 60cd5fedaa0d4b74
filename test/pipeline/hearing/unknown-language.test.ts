import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  looksForeign,
  wantsSecondHearing,
} from '../../../src/pipeline/hearing/unknown-language.ts';
import { HEARD_TWICE } from './heard-twice.ts';

const heard = (name: string) => HEARD_TWICE[name]!;
/** How it is judged after each utterance. */
const judgments = (utterances: readonly { text: string; again?: string }[]) =>
  utterances.map((_, at) => looksForeign(utterances.slice(0, at + 1)));

describe('looksForeign()', () => {
  test.for(['English by Piper', 'English by eSpeak'])('never takes %s for foreign', (name) => {
    expect(judgments(heard(name))).not.toContain(true);
    expect(judgments(heard(name).toReversed())).not.toContain(true);
  });

  test.for(
    ['German', 'French', 'Spanish'].flatMap((language) => [
      `${language} by Piper`,
      `${language} by eSpeak`,
    ]),
  )('knows %s after some sentences', (name) => {
    expect(judgments(heard(name)).slice(0, 3)).toEqual([false, false, false]);
    expect(judgments(heard(name)).indexOf(true)).toBeLessThan(8);
    expect(judgments(heard(name))).toContain(true);
  });

  test('goes by nothing but what was heard twice', () => {
    const once = heard('German by eSpeak').map(({ text }) => ({ text }));
    expect(judgments(once)).not.toContain(true);
  });

  test('one who goes on in English is understood at once', () => {
    const utterances = [...heard('German by eSpeak'), ...heard('English by Piper').slice(0, 2)];
    expect(looksForeign(utterances)).toBe(false);
  });

  test('short remarks say nothing', () => {
    const short = ['Ja.', 'Nein, nein.', 'Was?', 'Ach so.'].map((text) => ({
      text,
      again: 'x',
    }));
    expect(looksForeign([...short, ...short])).toBe(false);
    expect(looksForeign([])).toBe(false);
    expect(looksForeign([...heard('German by eSpeak'), ...short, ...short])).toBe(true);
  });

  test('a sentence said twice by a recogniser that invents counts without a second hearing', () => {
    const text = "We're going to be in the third place. We're going to be in the third place.";
    expect(looksForeign([{ text }, { text }, { text }])).toBe(false);
    expect(looksForeign([{ text }, { text }, { text }, { text }])).toBe(true);
  });

  test('takes any texts', () => {
    const utterance = fc.record({ text: fc.string(), again: fc.string() });
    fc.assert(
      fc.property(fc.array(utterance), (utterances) => {
        expect([true, false]).toContain(looksForeign(utterances));
      }),
    );
  });
});

describe('wantsSecondHearing()', () => {
  test('until somebody was understood a few times', () => {
    const english = heard('English by Piper');
    expect(wantsSecondHearing([])).toBe(true);
    expect(wantsSecondHearing(english.slice(0, 3))).toBe(true);
    expect(wantsSecondHearing(english.slice(0, 4))).toBe(false);
    expect(wantsSecondHearing(heard('German by eSpeak').slice(0, 3))).toBe(true);
  });
});
