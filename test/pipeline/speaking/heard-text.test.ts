import { describe, expect, test } from 'vitest';
import { heardText, type HeardPiece } from '../../../src/pipeline/speaking/heard-text.ts';

const WHOLE = { fromMs: 0, toMs: 1000 };

function clip(playedMs: number, durationMs = 1000) {
  return { text: '', durationMs, playedMs };
}

/** Said as it is written. */
function plain(text: string, sound: HeardPiece['sound'] = WHOLE): HeardPiece {
  const end = { written: text.length, spoken: text.length };
  return { written: text, spoken: text, map: [{ written: 0, spoken: 0 }, end], sound };
}

function silent(written: string): HeardPiece {
  const end = { written: written.length, spoken: 0 };
  return { written, spoken: '', map: [{ written: 0, spoken: 0 }, end], sound: undefined };
}

describe('heardText()', () => {
  test('takes sentences that were played to their end whole', () => {
    expect(heardText([plain('One.'), plain('Two.')], [clip(1000), clip(1000)])).toBe('One. Two.');
  });

  test('cuts the last one down to the words that were begun and ended', () => {
    const words = 'one two three four five six seven eight nine ten';
    expect(heardText([plain('First.'), plain(words)], [clip(1000), clip(390)])).toBe(
      'First. one two three four',
    );
    expect(heardText([plain(words)], [clip(40)])).toBe('');
  });

  test('takes nothing of what comes after the cut', () => {
    expect(heardText([plain('aa bb'), plain('cc dd')], [clip(700), clip(0)])).toBe('aa');
  });

  test('is empty when nothing was played', () => {
    expect(heardText([plain('One.')], [])).toBe('');
    expect(heardText([plain('One.')], [clip(0)])).toBe('');
  });

  test('goes back through the map: what is written short may take long to say', () => {
    const written = 'It costs $25 in all of town.';
    const spoken = 'It costs twenty five dollars in all of town.';
    const piece: HeardPiece = {
      written,
      spoken,
      map: [
        { written: 0, spoken: 0 },
        { written: 9, spoken: 9 },
        { written: 12, spoken: 28 },
        { written: written.length, spoken: spoken.length },
      ],
      sound: WHOLE,
    };
    const after = (said: string) => [clip(Math.ceil((said.length / spoken.length) * 1000))];
    expect(heardText([piece], after('It costs twenty five'))).toBe('It costs');
    expect(heardText([piece], after('It costs twenty five dollars'))).toBe('It costs $25');
    expect(heardText([piece], after('It costs twenty five dollars in a'))).toBe('It costs $25 in');
  });

  test('counts from where the speech begins in the clip, to where it ends', () => {
    const words = plain('one two three four', { fromMs: 200, toMs: 600 });
    expect(heardText([words], [clip(200)])).toBe('');
    expect(heardText([words], [clip(400)])).toBe('one two');
    expect(heardText([words], [clip(600)])).toBe('one two three four');
  });

  test('counts what has nothing to be said as soon as all before it was heard', () => {
    const pieces = [plain('Look here:'), silent('```\na = 1\n```'), plain('Done.')];
    expect(heardText(pieces, [clip(1000), clip(20)])).toBe('Look here:');
    expect(heardText(pieces, [clip(1000), clip(1000)])).toBe('Look here:\n```\na = 1\n```\nDone.');
    expect(heardText(pieces.slice(0, 2), [clip(980)])).toBe('Look');
    expect(heardText(pieces.slice(0, 2), [clip(1000)])).toBe('Look here:\n```\na = 1\n```');
  });

  test('leaves out what could not be said', () => {
    const lost = { ...plain('Two.'), sound: undefined };
    expect(heardText([plain('One.'), lost, plain('Three.')], [clip(1000), clip(1000)])).toBe(
      'One. Three.',
    );
  });
});
