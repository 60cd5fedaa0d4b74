import { describe, expect, test } from 'vitest';
import { utteranceToText } from '../../../src/pipeline/hearing/utterance-to-text.ts';
import type { Stt } from '../../../src/pipeline/ports.ts';
import { ENGINE_HZ } from '../../../src/pipeline/types.ts';

const never = new AbortController().signal;

/** Recognises by a rule from a piece's length in seconds; remembers the lengths. */
function scriptedStt(rule: (seconds: number) => string): Stt & { readonly lengths: number[] } {
  const lengths: number[] = [];
  return {
    maxPieceMs: 12_000,
    lengths,
    transcribe: (samples) => {
      lengths.push(samples.length / ENGINE_HZ);
      return Promise.resolve({ text: rule(samples.length / ENGINE_HZ) });
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

const sound = (seconds: number) => new Float32Array(seconds * ENGINE_HZ).fill(0.1);

describe('utteranceToText()', () => {
  test('hands short speech over as it is', async () => {
    const stt = scriptedStt(() => ' hello there ');
    expect(await utteranceToText(sound(3), stt, never)).toEqual({ text: 'hello there' });
    expect(stt.lengths).toEqual([3]);
  });

  test('recognises long speech in pieces of at most 12 s, in order', async () => {
    let count = 0;
    const stt = scriptedStt(() => `piece ${++count}`);
    const { text } = await utteranceToText(sound(40), stt, never);
    expect(text).toBe(stt.lengths.map((_, index) => `piece ${index + 1}`).join(' '));
    expect(Math.max(...stt.lengths)).toBeLessThanOrEqual(12);
    expect(stt.lengths.reduce((sum, length) => sum + length, 0)).toBeCloseTo(40);
  });

  test('tries again in halves when speech of some length gave no words', async () => {
    const stt = scriptedStt((seconds) => (seconds > 7 ? '' : 'words'));
    expect(await utteranceToText(sound(10), stt, never)).toEqual({ text: 'words words' });
  });

  test('tries again in halves when there are more words than anybody can say', async () => {
    const stt = scriptedStt((seconds) => (seconds > 7 ? 'loop '.repeat(80) : 'words'));
    expect(await utteranceToText(sound(10), stt, never)).toEqual({ text: 'words words' });
  });

  test('tries again in halves when it loops inside of one word', async () => {
    const stt = scriptedStt((seconds) => (seconds > 7 ? `It costs ${'16.'.repeat(30)}1` : 'words'));
    expect(await utteranceToText(sound(10), stt, never)).toEqual({ text: 'words words' });
  });

  test('knows a large number from a loop, and keeps the words before a row of marks', async () => {
    const large = scriptedStt(() => 'It has 1000000000000000 atoms.');
    expect(await utteranceToText(sound(4), large, never)).toEqual({
      text: 'It has 1000000000000000 atoms.',
    });
    const marks = scriptedStt(() => `What?${'!?'.repeat(40)}`);
    expect(await utteranceToText(sound(1), marks, never)).toEqual({ text: 'What?!?' });
  });

  test('gives up on a hum after two rounds, and keeps no loop', async () => {
    const silent = scriptedStt(() => '');
    expect(await utteranceToText(sound(10), silent, never)).toEqual({ text: '' });
    expect(silent.lengths).toHaveLength(7);
    const looping = scriptedStt(() => 'loop '.repeat(100));
    expect(await utteranceToText(sound(10), looping, never)).toEqual({ text: '' });
  });

  test('takes no words in less than a second of sound for an answer', async () => {
    const stt = scriptedStt(() => '');
    expect(await utteranceToText(sound(0.9), stt, never)).toEqual({ text: '' });
    expect(stt.lengths).toHaveLength(1);
  });

  test('lets a quick short answer pass', async () => {
    const stt = scriptedStt(() => 'no no no no');
    expect(await utteranceToText(sound(0.6), stt, never)).toEqual({ text: 'no no no no' });
  });

  test('does not show silence to the recogniser', async () => {
    const stt = scriptedStt(() => 'ghost');
    expect(await utteranceToText(new Float32Array(30 * ENGINE_HZ), stt, never)).toEqual({
      text: '',
    });
    expect(await utteranceToText(new Float32Array(0), stt, never)).toEqual({ text: '' });
    expect(stt.lengths).toEqual([]);
  });

  test('ends between pieces when aborted', async () => {
    const barge = new AbortController();
    const stt = scriptedStt(() => {
      barge.abort(new Error('barge-in'));
      return 'words';
    });
    await expect(utteranceToText(sound(40), stt, barge.signal)).rejects.toThrow('barge-in');
    expect(stt.lengths).toHaveLength(1);
  });
});
