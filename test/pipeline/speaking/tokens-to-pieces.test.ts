import { describe, expect, test } from 'vitest';
import { createSpeakable } from '../../../src/pipeline/speaking/speakable/speakable.ts';
import { createSpeechPace } from '../../../src/pipeline/speaking/speech-pace.ts';
import { tokensToPieces } from '../../../src/pipeline/speaking/tokens-to-pieces.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';

const never = new AbortController().signal;

async function* inPiecesOf(size: number, text: string) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

const speakable = () => createSpeakable({ language: 'en', pronunciations: new Map() });

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
