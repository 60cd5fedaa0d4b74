import { describe, expect, test } from 'vitest';
import { makeSpeakable } from '../../../src/pipeline/speaking/speakable.ts';

/** As written, as spoken. */
const CASES: readonly (readonly [string, string])[] = [
  ['It rained.', 'It rained.'],
  ['**Careful!** This is _very_ *hot* and ~~cold~~.', 'Careful! This is very hot and cold.'],
  ['***Both*** of __them__', 'Both of them'],
  ['## The plan', 'The plan'],
  ['- a small umbrella', 'a small umbrella'],
  ['* [x] done', 'done'],
  ['2. Close the door.', '2, Close the door.'],
  ['> He said so.', 'He said so.'],
  ['Run `npm start` now.', 'Run npm start now.'],
  ['See [the docs](https://ex.org/a_b.html) or ![a cat](c.png).', 'See the docs or a cat.'],
  ['Look at https://www.ex.org/berlin?day=2.', 'Look at ex.org.'],
  ['```js\nlet a = 1;\n```', ''],
  ['---', ''],
  ['🎉', ''],
  ['Great job! 🎉👨‍👩‍👧 :tada:', 'Great job!'],
  ['Well done 👍🏽.', 'Well done.'],
  ['| Name | Age |\n|------|-----|\n| Ann | 5 |', 'Name, Age Ann, 5'],
  ['my_file_name stays, 2 * 3 too', 'my_file_name stays, 2 times 3 too'],
  [
    'It is 20°C & 5% wet at 30 km/h, e.g. today.',
    'It is 20 degrees Celsius and 5 percent wet at 30 kilometres per hour, for example, today.',
  ],
  ['R&D, pens, etc. are here.', 'R and D, pens, et cetera are here.'],
  ['Line one<br>line\ntwo', 'Line one line two'],
  ['1 + 2 = 3', '1 plus 2 equals 3'],
  ['A → B', 'A to B'],
  ['什么？', '什么？'],
  ['That is 3.5 million ©.', 'That is 3.5 million ©.'],
];

describe('makeSpeakable()', () => {
  test.for(CASES)('says %j as %j', ([written, spoken]) => {
    expect(makeSpeakable(written)).toBe(spoken);
  });

  test('is quick on hostile text', () => {
    const startedAtMs = performance.now();
    for (const unit of ['[', '*', '`', '|', '<a ', '_', 'https://', ' ', '~', ':a', '- '])
      makeSpeakable(unit.repeat(5000));
    expect(performance.now() - startedAtMs).toBeLessThan(2000);
  });
});
