import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MESSAGE_LIMIT_CHARS, splitMessage } from '../../src/discord/split-message.ts';

const squeezed = (text: string) => text.replaceAll(/\s+/gu, '');
const withoutFences = (value: string) => squeezed(value).replaceAll(/`+(ts)?/gu, '');
const words = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\n\n',
        '\n',
        '. ',
        ' ',
        '! ',
        '```',
        '\n```\n',
        '\n```ts\n',
        '👩‍🚀',
        '𝔘',
        '。',
      ),
      // No letters of a code block's language, so that repeated fences can be told from text.
      fc.string({ unit: 'grapheme', maxLength: 60 }).map((part) => part.replaceAll(/[\w`]/gu, '~')),
    ),
    { maxLength: 200 },
  )
  .map((parts) => parts.join(''));

describe('splitMessage()', () => {
  test('leaves a short text alone', () => {
    expect(splitMessage('Hello there.')).toEqual(['Hello there.']);
    expect(splitMessage('  \n ')).toEqual([]);
  });

  test.for([
    [
      'a paragraph',
      'A first one. It is long enough.\n\nA second one, longer.',
      44,
      ['A first one. It is long enough.', 'A second one, longer.'],
    ],
    [
      'a line',
      'The first line is this one\nand the second one is this.',
      40,
      ['The first line is this one', 'and the second one is this.'],
    ],
    [
      'a sentence',
      'This is one sentence here. And another one after it.',
      40,
      ['This is one sentence here.', 'And another one after it.'],
    ],
    [
      'a word',
      'these are simply very many words without any stop',
      40,
      ['these are simply very many words', 'without any stop'],
    ],
    ['a character', 'x'.repeat(50), 40, ['x'.repeat(40), 'x'.repeat(10)]],
  ] as const)('cuts at %s', ([, text, limit, pieces]) => {
    expect(splitMessage(text, limit)).toEqual(pieces);
  });

  test('never cuts a character in two', () => {
    expect(splitMessage('x' + '😀'.repeat(30), 40)).toEqual([
      'x' + '😀'.repeat(19),
      '😀'.repeat(11),
    ]);
  });

  test('closes a code block that it cuts and opens it again', () => {
    const code = Array.from({ length: 6 }, (_, line) => `const line${line} = ${line};`).join('\n');
    const pieces = splitMessage(`Look:\n\`\`\`ts\n${code}\n\`\`\`\nDone.`, 70);
    expect(pieces).toEqual([
      'Look:\n```ts\nconst line0 = 0;\nconst line1 = 1;\nconst line2 = 2;\n```',
      '```ts\nconst line3 = 3;\nconst line4 = 4;\nconst line5 = 5;\n```\nDone.',
    ]);
  });

  test('keeps every limit, loses no character, halves no surrogate pair', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 40, max: 300 }), (text, limit) => {
        const pieces = splitMessage(text, limit);
        for (const piece of pieces) {
          expect(piece.length).toBeLessThanOrEqual(limit);
          expect(piece.isWellFormed()).toBe(true);
          expect(piece.trim()).not.toBe('');
        }

        expect(withoutFences(pieces.join(''))).toBe(withoutFences(text));
      }),
      { numRuns: 500 },
    );
  });

  test('leaves what was already shown as it is while the text grows', () => {
    fc.assert(
      fc.property(words, fc.nat(), (text, at) => {
        const shown = splitMessage(text.slice(0, at % (text.length + 1)), 60).slice(0, -1);
        expect(splitMessage(text, 60).slice(0, shown.length)).toEqual(shown);
      }),
      { numRuns: 500 },
    );
  });

  test('refuses a limit that holds no fence', () => {
    expect(() => splitMessage('text', 10)).toThrow(RangeError);
  });

  test('cuts for Discord by default', () => {
    expect(splitMessage('x'.repeat(2_001)).map((piece) => piece.length)).toEqual([
      MESSAGE_LIMIT_CHARS,
      1,
    ]);
  });
});
