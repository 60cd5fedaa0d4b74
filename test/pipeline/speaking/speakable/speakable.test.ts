import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createSpeakable,
  type SpokenText,
} from '../../../../src/pipeline/speaking/speakable/speakable.ts';

function say(
  written: string,
  pronunciations: readonly (readonly [string, string])[] = [],
): SpokenText {
  const speakable = createSpeakable({ language: 'en', pronunciations: new Map(pronunciations) });
  return speakable.add({ written, isCode: false });
}

/** Pieces of one reply: what is said of each, and what goes to the chat. */
function sayAll(pieces: readonly string[], language = 'en') {
  const speakable = createSpeakable({ language, pronunciations: new Map() });
  const said = pieces.map((written) =>
    speakable.add({ written, isCode: written.startsWith('```') }),
  );
  const posts = [...said.map(({ post }) => post), speakable.end()];
  return {
    spoken: said.map(({ spoken }) => spoken),
    posts: posts.filter((post) => post !== undefined),
  };
}

/** As written, as spoken. */
const CASES: readonly (readonly [string, string])[] = [
  ['It rained.', 'It rained.'],
  ['Sure,', 'Sure,'],
  ['**Careful!** This is _very_ *hot* and ~~cold~~.', 'Careful! This is very hot and cold.'],
  ['***Both*** of __them__', 'Both of them'],
  ['## The plan', 'The plan.'],
  ['- a small umbrella', 'a small umbrella'],
  ['* [x] done', 'done'],
  ['2. Close the door.', 'Second, Close the door.'],
  ['> He said so.', 'He said so.'],
  ['Run `npm start` now.', 'Run npm start now.'],
  ['Open `src/main.ts`, then call `fooBar()`.', 'Open src slash main dot ts, then call foo Bar.'],
  ['See [the docs](https://ex.org/a_b.html) or ![a cat](c.png).', 'See the docs or a cat.'],
  ['Look at https://www.ex.org.', 'Look at ex dot org.'],
  ['Write to ann@example.com.', 'Write to ann at example dot com.'],
  ['---', ''],
  ['Great job! 🎉👨‍👩‍👧 :tada:', 'Great job!'],
  ['Well done 👍🏽.', 'Well done.'],
  ['👍', 'Thumbs up.'],
  ['Nice :) <3', 'Nice'],
  ['It takes <3 minutes <3', 'It takes less than three minutes'],
  ['Run /ban in #general, @ann.', 'Run slash ban in the general channel, ann.'],
  ['my_file_name stays, 2 * 3 too', 'my file name stays, two times three too'],
  ['R&D, pens, etc. are here.', 'R and D, pens, et cetera are here.'],
  ['Line one<br>line\ntwo', 'Line one line two'],
  ['什么？', '什么？'],
  ['Hi <@123>, see <#5> <:smile:1>', 'Hi someone, see a channel'],
  ['||hidden|| &amp; \\*starred\\*', 'hidden and starred'],
  ['He (my brother) left.', 'He, my brother, left.'],
  ['The answer — as always — is no.', 'The answer, as always, is no.'],
  ['$x^2 + y_1$', 'x squared plus y one'],

  ['It costs $3.50.', 'It costs three dollars and fifty cents.'],
  ['$1, $0.99 and £0.01', 'one dollar, ninety-nine cents and one penny'],
  ['$3.5 million or €1.2bn', 'three point five million dollars or one point two billion euros'],
  ['20 € or USD 20 or $5–10', 'twenty euros or twenty dollars or five to ten dollars'],
  ['-$5', 'minus five dollars'],
  ['It is 20°C & 5% wet.', 'It is twenty degrees Celsius and five percent wet.'],
  ['-5 °C to 1 °C', 'minus five degrees Celsius to one degree Celsius'],
  [
    '30 km/h, 1 km, 3.5 kg',
    'thirty kilometres per hour, one kilometre, three point five kilograms',
  ],
  [
    '10-15 minutes, 5–10 km, 50–60%',
    'ten to fifteen minutes, five to ten kilometres, fifty to sixty percent',
  ],
  ['5\'11" and a 27" screen', 'five feet eleven and a twenty-seven inch screen'],
  [
    '16GB, 100 Mbps, 2 h 30 min',
    'sixteen gigabytes, one hundred megabits per second, two hours thirty minutes',
  ],
  ['On 2026-11-23.', 'On November twenty-third, twenty twenty-six.'],
  ['On Nov. 5, 2005, or 4 July', 'On November fifth, two thousand five, or the fourth of July'],
  ['3.10.2026', 'October third, twenty twenty-six'],
  [
    'In 1999, in the 1990s, 1914–1918.',
    'In nineteen ninety-nine, in the nineteen nineties, nineteen fourteen to nineteen eighteen.',
  ],
  ['2000 people', 'two thousand people'],
  ['At 3:30 p.m. he left.', 'At three thirty PM he left.'],
  ['He came at 5 p.m. He left.', 'He came at five PM. He left.'],
  ['15:45 or 9 AM or 10:05', 'fifteen forty-five or nine AM or ten oh five'],
  ['Call +1 (555) 123-4567.', 'Call plus one, five five five, one two three, four five six seven.'],
  ['v2.3.1 on 10.0.0.1', 'version two point three point one on ten dot zero dot zero dot one'],
  ['1/2 cup, 2 1/2 cups, ½ hour', 'one half cup, two and a half cups, one half hour'],
  ['1st, 2nd and 23rd', 'first, second and twenty-third'],
  [
    'Henry VIII in World War II, the XXI century',
    'Henry the eighth in World War two, the twenty-first century',
  ],
  ['#1 of No. 5, pp. 3–5', 'number one of number five, pages three to five'],
  [
    '1,234,567 and 3.14',
    'one million two hundred thirty-four thousand five hundred sixty-seven and three point one four',
  ],
  ['1 + 2 = 3', 'one plus two equals three'],
  ['A → B', 'A to B'],
  ['5 > 3, x >= 5', 'five is more than three, x at least five'],
  [
    'Dr. Smith of St. Louis lives on Main St. in the city',
    'Doctor Smith of Saint Louis lives on Main Street in the city',
  ],
  ['Fruit, e.g. apples, i.e. food', 'Fruit, for example, apples, that is, food'],
  ['COVID-19, B-52, H2O, MP3', 'COVID-nineteen, B-fifty-two, H two O, MP three'],
];

