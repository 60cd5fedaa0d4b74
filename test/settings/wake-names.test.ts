import { describe, expect, test } from 'vitest';
import { readWakeNames } from '../../src/settings/wake-names.ts';

describe('readWakeNames()', () => {
  test.for([
    ['Parley', ['Parley']],
    [' Jarvis ,Hey   Friday', ['Jarvis', 'Hey Friday']],
    ['Parley, PARLEY, parley', ['Parley']],
    ['Jürgen', ['Jürgen']],
    ['Ju\u0308rgen', ['Jürgen']],
    ["R2-D2, O'Neill, Dr. No,", ['R2-D2', "O'Neill", 'Dr. No']],
    ['阿里', ['阿里']],
    ['x'.repeat(30), ['x'.repeat(30)]],
  ] as const)('takes "%s" for %j', ([text, names]) => {
    expect(readWakeNames(text)).toEqual({ names });
  });

  test.for([
    ['', /is missing/u],
    [' , ,', /is missing/u],
    ['X', /2 to 30 characters/u],
    ['x'.repeat(31), /2 to 30 characters/u],
    ['One, Two, Three, Four', /3 names at most/u],
    ['<@123456789012345678>', /begin with a letter/u],
    ['Par*ley', /letters, digits/u],
    ['42', /begin with a letter/u],
    ['Parley\u0007', /letters, digits/u],
  ] as const)('says what is wrong with "%s"', ([text, fault]) => {
    expect(readWakeNames(text)).toEqual({ fault: expect.stringMatching(fault) });
  });
});
