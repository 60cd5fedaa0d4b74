import { describe, expect, test } from 'vitest';
import { heardText } from '../../../src/pipeline/speaking/heard-text.ts';

function clip(playedMs: number, durationMs = 1000) {
  return { text: '', durationMs, playedMs };
}

describe('heardText()', () => {
  test('takes sentences that were played to their end whole', () => {
    expect(heardText(['One.', 'Two.'], [clip(1000), clip(1000)])).toBe('One. Two.');
  });

  test('cuts the last one down to the words that were begun and ended', () => {
    const words = 'one two three four five six seven eight nine ten';
    expect(heardText(['First.', words], [clip(1000), clip(390)])).toBe('First. one two three');
    expect(heardText([words], [clip(90)])).toBe('');
  });

  test('takes nothing of what comes after the cut', () => {
    expect(heardText(['a b', 'c d'], [clip(500), clip(0)])).toBe('a');
  });

  test('is empty when nothing was played', () => {
    expect(heardText(['One.'], [])).toBe('');
  });
});
