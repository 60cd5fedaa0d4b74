import { describe, expect, test } from 'vitest';
import { wordStartMs } from '../../src/voice/word-start.ts';
import { hum, words } from './mouth-bench.ts';

describe('wordStartMs()', () => {
  test('goes back to the last gap, where the word that was cut begins', () => {
    const speech = words('one two three', 300, 60, 200, 100, 300);
    // Word, gap, word, gap, word: they begin at 0, 360 and 660 ms.
    expect(wordStartMs(speech, 800, -20)).toBeGreaterThanOrEqual(620);
    expect(wordStartMs(speech, 800, -20)).toBeLessThanOrEqual(660);
    expect(wordStartMs(speech, 500, -20)).toBeGreaterThanOrEqual(320);
    expect(wordStartMs(speech, 500, -20)).toBeLessThanOrEqual(360);
  });

  test('goes back to the beginning of the clip inside its first word', () => {
    expect(wordStartMs(hum('one', 600), 200, -20)).toBe(0);
  });

  test.for([320, 340, 360])('stays where it is in a gap or at its border: %i ms', (cutMs) => {
    expect(wordStartMs(words('one two', 300, 80, 300), cutMs, -20)).toBe(cutMs);
  });

  test('stays where it is when a word is longer than a person would want to hear twice', () => {
    expect(wordStartMs(hum('one', 1000), 800, -20)).toBe(800);
  });

  test('goes back to a clear dip of connected speech, but not to a slight one', () => {
    const dipped = (depth: number) => {
      const clip = hum('one', 1000);
      const samples = clip.samples.map((value, at) =>
        at > 0.64 * clip.sampleRateHz && at < 0.68 * clip.sampleRateHz ? value * depth : value,
      );
      return { ...clip, samples };
    };
    expect(wordStartMs(dipped(0.1), 800, -20)).toBe(660);
    expect(wordStartMs(dipped(0.5), 800, -20)).toBe(800);
  });

  test('goes back only to what is later than where it was gone on from before', () => {
    const speech = words('one two', 300, 100, 300);
    expect(wordStartMs(speech, 500, 380)).toBe(400);
    expect(wordStartMs(speech, 500, 400)).toBe(500);
  });

  test('is the same however loud the speech is', () => {
    const speech = words('one two three', 300, 60, 200, 100, 300);
    const quiet = { ...speech, samples: speech.samples.map((value) => value * 0.1) };
    for (let cutMs = 20; cutMs < 960; cutMs += 20)
      expect(wordStartMs(quiet, cutMs, -20)).toBe(wordStartMs(speech, cutMs, -20));
  });

  test.for([0, 100])('finds no word in silence', (cutMs) => {
    const samples = new Float32Array(22_050);
    expect(wordStartMs({ samples, sampleRateHz: 22_050 }, cutMs, -20)).toBe(cutMs);
  });
});
