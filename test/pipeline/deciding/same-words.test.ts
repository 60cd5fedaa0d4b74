import { describe, expect, test } from 'vitest';
import { isSameWords } from '../../../src/pipeline/deciding/same-words.ts';

describe('isSameWords()', () => {
  test.for([
    ['What time is it?', 'what time is it'],
    ['Ok, parley,, stop.', 'OK Parley stop'],
    ["Don't go", 'Don’t go!'],
    ['to-day', 'today'],
    ['', ' … '],
    ['Où ça?', 'où ça'],
  ] as const)('%j and %j are the same', ([a, b]) => {
    expect(isSameWords(a, b)).toBe(true);
  });

  test.for([
    ['What time is it', 'What time is it in Rome'],
    ['five', 'nine'],
    ['', 'a'],
    ['🎉', 'party'],
    ['the rapist', 'therapist x'],
  ] as const)('%j and %j are not', ([a, b]) => {
    expect(isSameWords(a, b)).toBe(false);
  });
});
