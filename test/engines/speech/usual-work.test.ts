import { describe, expect, test } from 'vitest';
import { createUsualWork } from '../../../src/engines/speech/usual-work.ts';
import { hear, judge, say } from './speech-bench.ts';

const CLAUSE = say('The ferry to Bergen leaves at seven.');

describe('createUsualWork()', () => {
  test('counts on more where the machine is slower', () => {
    const usual = createUsualWork();
    const before = usual.msOf(CLAUSE, 1);
    for (let at = 0; at < 30; at++) usual.took(CLAUSE, 1, 4 * before);
    expect(usual.msOf(CLAUSE, 1)).toBeGreaterThan(3.5 * before);
  });

  test('and on more to be at work before it', () => {
    const usual = createUsualWork();
    const before = usual.aheadMs;
    for (let at = 0; at < 30; at++) usual.took(CLAUSE, 1, 4 * usual.msOf(CLAUSE, 1));
    expect(usual.aheadMs).toBeGreaterThan(3.5 * before);
  });

  test('does not count on a fast machine to stay idle', () => {
    const usual = createUsualWork();
    const before = usual.msOf(CLAUSE, 1);
    for (let at = 0; at < 30; at++) usual.took(CLAUSE, 1, before / 4);
    expect(usual.msOf(CLAUSE, 1)).toBe(before);
  });

  test('learns nothing from a word, which takes long for its length', () => {
    const usual = createUsualWork();
    const before = usual.msOf(CLAUSE, 1);
    for (let at = 0; at < 30; at++) usual.took(say('Sure,'), 1, 400);
    expect(usual.msOf(CLAUSE, 1)).toBe(before);
  });

  test('does not take the slow voice of some for a slow machine', () => {
    const usual = createUsualWork();
    const before = usual.msOf(CLAUSE, 1);
    for (let at = 0; at < 30; at++) usual.took(CLAUSE, 10, 10 * before);
    expect(usual.msOf(CLAUSE, 1)).toBeCloseTo(before);
    expect(usual.msOf(CLAUSE, 10)).toBeCloseTo(10 * before);
  });

  test('takes nothing but synthesis to be asked for ahead of time', () => {
    const usual = createUsualWork();
    usual.took(hear(2), 1, 5000);
    expect([usual.msOf(hear(2), 1), usual.msOf(judge, 1)]).toEqual([0, 0]);
  });
});
