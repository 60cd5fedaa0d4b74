import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EngineError, type Tts } from '../../../src/pipeline/ports.ts';
import type { Speakable } from '../../../src/pipeline/speaking/speakable/speakable.ts';
import { createPhraseCache } from '../../../src/pipeline/speaking/phrase-cache.ts';
import { createSpeechPace, withoutWaiting } from '../../../src/pipeline/speaking/speech-pace.ts';
import { clipOf, perform, steadily, type Scene } from './reply-bench.ts';

/** As a model of 60 tokens a second writes. */
const BRISK = 245;

const LONG_SECOND =
  'Sure! Mr. Hansen expects about 2.5 hours on board of the ferry to Bergen tomorrow morning, ' +
  'and the crossing should be calm with a gentle swell from the north and some sun.';

const CONTENT = (
  'river weather morning ferry walked talked along old small beautiful house never really seven ' +
  'mountains however quickly we you they because when'
).split(' ');
const FUNCTION = 'the of and a to in about with it is was'.split(' ');
/** As in any language: no two words in a row that cannot be paused behind. */
const WORDS = [
  ...CONTENT,
  ...CONTENT.map((word, at) => `${FUNCTION[at % FUNCTION.length]} ${word}`),
];

const words = (count: number) =>
  Array.from({ length: count }, (_, at) => WORDS[(at * 7 + (at >> 2)) % WORDS.length]).join(' ');

/** Silence between the clips that should not be there. */
function gapsMs({ said }: { readonly said: ReturnType<typeof perform>['said'] }): number[] {
  return said.slice(1).map(({ startedAtMs }, at) => startedAtMs - (said[at]?.endedAtMs ?? 0));
}

const withoutSpace = (text: string) => text.replaceAll(/\s+/gu, '');

/** Fails for texts that hold one of `bad`. */
function failingTts(bad: readonly string[]): NonNullable<Scene['tts']> {
  return (clock): Tts => ({
    async synthesise(text, signal) {
      await clock.sleep(80, signal);
      if (bad.some((part) => text.includes(part))) throw new EngineError('It cannot be said');
      return clipOf(text);
    },
    async [Symbol.asyncDispose]() {},
  });
}

/** Puts `[…]` into the chat and says the rest. */
const postingSpeakable: Speakable = {
  add({ written }) {
    const post = /\[(.*)\]/u.exec(written)?.[1];
    const spoken = written.replace(/\s*\[.*\]/u, '').trim();
    const map = [
      { written: 0, spoken: 0 },
      { written: written.length, spoken: spoken.length },
    ];
    return { written, spoken, map, ...(post === undefined ? {} : { post }) };
  },
  end: () => undefined,
};

