import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tokensToClauses } from '../../../src/pipeline/speaking/tokens-to-clauses.ts';

const never = new AbortController().signal;

async function* inPiecesOf(size: number, text: string) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

const piecesOf = (text: string, size = 4) =>
  Array.fromAsync(tokensToClauses(inPiecesOf(size, text), never));

const writtenOf = async (text: string) => (await piecesOf(text)).map(({ written }) => written);
const withoutSpace = (text: string) => text.replaceAll(/\s+/gu, '');

describe('tokensToClauses()', () => {
  test('lets an interjection or a first clause go early, then whole sentences', async () => {
    expect(
      await writtenOf(
        'Sure, here is the forecast. Rain comes to the city at noon, and then wind, so stay.',
      ),
    ).toEqual([
      'Sure,',
      'here is the forecast.',
      'Rain comes to the city at noon,',
      'and then wind, so stay.',
    ]);
    expect(await writtenOf('The old town hall, which burnt down, was rebuilt.')).toEqual([
      'The old town hall,',
      'which burnt down, was rebuilt.',
    ]);
  });

  test('keeps a short first sentence and cuts a long second one at its comma', async () => {
    const text =
      'Sure! Dr. Smith expects about 3.5 millimetres of rain in Berlin tomorrow morning, and the afternoon should stay dry.';
    expect(await writtenOf(text)).toEqual([
      'Sure!',
      'Dr. Smith expects about 3.5 millimetres of rain in Berlin tomorrow morning,',
      'and the afternoon should stay dry.',
    ]);
  });

  test.for([
    'On May 5, 2024 it rained.',
    'It is for, and of, us.',
    'We saw it (an old, red car) there.',
  ])('does not cut early where a voice would stumble: %s', async (text) => {
    expect(await writtenOf(text)).toEqual([text]);
  });

  test('cuts a run-on so that speech never starves', async () => {
    const runOn = 'we walked along the river and talked about the weather '.repeat(8).trim();
    const pieces = await writtenOf(runOn);
    expect(pieces[0]?.length).toBeLessThanOrEqual(80);
    for (const piece of pieces) {
      expect(piece.length).toBeLessThanOrEqual(150);
      expect(piece).not.toMatch(/\b(?:the|and|about)$/u);
    }
  });

  test('hands the synthesiser words and the record what was written', async () => {
    expect(await piecesOf('**Great!** 🎉\n```js\nlet a = 1;\n```\n- It costs 5%.')).toEqual([
      { written: '**Great!** 🎉', spoken: 'Great!' },
      { written: '```js\nlet a = 1;\n```', spoken: '' },
      { written: '- It costs 5%.', spoken: 'It costs 5 percent.' },
    ]);
  });

  test('says nothing of a long block of code, and goes on behind it', async () => {
    const code = `\`\`\`\n${'a = b + c.\n'.repeat(700)}\`\`\``;
    const pieces = await piecesOf(`Here:\n${code}\nThat is all.`);
    expect(pieces.filter(({ spoken }) => spoken !== '').map(({ spoken }) => spoken)).toEqual([
      'Here:',
      'That is all.',
    ]);
  });

  test('cuts alike however the text comes in pieces, and loses nothing', async () => {
    const part = fc.constantFrom(
      ...'Sure, Well, Dr. the, and cat 3, 5 (a ) long word; — : yes! No. 今日、 。 🎉 ``` - x1 “Hm”'.split(
        ' ',
      ),
      '\n',
      '\n\n',
    );
    const text = fc.array(part, { maxLength: 60 }).map((parts) => parts.join(' '));
    const property = fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (text, size) => {
      const whole = await piecesOf(text, Math.max(1, text.length));
      expect(await piecesOf(text, size)).toEqual(whole);
      expect(withoutSpace(whole.map(({ written }) => written).join(''))).toBe(withoutSpace(text));
    });
    await fc.assert(property, { numRuns: 2000 });
  });
});
