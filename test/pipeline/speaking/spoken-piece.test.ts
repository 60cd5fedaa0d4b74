import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  joinUnits,
  joinWritten,
  splitLong,
  type SpokenPiece,
  type SpokenUnit,
} from '../../../src/pipeline/speaking/spoken-piece.ts';

type Token = readonly [written: string, spoken: string];

/** In step at the border of every word. */
function unit(
  tokens: readonly Token[],
  endsWith: SpokenUnit['endsWith'] = 'sentence',
  post?: string,
): SpokenUnit {
  const map = [{ written: 0, spoken: 0 }];
  let written = '';
  let spoken = '';
  for (const [as, said] of tokens) {
    if (written !== '') {
      written += ' ';
      if (said !== '' && spoken !== '') spoken += ' ';
      map.push({ written: written.length, spoken: spoken.length });
    }
    written += as;
    spoken += said;
    map.push({ written: written.length, spoken: spoken.length });
  }
  return { written, spoken, map, endsWith, ...(post === undefined ? {} : { post }) };
}

const plain = (text: string, endsWith?: SpokenUnit['endsWith']) =>
  unit(
    text.split(' ').map((word) => [word, word] as const),
    endsWith,
  );

/** What the map says was said when so much of the written text was. */
function saidUpTo({ written, spoken, map }: SpokenPiece, word: string): string {
  const end = written.indexOf(word) + word.length;
  const point = map.find((at) => at.written >= end);
  return spoken.slice(0, point?.spoken);
}

describe('joinUnits()', () => {
  test('joins both texts, and the map keeps leading from one to the other', () => {
    const piece = joinUnits([
      unit([
        ['It', 'It'],
        ['costs', 'costs'],
        ['$5.', 'five dollars.'],
      ]),
      plain('Take it.'),
    ]);
    expect(piece.written).toBe('It costs $5. Take it.');
    expect(piece.spoken).toBe('It costs five dollars. Take it.');
    expect(saidUpTo(piece, '$5.')).toBe('It costs five dollars.');
    expect(saidUpTo(piece, 'Take')).toBe('It costs five dollars. Take');
  });

  test('keeps what has nothing to be said in the written text', () => {
    const silent = unit([['---', '']]);
    const piece = joinUnits([silent, plain('It rains.')]);
    expect(piece).toMatchObject({ written: '--- It rains.', spoken: 'It rains.' });
    expect(saidUpTo(piece, '---')).toBe('');
  });

  test('lets a text without a mark not run into the next', () => {
    expect(joinUnits([plain('a coat'), plain('two shoes')]).spoken).toBe('a coat. two shoes');
    expect(joinUnits([plain('(a coat)'), plain('two shoes')]).spoken).toBe('(a coat). two shoes');
    expect(joinUnits([plain('We say “go.”'), plain('It ends.')]).spoken).toBe(
      'We say “go.” It ends.',
    );
  });

  test('lets the voice hear that a sentence goes on behind the cut', () => {
    expect(joinUnits([plain('we went along the river', 'run-on')]).spoken).toBe(
      'we went along the river,',
    );
    expect(joinUnits([plain('we went along')]).spoken).toBe('we went along');
  });

  test('collects what belongs in the chat', () => {
    const piece = joinUnits([
      unit([['x', 'x']], 'sentence', 'a'),
      unit([['y', 'y']], 'sentence', 'b'),
    ]);
    expect(piece.posts).toEqual(['a', 'b']);
  });
});

describe('joinWritten()', () => {
  test('keeps lines that stand alone apart', () => {
    expect(joinWritten('One.', 'Two.')).toBe('One. Two.');
    expect(joinWritten('Take:', '- a coat')).toBe('Take:\n- a coat');
    expect(joinWritten('- a coat', 'Bye.')).toBe('- a coat\nBye.');
    expect(joinWritten('', 'Two.')).toBe('Two.');
  });
});

describe('splitLong()', () => {
  const digits: readonly Token[] = [
    ['0', 'zero'],
    ['17', 'seventeen'],
    ['456', 'four hundred and fifty six'],
    ['a', 'a'],
    ['cat.', 'cat.'],
    ['1,234,567', 'one million two hundred and thirty four thousand five hundred and sixty seven'],
    ['---', ''],
  ];

  test('leaves a piece that is short enough as it is', () => {
    const piece = joinUnits([plain('It rains.')]);
    expect(splitLong(piece, 150)).toEqual([piece]);
  });

  test('cuts where both texts are in step, at best behind a mark', () => {
    const piece = joinUnits([
      unit([
        ['It', 'It'],
        ['was', 'was'],
        ['456,', 'four hundred and fifty six,'],
        ['then', 'then'],
        ['17.', 'seventeen.'],
      ]),
    ]);
    expect(splitLong(piece, 40).map(({ written, spoken }) => [written, spoken])).toEqual([
      ['It was 456,', 'It was four hundred and fifty six,'],
      ['then 17.', 'then seventeen.'],
    ]);
  });

  test('cuts a figure that is too long by itself at a space, and posts once', () => {
    const figure = digits.find(([written]) => written.startsWith('1,'))!;
    const piece = joinUnits([unit([figure], 'sentence', 'a = 1')]);
    const parts = splitLong(piece, 50);
    expect(parts.map(({ spoken }) => spoken).join(' ')).toBe(piece.spoken);
    expect(parts.map(({ written }) => written)).toEqual(['', '1,234,567']);
    expect(parts.map(({ posts }) => posts)).toEqual([['a = 1'], []]);
  });

  test('loses nothing, keeps to the limit, and every map rises from beginning to end', () => {
    const units = fc.array(
      fc
        .array(fc.constantFrom(...digits), { minLength: 1, maxLength: 12 })
        .map((tokens) => unit(tokens)),
      { minLength: 1, maxLength: 4 },
    );
    const property = fc.property(units, fc.integer({ min: 30, max: 150 }), (all, most) => {
      const piece = joinUnits(all);
      const parts = splitLong(piece, most);
      expect(parts.map(({ spoken }) => spoken).join(' ')).toBe(piece.spoken);
      const written = parts.map((part) => part.written).join('');
      expect(written.replaceAll(/\s/gu, '')).toBe(piece.written.replaceAll(/\s/gu, ''));
      for (const part of parts) {
        expect(part.spoken.length).toBeLessThanOrEqual(most);
        expect(part.map[0]).toEqual({ written: 0, spoken: 0 });
        expect(part.map.at(-1)).toEqual({
          written: part.written.length,
          spoken: part.spoken.length,
        });
        for (const [at, point] of part.map.slice(1).entries()) {
          expect(point.written).toBeGreaterThanOrEqual(part.map[at]!.written);
          expect(point.spoken).toBeGreaterThanOrEqual(part.map[at]!.spoken);
        }
      }
    });
    fc.assert(property, { numRuns: 500 });
  });
});