describe('speakReply()', () => {
  test('says a one-word opening at once, and is not silent before the long sentence behind it', async () => {
    const pace = createSpeechPace();
    // The first reply tells the pace of the models.
    await perform({ deltas: steadily(LONG_SECOND, BRISK), pace }).toEnd();
    const reply = perform({ deltas: steadily(LONG_SECOND, BRISK), pace });
    await reply.toEnd();
    expect(reply.said.map(({ text }) => text)).toEqual([
      'Sure!',
      'Mister Hansen expects about two point five hours on board of the ferry to Bergen tomorrow morning,',
      'and the crossing should be calm with a gentle swell from the north and some sun.',
    ]);
    expect(reply.said[0]?.startedAtMs).toBeLessThan(150 + 40 + 81);
    expect(reply.playback.underruns).toBe(0);
    expect(Math.max(...gapsMs(reply))).toBe(0);
  });

  test('begins with a word that it remembers, in time for what a slow voice says behind it', async () => {
    const slow = (text: string) => 150 + 15 * text.length;
    const begin = async (opening: string, phrases = createPhraseCache()) => {
      const pace = createSpeechPace();
      for (let chars = 10; chars < 50; chars++)
        pace.synthesised(chars, 65 * chars, withoutWaiting(slow('x'.repeat(chars))));
      const deltas = steadily(`${opening} this is the timetable. It is long.`, 300);
      const reply = perform({ deltas, synthesisMs: slow, pace, phrases });
      await reply.toEnd();
      expect(reply.playback.underruns).toBe(0);
      expect(Math.max(...gapsMs(reply))).toBe(0);
      return { first: reply.said[0]?.text, atMs: reply.said[0]?.startedAtMs ?? 0 };
    };
    const phrases = createPhraseCache();
    phrases.put('', 'Sure,', clipOf('Sure,'));
    const unknown = await begin('Sure,');
    const known = await begin('Sure,', phrases);
    expect(known.first).toBe('Sure,');
    expect(unknown.first).toBe('Sure, this is the timetable.');
    // By about as much as the word sounds for.
    expect(unknown.atMs - known.atMs).toBeGreaterThan(300);
  });

  test('speaks from its first second where there is no mark to pause at', async () => {
    const reply = perform({ deltas: steadily(words(80), BRISK) });
    await reply.toEnd();
    expect(reply.said[0]?.startedAtMs).toBeLessThan(1000);
    expect(reply.playback.underruns).toBe(0);
    for (const { spoken } of reply.cut.slice(0, -1))
      expect(spoken).not.toMatch(/\b(?:the|of|and|a|to|in|with),?$/u);
  });

  test('waits for the end of a sentence while the ear has enough', async () => {
    const text = `${'This is a first sentence of some length to be heard. '.repeat(2)}We saw ${words(8)}, and ${words(8)}.`;
    const reply = perform({ deltas: steadily(text, 100) });
    await reply.toEnd();
    expect(reply.cut.at(-1)?.written).toBe(`We saw ${words(8)}, and ${words(8)}.`);
  });

  test('cuts a long sentence at its comma when the voice is slow', async () => {
    const slow = (text: string) => 100 + 20 * text.length;
    const pace = createSpeechPace();
    for (let turn = 0; turn < 6; turn++)
      pace.synthesised(40 + turn, 2600, withoutWaiting(slow('x'.repeat(40 + turn))));
    for (let turn = 0; turn < 6; turn++)
      pace.synthesised(80 + turn, 5200, withoutWaiting(slow('x'.repeat(80 + turn))));
    const text =
      'That is a good question. The old harbour was built before the war, and then the new one came with its cranes.';
    const reply = perform({ deltas: steadily(text, 2000), synthesisMs: slow, pace });
    await reply.toEnd();
    expect(reply.cut.map(({ written }) => written)).toEqual([
      'That is a good question.',
      'The old harbour was built before the war,',
      'and then the new one came with its cranes.',
    ]);
    expect(reply.playback.underruns).toBe(0);
  });

  test('speaks what can be spoken well when the model falters', async () => {
    const deltas = [
      ...steadily('Yes, of course. It lies on the western side of the', BRISK),
      ...steadily(' river, and it is old.', BRISK, 5000),
    ];
    const reply = perform({ deltas });
    await reply.toEnd();
    expect(reply.said.map(({ text }) => text)).toContain('It lies on the western side,');
    expect(reply.said.map(({ text }) => text)).toContain('of the river,');
  });

  test('begins later on a machine that cannot keep up, and is not silent in its middle', async () => {
    const text =
      'That is a good question about the old harbour of our town. ' +
      'The new one was built before the war, so they say.';
    const waitsMs = 4500;
    const busy: NonNullable<Scene['tts']> = (clock): Tts => ({
      async synthesise(said, signal, options) {
        await clock.sleep(waitsMs, signal);
        options?.onBegun?.();
        await clock.sleep(300, signal);
        return clipOf(said);
      },
      async [Symbol.asyncDispose]() {},
    });
    const pace = createSpeechPace();
    for (let at = 0; at < 20; at++)
      pace.synthesised(20 + at, 1300 + 65 * at, {
        tookMs: waitsMs + 300,
        urgentMs: waitsMs + 300,
        workMs: 300,
      });
    const reply = perform({ deltas: steadily(text, 2000), tts: busy, pace });
    await reply.toEnd();
    expect(reply.playback.underruns).toBe(0);
    expect(Math.max(...gapsMs(reply))).toBe(0);
    const [first] = reply.synthesised;
    if (first?.status !== 'said') throw new Error('Nothing was said');
    expect(reply.said[0]!.startedAtMs - first.synthesisEndedAtMs).toBeGreaterThan(500);
  });

  test('keeps a bounded distance ahead of the ear', async () => {
    const reply = perform({
      deltas: [{ text: 'It rains here all day long. '.repeat(60), afterMs: 0 }],
    });
    let furthestMs = 0;
    for (let step = 0; step < 200; step++) {
      await reply.clock.advance(100);
      furthestMs = Math.max(furthestMs, reply.playback.unplayedMs());
    }
    expect(furthestMs).toBeLessThan(14_000);
    expect(furthestMs).toBeGreaterThan(2000);
    reply.abort(new Error('enough'));
    await expect(reply.done).rejects.toThrow('enough');
    expect(reply.clock.pending).toBe(0);
  });

  test('has but one clip more or less ready while it may not be heard', async () => {
    const gate = Promise.withResolvers<void>();
    const reply = perform({
      deltas: [{ text: 'Sure. It rains here all day long, as it does. '.repeat(40), afterMs: 0 }],
      mayBeHeard: () => gate.promise,
    });
    await reply.clock.advance(60_000);
    expect(reply.said).toEqual([]);
    const soundMs = reply.cut.reduce((sum, { spoken }) => sum + 65 * spoken.length, 0);
    expect(soundMs).toBeLessThan(14_000);
    gate.resolve();
    await reply.clock.advance(20);
    expect(reply.said).toHaveLength(1);
    reply.abort(new Error('enough'));
    await expect(reply.done).rejects.toThrow('enough');
  });

  test(
    'never falls silent while the models keep up, and loses nothing',
    { timeout: 60_000 },
    async () => {
      const text = fc
        .array(
          fc.tuple(
            fc.constantFrom(...WORDS),
            fc.constantFrom(
              ' ',
              ' ',
              ' ',
              ' ',
              ' ',
              ' ',
              ', ',
              '. ',
              '! ',
              '? ',
              ': ',
              ' – ',
              '\n\n',
              '\n- ',
            ),
          ),
          { minLength: 1, maxLength: 110 },
        )
        .map((parts) => parts.flat().join(''));
      const scene = fc.record({
        text,
        charsPerSecond: fc.integer({ min: 60, max: 3000 }),
        burst: fc.integer({ min: 1, max: 40 }),
        fixedMs: fc.integer({ min: 10, max: 200 }),
        msAChar: fc.integer({ min: 0, max: 8 }),
        pieceFactor: fc.constantFrom(1, 0.6),
      });
      const property = fc.asyncProperty(
        scene,
        async ({ text, charsPerSecond, burst, fixedMs, msAChar, pieceFactor }) => {
          const synthesisMs = (spoken: string) => fixedMs + msAChar * spoken.length;
          const pace = createSpeechPace();
          // The replies before have told how fast both are.
          for (let at = 0; at < 20; at++) {
            const chars = 5 + at * 6;
            pace.synthesised(chars, 65 * chars, withoutWaiting(synthesisMs('x'.repeat(chars))));
            const writing = pace.writing();
            for (let second = 0; second < 2; second++) writing.wrote(charsPerSecond, second * 1000);
          }
          const deltas = [];
          // No more than 100 ms apart.
          const size = Math.min(burst, Math.ceil(charsPerSecond / 10));
          for (let at = 0; at < text.length; at += size)
            deltas.push({
              text: text.slice(at, at + size),
              afterMs: at === 0 ? 150 : (1000 * size) / charsPerSecond,
            });
          const reply = perform({ deltas, synthesisMs, pace, pieceFactor });
          await reply.toEnd();
          expect(
            reply.playback.underruns,
            JSON.stringify(reply.cut.map(({ spoken }) => spoken)),
          ).toBe(0);
          const written = reply.cut.map((piece) => piece.written).join('');
          expect(withoutSpace(written)).toBe(withoutSpace(text));
          for (const { spoken } of reply.cut) expect(spoken.length).toBeLessThanOrEqual(151);
        },
      );
      await fc.assert(property, { numRuns: 300 });
    },
  );
});

