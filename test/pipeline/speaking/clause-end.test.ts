import { describe, expect, test } from 'vitest';
import { clauseEnd, runOnCut } from '../../../src/pipeline/speaking/clause-end.ts';

const limits = { minWords: 3, minChars: 10 };
const clauseOf = (text: string) => {
  const end = clauseEnd(text, text.length, true, limits);
  return typeof end === 'number' ? text.slice(0, end) : end;
};

describe('clauseEnd()', () => {
  test('ends a clause behind its comma', () => {
    expect(clauseOf('When the rain stopped, we went out')).toBe('When the rain stopped,');
  });

  test('cuts no row of a table, no code, no bracket and no number', () => {
    expect(clauseOf('| Oslo and Bergen, Norway | 3 |')).toBe('none');
    expect(clauseOf('We call it `now a, b and c, d` here')).toBe('none');
    expect(clauseOf('We like it (as a joke, mostly) here')).toBe('none');
    expect(clauseOf('It came out on May 5, 2024 in Rome')).toBe('none');
  });

  test('takes a back quote that stays open for long for no code', () => {
    const text = `We wrote \` once ${'and on '.repeat(20)}then, we left`;
    expect(clauseOf(text)).toBe(text.slice(0, text.indexOf(',') + 1));
  });
});

describe('runOnCut()', () => {
  const headOf = (text: string, maxChars: number) => text.slice(0, runOnCut(text, maxChars));

  test('cuts before code and before a link rather than inside of them', () => {
    expect(headOf('you may well use `git commit and then push` for it', 40)).toBe(
      'you may well use ',
    );
    expect(headOf('you may well read [the long guide to all](ex.org) for it', 36)).toBe(
      'you may well read ',
    );
  });

  test('parts no title from its name, and no figure from what it counts', () => {
    expect(headOf('there we met old Dr. Okafor once more', 24)).toBe('there we met old ');
    expect(headOf('it weighed nearly 3.5 kilograms I think', 24)).toBe('it weighed nearly ');
  });
});
