import { describe, expect, test } from 'vitest';
import { mayMatch } from '../../../../../src/pipeline/speaking/speakable/prefilter/may-match.ts';

/** Every form that the readers' patterns have, and some that they have not yet. */
const PATTERNS: readonly RegExp[] = [
  /(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?:\/(\d{1,2}))?(?::(\d{2,5}))?(?!\d|\.\d)/gu,
  /(?<=\d)\s?%/gu,
  /\b(No|(?<=\b(?:the|an?) )no|[Ff]igs?)\.\s?(?=\d)|\b([Ll]vl?) (?=\d)/gu,
  /(?<=^|\s|\()#(?=\p{Lu}{1,4}-?\d)/gu,
  /#((?=[\da-f]{0,5}\d)(?:[\da-f]{6}|[\da-f]{3})|([a-f])\2\2)/giu,
  /[½⅓⅔]|\u2044/u,
  /(?:°|k|s)+?x{0,2}[−–-]?y/iu,
  /(?:a?b*|c)d?/u,
  /a{2}\p{Nd}|\p{Sc}\S[^x]\./u,
  /(?<year>\d\d)-\k<year>/u,
  /[\u{1F600}-\u{1F64F}]!/u,
  /K\u{1D7CF}?$/iu,
  /\bP(?:(\d+)D)?T(?=\d)/gu,
  /(?=.{0,3}q)[a-z]\d(?<=7)/u,
  /[\w.]+@(?:[\w-]+\.)+\w{2}/u,
  /[\p{Extended_Pictographic}--[©]]x/v,
];

const CHARS = Array.from('aAbcdkKsſ\u212Axyq7071.-–−/: \n%#$€@½é😀🏽𝟏NoFigv(P_Tz!');

describe('mayMatch()', () => {
  test('never denies what matches', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const matched = new Set<RegExp>();
    for (let round = 0; round < 30_000; round++) {
      const text = Array.from({ length: random(14) }, () => CHARS[random(CHARS.length)]).join('');
      for (const pattern of PATTERNS) {
        pattern.lastIndex = 0;
        if (!pattern.test(text)) continue;
        matched.add(pattern);
        expect(mayMatch(pattern, text), `${pattern} in ${JSON.stringify(text)}`).toBe(true);
      }
    }
    // Most are found by chance.
    expect(matched.size).toBeGreaterThan(8);
  });

  test.for<[RegExp, string, boolean]>([
    [/\d%/u, 'Nothing of the kind.', false],
    [/\d%/u, 'It is 5 of them, not %.', false],
    [/\d%/u, 'It is 5%.', true],
    [/\d{4}-\d\d/u, 'In 2 of 3 cases', false],
    [/(?<=\d\s?)(?:km|MB)/u, 'a 5-km run of MB', true],
    [/\bv\.?(?=\d)/u, 'very 3', false],
    [/\bv\.?(?=\d)/u, 'v3', true],
    [/fox|dog/u, 'Plain words.', false],
    [/q|z/iu, 'A Quiz', true],
    [/\ba?b?\b/u, 'x', true],
  ])('%s in %s: %s', ([pattern, text, may]) => {
    mayMatch(pattern, text);
    expect(mayMatch(pattern, text)).toBe(may);
  });
});
