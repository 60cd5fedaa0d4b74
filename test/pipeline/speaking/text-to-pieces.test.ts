import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createSpeakable,
  type Speakable,
} from '../../../src/pipeline/speaking/speakable/speakable.ts';
import { TextToPieces } from '../../../src/pipeline/speaking/text-to-pieces.ts';
import { growthOf } from '../../fakes/growth.ts';

function* inPiecesOf(size: number, text: string) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

const speakable = () => createSpeakable({ language: 'en', pronunciations: new Map() });

const piecesOf = (text: string, size = 4) => {
  const cutter = new TextToPieces(speakable());
  const pieces = Array.from(inPiecesOf(size, text), (token) => [...cutter.add(token)]);
  return [...pieces.flat(), ...cutter.end()];
};

const writtenOf = (text: string) => piecesOf(text).map(({ written }) => written);
const withoutSpace = (text: string) => text.replaceAll(/\s+/gu, '');

describe('TextToPieces', () => {
  test('lets an interjection or a first clause go early, then whole sentences', () => {
    expect(
      writtenOf(
        'Sure, here is the forecast for the whole of tomorrow and for Sunday. Rain comes to the city at noon, and then wind, so stay.',
      ),
    ).toEqual([
      'Sure,',
      'here is the forecast for the whole of tomorrow and for Sunday.',
      'Rain comes to the city at noon, and then wind, so stay.',
    ]);
    expect(writtenOf('The old town hall, which burnt down, was rebuilt.')).toEqual([
      'The old town hall,',
      'which burnt down, was rebuilt.',
    ]);
  });

  test('waits for nothing behind an opening word and its comma', () => {
    const cutter = new TextToPieces(speakable());
    expect([...cutter.add('Well')]).toEqual([]);
    expect([...cutter.add(',')]).toMatchObject([{ spoken: 'Well,' }]);
  });

  test('keeps a short first sentence alone, and joins short ones behind it', () => {
    const text =
      'Sure! It rains. It is cold. The afternoon should stay dry with a light wind from the west, and some sun. Go out.';
    expect(writtenOf(text)).toEqual([
      'Sure!',
      'It rains. It is cold. The afternoon should stay dry with a light wind from the west, and some sun.',
      'Go out.',
    ]);
  });

  test('runs the items of a list together, but not a paragraph into the next', () => {
    expect(writtenOf('Well.\n\nTake these:\n- a coat\n- shoes\n\nIt rains.\n\nBye.')).toEqual([
      'Well.',
      'Take these:\n- a coat\n- shoes',
      'It rains.',
      'Bye.',
    ]);
  });

  test('joins no more than one piece may hold', () => {
    const long = `It ${'really '.repeat(19)}rains.`;
    const pieces = piecesOf(`Yes. It is cold. ${long} Bye.`);
    expect(pieces.map(({ spoken }) => spoken)).toEqual(['Yes.', 'It is cold.', long, 'Bye.']);
  });

  test.for([
    'On May 5, 2024 it rained.',
    'It is for, and of, us.',
    'We saw it (an old, red car) there.',
  ])('does not cut early where a voice would stumble: %s', (text) => {
    expect(writtenOf(text)).toEqual([text]);
  });

  test('cuts a run-on so that speech never starves, and lets the voice hear that it goes on', () => {
    const runOn = 'we walked along the river and talked about the weather '.repeat(8).trim();
    const pieces = piecesOf(runOn);
    expect(pieces[0]?.written.length).toBeLessThanOrEqual(80);
    for (const { written, spoken } of pieces) {
      expect(spoken.length).toBeLessThanOrEqual(151);
      expect(written).not.toMatch(/\b(?:the|and|about)$/u);
    }
    for (const { spoken } of pieces.slice(0, -1)) expect(spoken).toMatch(/,$/u);
    expect(pieces.at(-1)?.spoken).toMatch(/weather$/u);
  });

  test('hands the synthesiser words and the record what was written', () => {
    const pieces = piecesOf('**Great!** 🎉\n---\n- It costs 5%.');
    expect(pieces.map(({ written, spoken }) => ({ written, spoken }))).toEqual([
      { written: '**Great!** 🎉', spoken: 'Great!' },
      {
        written: '---\n- It costs 5%.',
        spoken: expect.stringMatching(/^It costs (?:5|five) percent\.$/u),
      },
    ]);
  });

  test('keeps what cannot be said at the end for the record', () => {
    const pieces = piecesOf('It is over.\n\n---');
    expect(pieces.map(({ written }) => written)).toEqual(['It is over.', '---']);
    expect(pieces.at(-1)?.spoken).toBe('');
  });

  test('cuts alike however the text comes in pieces, and loses nothing', () => {
    const part = fc.constantFrom(
      ...'Sure, Well, Dr. the, and cat 3, 5 (a ) long word; — : yes! No. 今日、 。 🎉 ``` - x1 “Hm”'.split(
        ' ',
      ),
      '\n',
      '\n\n',
    );
    const word = fc.constantFrom(
      ...'we walked along the river because of it, and Anna Berg (too) came'.split(' '),
    );
    const text = fc
      .oneof(fc.array(part, { maxLength: 60 }), fc.array(word, { minLength: 10, maxLength: 60 }))
      .map((parts) => parts.join(' '));
    const property = fc.property(text, fc.integer({ min: 1, max: 9 }), (text, size) => {
      const whole = piecesOf(text, Math.max(1, text.length));
      expect(piecesOf(text, size)).toEqual(whole);
      expect(withoutSpace(whole.map(({ written }) => written).join(''))).toBe(withoutSpace(text));
    });
    fc.assert(property, { numRuns: 2000 });
  });
});

describe('a long text', () => {
  /** Some once took 40 s: what was held was looked through again for every token. */
  test.for([
    'We walked along the river there. ',
    'on and on we go ',
    'a',
    'a, b, c, ',
    '今日は雨、',
    '```\na = b, c;\n',
  ])('is cut in linear time: %j again and again', async (unit) => {
    const silent: Speakable = {
      add: ({ written }) => {
        const end = { written: written.length, spoken: written.length };
        return { written, spoken: written, map: [{ written: 0, spoken: 0 }, end] };
      },
      end: () => undefined,
    };
    const growth = await growthOf(unit, (text) => {
      const cutter = new TextToPieces(silent);
      for (const token of inPiecesOf(4, text)) for (const _ of cutter.add(token));
      for (const _ of cutter.end());
    });
    expect(growth).toBeLessThan(8);
  });
});
