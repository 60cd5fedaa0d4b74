import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressee } from '../../../src/pipeline/deciding/addressing.ts';
import { isFillerOnly, judgeOverlap } from '../../../src/pipeline/deciding/overlap.ts';
import { isSameMatter } from '../../../src/pipeline/deciding/same-matter.ts';
import { isSameWords } from '../../../src/pipeline/deciding/same-words.ts';
import { soundsFinished, soundsUnfinished } from '../../../src/pipeline/deciding/unfinished.ts';
import { findWakeName } from '../../../src/pipeline/deciding/wake-name.ts';
import { isEcho } from '../../../src/pipeline/hearing/echo.ts';
import { phantomReason } from '../../../src/pipeline/hearing/phantoms.ts';
import { looksForeign } from '../../../src/pipeline/hearing/unknown-language.ts';

const SPEAKER = { id: '1', name: 'Anna' };
const NAMES = ['Parley', 'Jarvis', 'Frau Holle'];

/** Every judgment, of any text. */
const JUDGMENTS: Readonly<Record<string, (text: string) => unknown>> = {
  findWakeName: (text) => findWakeName(text, NAMES, ['Ben', 'Charlie Brown']),
  namesOf: (text) => findWakeName('Hey you, stop.', [text], [text]),
  addressee: (text) =>
    addressee({
      text,
      mode: 'auto',
      wakeNames: NAMES,
      speaker: SPEAKER,
      others: [{ id: '2', name: text }],
      lastReply: { toSpeakerIds: ['1'], endedAtMs: 0, heardText: text },
      hasInterrupted: false,
      awaitsAnswer: false,
      startedAtMs: 0,
    }),
  judgeOverlap: (text) => judgeOverlap(text, NAMES, ['Ben']),
  isFillerOnly,
  soundsUnfinished,
  soundsFinished,
  isSameMatter: (text) => isSameMatter(text, `and ${text}`),
  isSameWords: (text) => isSameWords(text, `${text}!`),
  isEcho: (text) => isEcho(text, `${text} ${text}`),
  isEchoOfOther: (text) => isEcho(text, 'Rome is the capital of Italy.'),
  phantomReason: (text) =>
    phantomReason(text, { voicedMs: 600, meanDbfs: -30, meanProbability: 0.9 }),
  looksForeign: (text) =>
    looksForeign(Array.from({ length: 5 }, () => ({ text, again: `x${text}` }))),
};

/** What patterns and comparisons could choke on. */
const LONG = [
  'a',
  'm',
  'mh',
  'ha',
  'h ',
  'a ',
  ' ',
  ',',
  ', ',
  '.',
  '. ',
  '...',
  '[',
  '(a',
  '*',
  '♪',
  "'",
  "a'",
  'um ',
  'five ',
  '5',
  'stop ',
  'stop, ',
  'okay ',
  'harvey, ',
  'Parley said ',
  'hey so um ',
  'you know, ',
  'é',
  'é',
  '👩‍👩‍👧 ',
  '\ud800',
  'the the and ',
  'no, no. ',
  '\n',
].map((piece) => piece.repeat(Math.ceil(10_000 / piece.length)));

describe('judgments of words', () => {
  test.for(Object.keys(JUDGMENTS))('%s() takes any text', (name) => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        JUDGMENTS[name]!(text);
      }),
    );
    expect(() => LONG.map(JUDGMENTS[name]!)).not.toThrow();
  });

  // A judgment whose time grows with the square of the text would outlast the test.
  test.for(Object.keys(JUDGMENTS))('%s() gets through 10,000 characters', (name) => {
    for (const text of LONG) expect(() => JUDGMENTS[name]!(`${text}x`)).not.toThrow();
  });
});
