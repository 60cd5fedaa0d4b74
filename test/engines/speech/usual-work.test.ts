import { describe, expect, test } from 'vitest';
import { createUsualWork } from '../../../src/engines/speech/usual-work.ts';
import { hear, judge, say } from './speech-bench.ts';

const CLAUSE = say('The ferry to Bergen leaves at seven.');

describe('createUsualWork()', () => {
  test('counts on more where the machine is slower', () => {
    const usual = createUsualWork();
    const before = usual.msOf(CLAUSE);
    for (let at = 0; at < 30; at++) usual.took(CLAUSE, 4 * before);
    expect(usual.msOf(CLAUSE)).toBeGreaterThan(3.5 * before);
  });

  test('does not count on a fast machine to stay idle', () => {
    const usual = createUsualWork();
    const before = usual.msOf(CLAUSE);
    for (let at = 0; at < 30; at++) usual.took(CLAUSE, before / 4);
    expect(usual.msOf(CLAUSE)).toBe(before);
  });

  test('learns nothing from a word, which takes long for its length', () => {
    const usual = createUsualWork();
    const before = usual.msOf(CLAUSE);
    for (let at = 0; at < 30; at++) usual.took(say('Sure,'), 400);
    expect(usual.msOf(CLAUSE)).toBe(before);
  });

  test('takes nothing but synthesis to be asked for ahead of time', () => {
    const usual = createUsualWork();
    usual.took(hear(2), 5000);
    expect([usual.msOf(hear(2)), usual.msOf(judge)]).toEqual([0, 0]);
  });
});
