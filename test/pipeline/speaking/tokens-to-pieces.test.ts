import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSpeakable } from '../../../src/pipeline/speaking/speakable/speakable.ts';
import { createSpeechPace } from '../../../src/pipeline/speaking/speech-pace.ts';
import {
  tokensToPieces,
  tokensToPiecesAtLeisure,
} from '../../../src/pipeline/speaking/tokens-to-pieces.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { cpuTimer } from '../../fakes/cpu-time.ts';

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
    const pieces = await piecesOf(`Yes. It is cold. ${long} Bye.`);
    expect(pieces.map(({ spoken }) => spoken)).toEqual(['Yes.', 'It is cold.', long, 'Bye.']);
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
    const word = fc.constantFrom(
      ...'we walked along the river because of it, and Anna Berg (too) came'.split(' '),
    );
    const text = fc
      .oneof(fc.array(part, { maxLength: 60 }), fc.array(word, { minLength: 10, maxLength: 60 }))
      .map((parts) => parts.join(' '));
    const property = fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (text, size) => {
      const whole = await piecesOf(text, Math.max(1, text.length));
      expect(await piecesOf(text, size)).toEqual(whole);
      expect(withoutSpace(whole.map(({ written }) => written).join(''))).toBe(withoutSpace(text));
    });
    await fc.assert(property, { numRuns: 2000 });
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
  ])('is cut in linear time: a megabyte of %j', async (unit) => {
    const silent: Parameters<typeof tokensToPiecesAtLeisure>[1] = {
      add: ({ written }) => {
        const end = { written: written.length, spoken: written.length };
        return { written, spoken: written, map: [{ written: 0, spoken: 0 }, end] };
      },
      end: () => undefined,
    };
    const tokens = inPiecesOf(4, unit.repeat(1_000_000 / unit.length));
    const cpuMs = cpuTimer();
    for await (const _ of tokensToPiecesAtLeisure(tokens, silent, never));
    // About 0.5 s; the bound leaves room for a slow machine.
    expect(cpuMs()).toBeLessThan(4000);
  });
});

describe('tokensToPieces()', () => {
  const partsFor = (tokens: AsyncIterable<string>) => ({
    tokens,
    speakable: speakable(),
    pace: createSpeechPace(),
    clock: fakeClock(),
    unplayedMs: () => undefined,
  });

  test('tells of each piece whether more follows', async () => {
    const parts = partsFor(inPiecesOf(4, 'Sure, it rains. Bye.'));
    const pieces = await Array.fromAsync(tokensToPieces(parts, never));
    expect(pieces.at(-1)?.goesOn).toBe(false);
    for (const { goesOn } of pieces.slice(0, -1)) expect(goesOn).toBe(true);
  });

  test('reads ahead of the voice, but not without end', async () => {
    let read = 0;
    async function* endless() {
      while (true) {
        read += 20;
        yield 'It goes on and on. ! ';
      }
    }
    const pieces = tokensToPieces(partsFor(endless()), never);
    for (let count = 0; count < 3; count++) {
      await pieces.next();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(read).toBeGreaterThan(5000);
    expect(read).toBeLessThan(10_000);
    await pieces.return();
  });

  test('passes an error of the model on behind the text before it', async () => {
    async function* broken() {
      yield 'Sure, it rains';
      throw new Error('cut');
    }
    const said: string[] = [];
    const reading = (async () => {
      for await (const { spoken } of tokensToPieces(partsFor(broken()), never)) said.push(spoken);
    })();
    await expect(reading).rejects.toThrow('cut');
    expect(said).toEqual(['Sure,', 'it rains']);
  });

  test('closes the source when the reader stops early', async () => {
    const closed = Promise.withResolvers<string>();
    async function* source() {
      try {
        yield 'Sure, ';
        await new Promise((resolve) => setImmediate(resolve));
        yield* Array.from({ length: 5000 }, () => 'it rains. ');
      } finally {
        closed.resolve('closed');
      }
    }
    for await (const _ of tokensToPieces(partsFor(source()), never)) break;
    expect(await closed.promise).toBe('closed');
  });

  test('ends at once with the reason when it is aborted on a stalled source', async () => {
    const bargeIn = new AbortController();
    async function* stalled() {
      yield 'Sure, unfini';
      await new Promise(() => {});
    }
    const parts = partsFor(stalled());
    const pieces = tokensToPieces(parts, bargeIn.signal);
    await pieces.next();
    const next = pieces.next();
    await parts.clock.advance(10);
    bargeIn.abort(new Error('barge-in'));
    await expect(next).rejects.toThrow('barge-in');
    expect(parts.clock.pending).toBe(0);
  });

  test('lets no piece be longer than the voice can be stopped in, whatever is said for what is written', async () => {
    const wordy = {
      add({ written }: { written: string }) {
        const spoken = written.replaceAll(/\d+/gu, 'nine hundred and ninety nine thousand');
        const end = { written: written.length, spoken: spoken.length };
        return { written, spoken, map: [{ written: 0, spoken: 0 }, end] };
      },
      end: () => undefined,
    };
    const parts = {
      ...partsFor(inPiecesOf(4, 'They are 1, 2, 3, 4, 5, 6, 7, 8 and 9.')),
      speakable: wordy,
    };
    const pieces = await Array.fromAsync(tokensToPieces(parts, never));
    expect(pieces.length).toBeGreaterThan(1);
    for (const { spoken } of pieces) expect(spoken.length).toBeLessThanOrEqual(151);
    expect(pieces.map(({ written }) => written).join('')).toContain('8 and 9.');
  });
});
