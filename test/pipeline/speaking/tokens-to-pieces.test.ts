import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSpeakable } from '../../../src/pipeline/speaking/speakable/speakable.ts';
import { tokensToPiecesAtLeisure } from '../../../src/pipeline/speaking/tokens-to-pieces.ts';

const never = new AbortController().signal;

async function* inPiecesOf(size: number, text: string) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

const speakable = () => createSpeakable({ language: 'en', pronunciations: new Map() });

const piecesOf = (text: string, size = 4) =>
  Array.fromAsync(tokensToPiecesAtLeisure(inPiecesOf(size, text), speakable(), never));

const writtenOf = async (text: string) => (await piecesOf(text)).map(({ written }) => written);
const withoutSpace = (text: string) => text.replaceAll(/\s+/gu, '');

describe('tokensToPiecesAtLeisure()', () => {
  test('lets an interjection or a first clause go early, then whole sentences', async () => {
    expect(
      await writtenOf(
        'Sure, here is the forecast for the whole of tomorrow and for Sunday. Rain comes to the city at noon, and then wind, so stay.',
      ),
    ).toEqual([
      'Sure,',
      'here is the forecast for the whole of tomorrow and for Sunday.',
      'Rain comes to the city at noon, and then wind, so stay.',
    ]);
    expect(await writtenOf('The old town hall, which burnt down, was rebuilt.')).toEqual([
      'The old town hall,',
      'which burnt down, was rebuilt.',
    ]);
  });

  test('waits for nothing behind an opening word and its comma', async () => {
    let read = '';
    async function* counted() {
      for await (const char of inPiecesOf(1, 'Well, it is late.')) {
        read += char;
        yield char;
      }
    }
    for await (const _ of tokensToPiecesAtLeisure(counted(), speakable(), never)) break;
    expect(read).toBe('Well,');
  });

  test('keeps a short first sentence alone, and joins short ones behind it', async () => {
    const text =
      'Sure! It rains. It is cold. The afternoon should stay dry with a light wind from the west, and some sun. Go out.';
    expect(await writtenOf(text)).toEqual([
      'Sure!',
      'It rains. It is cold. The afternoon should stay dry with a light wind from the west, and some sun.',
      'Go out.',
    ]);
  });

  test('runs the items of a list together, but not a paragraph into the next', async () => {
    expect(await writtenOf('Well.\n\nTake these:\n- a coat\n- shoes\n\nIt rains.\n\nBye.')).toEqual(
      ['Well.', 'Take these:\n- a coat\n- shoes', 'It rains.', 'Bye.'],
    );
  });

  test('joins no more than one piece may hold', async () => {
    const long = `It ${'really '.repeat(19)}rains.`;
    expect(await writtenOf(`Yes. It is cold. ${long} Bye.`)).toEqual([
      'Yes.',
      'It is cold.',
      long,
      'Bye.',
    ]);
  });

  test.for([
    'On May 5, 2024 it rained.',
    'It is for, and of, us.',
    'We saw it (an old, red car) there.',
  ])('does not cut early where a voice would stumble: %s', async (text) => {
    expect(await writtenOf(text)).toEqual([text]);
  });

  test('cuts a run-on so that speech never starves, and lets the voice hear that it goes on', async () => {
    const runOn = 'we walked along the river and talked about the weather '.repeat(8).trim();
    const pieces = await piecesOf(runOn);
    expect(pieces[0]?.written.length).toBeLessThanOrEqual(80);
    for (const { written, spoken } of pieces) {
      expect(spoken.length).toBeLessThanOrEqual(151);
      expect(written).not.toMatch(/\b(?:the|and|about)$/u);
    }
    for (const { spoken } of pieces.slice(0, -1)) expect(spoken).toMatch(/,$/u);
    expect(pieces.at(-1)?.spoken).toMatch(/weather$/u);
  });

  test('hands the synthesiser words and the record what was written', async () => {
    const pieces = await piecesOf('**Great!** 🎉\n---\n- It costs 5%.');
    expect(pieces.map(({ written, spoken }) => ({ written, spoken }))).toEqual([
      { written: '**Great!** 🎉', spoken: 'Great!' },
      {
        written: '---\n- It costs 5%.',
        spoken: expect.stringMatching(/^It costs (?:5|five) percent\.$/u),
      },
    ]);
  });

  test('keeps what cannot be said at the end for the record', async () => {
    const pieces = await piecesOf('It is over.\n\n---');
    expect(pieces.map(({ written }) => written)).toEqual(['It is over.', '---']);
    expect(pieces.at(-1)?.spoken).toBe('');
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