describe('what a reply puts into the chat', () => {
  test('is posted when the voice gets there, in order', async () => {
    const text =
      'Here is the code you asked me for. I have put it in the chat. [a = 1] It adds up to one, as it should. [b = 2]';
    const reply = perform({ deltas: [{ text, afterMs: 100 }], speakable: postingSpeakable });
    await reply.toEnd();
    await reply.clock.advance(1);
    expect(reply.posts.map((post) => post.text)).toEqual(['a = 1', 'b = 2']);
    const [first, second] = reply.posts;
    const at = (part: string) => reply.said.find((said) => said.text.includes(part))!.startedAtMs;
    expect(first!.atMs).toBeGreaterThanOrEqual(at('put it in'));
    expect(first!.atMs).toBeLessThan(at('put it in') + 150);
    expect(second!.atMs).toBeGreaterThan(at('adds up'));
  });

  test('is not posted before the reply may be heard, and not when it is thrown away', async () => {
    const reply = perform({
      deltas: [{ text: 'Look at this. [a = 1] Done.', afterMs: 100 }],
      speakable: postingSpeakable,
      mayBeHeard: (signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    });
    await reply.clock.advance(30_000);
    expect(reply.posts).toEqual([]);
    reply.abort(new Error('discarded'));
    await expect(reply.done).rejects.toThrow('discarded');
    await reply.clock.advance(30_000);
    expect(reply.posts).toEqual([]);
  });

  test('is not posted when the reply is aborted before the voice gets there', async () => {
    const reply = perform({
      deltas: [
        {
          text: 'This is a sentence of some length that comes first. Look here. [a = 1]',
          afterMs: 0,
        },
      ],
      speakable: postingSpeakable,
    });
    await reply.clock.advance(2000);
    reply.abort(new Error('barge-in'));
    await expect(reply.done).rejects.toThrow('barge-in');
    await reply.clock.advance(30_000);
    expect(reply.posts).toEqual([]);
    expect(reply.clock.pending).toBe(0);
  });

  test('waits while the reply is paused', async () => {
    const reply = perform({
      deltas: [
        {
          text: 'This is a sentence of some length that comes first. Look here. [a = 1]',
          afterMs: 0,
        },
      ],
      speakable: postingSpeakable,
    });
    await reply.clock.advance(2000);
    reply.playback.pause();
    await reply.clock.advance(30_000);
    expect(reply.posts).toEqual([]);
    reply.playback.resume();
    await reply.toEnd();
    expect(reply.posts.map((post) => post.text)).toEqual(['a = 1']);
  });

  test('holds the text of a piece that cannot be said, once, where it would have been heard', async () => {
    const reply = perform({
      deltas: [
        {
          text: 'This is the first of the sentences that are said here. This one is bad, and whatever is tried it cannot ever be said aloud. The last one follows.',
          afterMs: 0,
        },
      ],
      tts: failingTts(['bad']),
    });
    expect(await reply.toEnd()).toBe('said');
    await reply.clock.advance(1);
    expect(reply.posts.map((post) => post.text)).toEqual([
      'This one is bad, and whatever is tried it cannot ever be said aloud.',
    ]);
    expect(reply.posts[0]!.atMs).toBeGreaterThan(reply.said[0]!.endedAtMs! - 1);
    expect(reply.said.map(({ text }) => text).join(' ')).toContain('The last one follows.');
  });

  test('is nothing where the voice can say nothing: the turn tells so as a whole', async () => {
    const reply = perform({
      deltas: [{ text: 'This is bad. Look. [a = 1]', afterMs: 0 }],
      speakable: postingSpeakable,
      tts: failingTts(['bad', 'Look']),
    });
    expect(await reply.toEnd()).toBe('nothing');
    expect(reply.posts).toEqual([]);
  });

  test('comes at the end, too: a table is whole only then', async () => {
    const withTable = { ...postingSpeakable, end: () => '| a |' };
    const reply = perform({
      deltas: [{ text: 'Here is a table for you to look at. It has a row.', afterMs: 0 }],
      speakable: withTable,
    });
    expect(await reply.toEnd()).toBe('said');
    await reply.clock.advance(1);
    expect(reply.posts.map((post) => post.text)).toEqual(['| a |']);
    expect(reply.cut.map(({ written }) => written)).not.toContain('');
  });

  test('is all of a reply that has nothing for the ear', async () => {
    let isAsked = false;
    const reply = perform({
      deltas: [{ text: '[a = 1]', afterMs: 0 }],
      speakable: postingSpeakable,
      async mayBeHeard() {
        isAsked = true;
      },
    });
    expect(await reply.toEnd()).toBe('written');
    await reply.clock.advance(1);
    expect(isAsked).toBe(true);
    expect(reply.posts.map((post) => post.text)).toEqual(['a = 1']);
  });
});
