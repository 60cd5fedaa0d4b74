import { describe, expect, test } from 'vitest';
import { clauseEnds, phraseEnd, spokenChars } from '../../../src/pipeline/speaking/phrase-end.ts';

/** The text up to the cut. */
function phraseOf(text: string, maxChars = 150): string | undefined {
  const end = phraseEnd(text, maxChars);
  return end === undefined ? undefined : text.slice(0, end).trim();
}

describe('clauseEnds()', () => {
  test('finds every place where a clause ends, an opening word left out', () => {
    const text = 'Well, the old harbour was built then, and – as we know – it fell; that is all.';
    expect(clauseEnds(text, true).map((end) => text.slice(0, end))).toEqual([
      'Well, the old harbour was built then,',
      'Well, the old harbour was built then, and – as we know –',
      'Well, the old harbour was built then, and – as we know – it fell;',
    ]);
  });

  test('waits for what follows a mark at the end of what is written', () => {
    const text = 'The old harbour was built then,';
    expect(clauseEnds(text, false)).toEqual([]);
    expect(clauseEnds(`${text} and`, false)).toEqual([text.length]);
  });

  test('finds none in code', () => {
    expect(clauseEnds('```js\nlet a = 1, b = 2, c = 3;\n', false)).toEqual([]);
  });
});

describe('phraseEnd()', () => {
  test.for([
    ['we walked along the river and talked about the wea', 'we walked along the river'],
    [
      'Mr. Hansen expects about 2.5 hours on board of the fer',
      'Mr. Hansen expects about 2.5 hours on board',
    ],
    ['It lies on the western side of the ', 'It lies on the western side'],
    // Before "because", but not when a "the" stands there, or when little would be left.
    ['we walked along the river because it was so nice th', 'we walked along the river'],
    ['the river really is because of the boats and sh', 'the river really is because of the boats'],
    [
      'we saw that because we walked along the river and talked of w',
      'we saw that because we walked along the river',
    ],
    // Numbers stay with what they count, names together.
    ['They have sold about 250 of', undefined],
    ['It was built there by Anna Sophia Berg', 'It was built there'],
    // Nothing is torn apart.
    ['See the [list of all the ferries to nor', undefined],
    ['Now run the `npm install of that pack', undefined],
    ['It is **a very important thing to', undefined],
    ['He said “we will go there some day wi', undefined],
    ['```\nlet me tell you about this code', undefined],
    // Too little to sound like anything.
    ['It is a very', undefined],
    ['Supercalifragilistic expiali', undefined],
  ] as const)('takes of %j: %j', ([text, wanted]) => {
    expect(phraseOf(text)).toBe(wanted);
  });

  test('goes no farther than it may', () => {
    const text = 'we walked along the river and talked about the weather and the boats there';
    for (const maxChars of [20, 30, 45, 60])
      expect(phraseOf(text, maxChars)?.length ?? 0).toBeLessThanOrEqual(maxChars);
    expect(phraseOf(text, 10)).toBeUndefined();
  });
});

describe('spokenChars()', () => {
  test('allows for figures, which are long when they are said', () => {
    expect(spokenChars('It rains.')).toBe(9);
    expect(spokenChars('In 2024.')).toBeGreaterThan(20);
  });
});
