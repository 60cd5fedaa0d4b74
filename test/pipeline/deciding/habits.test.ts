import { describe, expect, test } from 'vitest';
import {
  habitsKept,
  habitsOf,
  learnPause,
  withHabits,
  withoutHabits,
  type Habits,
} from '../../../src/pipeline/deciding/habits.ts';

const slow = (habits: Habits) => learnPause(habits, 1000, false);

function knownPeople(count: number): ReadonlyMap<string, Habits> {
  let all: ReadonlyMap<string, Habits> = new Map();
  for (let at = 0; at < count; at++) all = withHabits(all, `person ${at}`, slow);
  return all;
}

describe('habitsKept()', () => {
  test('keeps everybody while they are few', () => {
    const all = knownPeople(100);
    expect(habitsKept(all, [])).toBe(all);
  });

  test('forgets those who left, the oldest first, and nobody who is there', () => {
    const kept = habitsKept(knownPeople(150), [{ id: 'person 3', name: 'Ann' }]);
    expect(kept.size).toBe(100);
    expect(kept.has('person 3')).toBe(true);
    expect(kept.has('person 2')).toBe(false);
    expect(kept.has('person 149')).toBe(true);
  });
});

describe('withoutHabits()', () => {
  test('knows no more of that person than of a stranger', () => {
    const all = withoutHabits(knownPeople(2), 'person 1');
    expect(habitsOf(all, 'person 1')).toEqual(habitsOf(all, 'a stranger'));
    expect(habitsOf(all, 'person 0')).not.toEqual(habitsOf(all, 'a stranger'));
  });
});
