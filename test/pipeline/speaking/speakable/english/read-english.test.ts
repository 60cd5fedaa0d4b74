import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mapOf, unedited } from '../../../../../src/pipeline/speaking/speakable/edited.ts';
import { readEnglish } from '../../../../../src/pipeline/speaking/speakable/english/read-english.ts';
import { PLAIN_PROSE } from './plain-prose.ts';
import { WRITTEN_SPOKEN } from './written-spoken.ts';

/** A reading that looks at each character often takes many times as long. */
const MOST_CPU_MS = 2000;

function read(text: string): string {
  return readEnglish(unedited(text)).text;
}

const CASES = Object.values(WRITTEN_SPOKEN).flat();

/** Pieces of which anything odd can be put together. */
const pieces = fc.constantFrom(
  ...CASES.map(([written]) => written),
  ...'0 1 12 2024 . , : / - – − % $ € ° ° C km m s x ^ ² ½ I V X & @ # ( ) ~ < > = + a.m. St. No. th'.split(
    ' ',
  ),
  ' ',
  '\n',
);
const odd = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));

/** Repeated, each may keep some rule looking ahead for its end. */
const RUNS: readonly string[] = [
  [
    '0',
    'a',
    'A',
    'I',
    ' ',
    '.',
    ',',
    ':',
    '/',
    '-',
    '–',
    '$',
    '€',
    '%',
    '°',
    '½',
    '²',
    '^',
    '#',
    '&',
  ],
  [
    '@',
    '<',
    '>',
    '=',
    '+',
    '~',
    '\n',
    "'",
    '"',
    '(',
    'α',
    '1,',
    '1.',
    '1/',
    '1-',
    'a.',
    'A.',
    '$1',
  ],
  [
    'a/',
    '1:',
    'A/',
    'A&',
    'A1',
    'a1',
    'U.S',
    '1e',
    "'1",
    '1x',
    '1 ',
    'I ',
    '<= ',
    ' -',
    '10 ',
    'St. ',
  ],
  [
    'In ',
    '1 000 ',
    'Jan ',
    '1h ',
    '5 km/',
    'A St. ',
    '0 12 ',
    '#a ',
    '@a ',
    '1-1-',
    'a b ',
    '1 - ',
    '(a',
  ],
].flat();

describe('readEnglish()', () => {
  for (const [kind, cases] of Object.entries(WRITTEN_SPOKEN))
    test.for(cases)(`reads ${kind}: %j as %j`, ([written, spoken]) => {
      expect(read(written)).toBe(spoken);
    });

  test.for(PLAIN_PROSE)('leaves %j alone', (prose) => {
    expect(readEnglish(unedited(prose))).toEqual(unedited(prose));
  });

  test('keeps the written and the read text in step', () => {
    fc.assert(
      fc.property(fc.oneof(odd, fc.string({ unit: 'binary' })), (written) => {
        const edited = readEnglish(unedited(written));
        expect(edited.origins).toHaveLength(edited.text.length);
        let before = -1;
        for (const [at, origin] of edited.origins.entries()) {
          if (origin < 0) continue;
          expect(origin).toBeGreaterThan(before);
          expect(written[origin]).toBe(edited.text[at]);
          before = origin;
        }
        const map = mapOf(edited, written.length);
        expect(map.at(0)).toEqual({ written: 0, spoken: 0 });
        expect(map.at(-1)).toEqual({ written: written.length, spoken: edited.text.length });
        for (const [at, point] of map.entries()) {
          const last = map[at - 1] ?? point;
          expect(point.written).toBeGreaterThanOrEqual(last.written);
          expect(point.spoken).toBeGreaterThanOrEqual(last.spoken);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('leaves no number beside a sign of money or of a unit', () => {
    const number = fc.oneof(
      fc.nat(99_999).map(String),
      fc.nat(9999).map((cents) => (cents / 100).toFixed(2)),
    );
    const sum = fc
      .tuple(fc.constantFrom('$', '€', '£', '¥'), number)
      .map(([sign, n]) => `${sign}${n}`);
    const unit = fc.constantFrom('km', 'kg', '°C', '%', 'ms', 'GB', 'km/h', 'm²', 'kWh', 'Hz');
    const measure = fc.tuple(number, fc.constantFrom('', ' '), unit).map((parts) => parts.join(''));
    const words = fc.constantFrom('It is', 'and', 'for', 'about', 'from', 'we have');
    const sentence = fc
      .array(fc.tuple(words, fc.oneof(sum, measure)), { minLength: 1, maxLength: 6 })
      .map((parts) => `${parts.flat().join(' ')}.`);
    fc.assert(
      fc.property(sentence, (text) => {
        expect(read(text)).not.toMatch(/\d|[$€£¥%°]/u);
      }),
      { numRuns: 300 },
    );
  });

  test.for(RUNS)('reads 100 000 characters of %j without delay', (kind) => {
    const text = kind.repeat(Math.ceil(100_000 / kind.length));
    const before = process.cpuUsage();
    read(text);
    const { user } = process.cpuUsage(before);
    expect(user / 1000).toBeLessThan(MOST_CPU_MS);
  });
});