describe('createSpeakable()', () => {
  test.for(CASES)('says %j as %j', ([written, spoken]) => {
    expect(say(written).spoken).toBe(spoken);
  });

  test.for([
    'I think, therefore I am. No. That is all.',
    'It was in May. Mr Bean may go, and so may you!',
    '"Stop!" she said. Did he? He did…',
    'Well-known half-truths, as they say: none of them is new.',
  ])('leaves %j as it is', (prose) => {
    const { spoken, map } = say(prose);
    expect(spoken).toBe(prose);
    expect(map).toEqual([
      { written: 0, spoken: 0 },
      { written: prose.length, spoken: prose.length },
    ]);
  });

  test('puts code into the chat, and says so', () => {
    const { spoken, posts } = sayAll(['Here it is:', '```js\nlet a = 1;\n```', 'Done.']);
    expect(spoken).toEqual(['Here it is:', "I've put the code in the chat.", 'Done.']);
    expect(posts).toEqual(['```js\nlet a = 1;\n```']);
  });

  test('reads a table row by row, and puts it into the chat', () => {
    const table = ['| Name | Price |', '|------|-------|', '| Tea | **$2** |', '| Milk | |'];
    const { spoken, posts } = sayAll([...table, 'Choose.']);
    expect(spoken).toEqual(['', '', 'Name: Tea, Price: two dollars.', 'Name: Milk.', 'Choose.']);
    expect(posts).toEqual([table.join('\n')]);
  });

  test('puts a table at the end of a reply into the chat, too', () => {
    const table = ['| A | B |', '|---|---|', '| 1 | 2 |'];
    expect(sayAll(table).posts).toEqual([table.join('\n')]);
    expect(sayAll([table.join('\n')]).spoken).toEqual(['A: one, B: two.']);
  });

  test('puts links that are too long to be said into the chat, and says so once', () => {
    const link = 'https://example.com/a/long/way?to=it';
    const { spoken, posts } = sayAll([`See ${link}.`, `And ${link} again.`]);
    expect(spoken).toEqual([
      "See the link to example dot com. I've put the link in the chat.",
      'And the link to example dot com again.',
    ]);
    expect(posts).toEqual([link, link]);
  });

  test('crosses constructs', () => {
    expect(say('> - [*the **best** tea*](https://a.org) costs `$5`').spoken).toBe(
      'the best tea costs five dollars',
    );
  });

  test('pronounces whole words as a server has it, longest first, whatever they become', () => {
    const words = [
      ['Parley', 'Par lee'],
      ['SQL', 'sequel'],
      ['SQL Server', 'sequel server 5'],
      ['C++', 'see plus plus'],
    ] as const;
    expect(say('parley and SQL Server, not MySQL or C++.', words).spoken).toBe(
      'Par lee and sequel server 5, not MySQL or see plus plus.',
    );
  });

  test('reads plain numbers in German, French and Spanish', () => {
    expect(sayAll(['Es sind 21 % von 1.000.'], 'de').spoken).toEqual([
      'Es sind einundzwanzig Prozent von eintausend.',
    ]);
    expect(sayAll(['Il y a 80 personnes.'], 'fr').spoken).toEqual([
      'Il y a quatre-vingts personnes.',
    ]);
    expect(sayAll(['Son 21 €.'], 'es').spoken[0]).toMatch(/veintiun[oa]? euros/u);
  });

  const FRAGMENTS = [
    'word',
    ' ',
    '\n',
    '. ',
    '**',
    '*',
    '_',
    '`',
    '```',
    '[a](https://b.org)',
    'https://b.org/x?y=z',
    '| a | b |',
    '- ',
    '1. ',
    '# ',
    '> ',
    '$3.50',
    '5 km',
    '-2',
    '10–15',
    '3:30 p.m.',
    '2026-11-23',
    '1/2',
    '🎉',
    '&amp;',
    '<b>',
    '(',
    ')',
    '~~',
    '||',
    '5%',
    'e.g. ',
    '\\*',
    '…',
    '—',
    'Dr. Who',
    'v1.2.3',
  ];
  const texts = fc
    .array(fc.constantFrom(...FRAGMENTS), { maxLength: 24 })
    .map((parts) => parts.join(''));

  test('keeps both texts in step', () => {
    fc.assert(
      fc.property(fc.oneof(texts, fc.string({ maxLength: 80, unit: 'grapheme' })), (written) => {
        const { spoken, map } = say(written);
        expect(map[0]).toEqual({ written: 0, spoken: 0 });
        expect(map.at(-1)).toEqual({ written: written.length, spoken: spoken.length });
        for (const [at, point] of map.entries()) {
          const before = map[at - 1] ?? point;
          expect(point.written).toBeGreaterThanOrEqual(before.written);
          expect(point.spoken).toBeGreaterThanOrEqual(before.spoken);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('never says a mark, a bar or the scheme of an address', () => {
    fc.assert(
      fc.property(texts, (written) => {
        expect(say(written).spoken).not.toMatch(/\*\*|`|https?:|~~|\|\||<b>|&amp;|[$€£]\d|\d\s?%/u);
      }),
      { numRuns: 3000 },
    );
  });

  test('takes long runs of one kind', () => {
    for (const unit of [
      '[',
      '*',
      '`',
      '|',
      '<a ',
      '_',
      'https://',
      ' ',
      '~',
      ':a',
      '- ',
      '1',
      '1 ',
      '1/',
      '$1',
      '(',
      'A.',
      'a.b',
      '/a',
    ])
      expect(() => say(unit.repeat(5000))).not.toThrow();
  });
});
