import { describe, expect, test } from 'vitest';
import {
  createLanes,
  laneLimits,
  type Lanes,
  mostAtOnce,
} from '../../../src/engines/speech/lanes.ts';

const twoCores = () => createLanes(laneLimits(2));

/** Of a clause, when so many wait, it included. */
const clause = (wanted: number, spareMs = 0) =>
  ({ kind: 'synthesis', isAlone: false, wanted, spareMs, isDue: false }) as const;

const LEISURELY_MS = 500;
const PATIENT_MS = 1500;

/** Begins all of them that may begin. @returns how they began. */
function begin(lanes: Lanes, count: number): string[] {
  const manners: string[] = [];
  for (let wanted = count; wanted > 0; wanted--) {
    const manner = lanes.mannerOf(clause(wanted));
    if (manner === undefined) break;
    lanes.begin('synthesis', false, manner);
    manners.push(manner);
  }
  return manners;
}

describe('createLanes(): a crowd', () => {
  test.for([1, 2])('is not what %i make: one is said fast, and the other waits for it', (count) => {
    const lanes = twoCores();
    expect(begin(lanes, count)).toEqual(['fast']);
    lanes.end('synthesis', true, 'fast');
    expect(begin(lanes, 1)).toEqual(['fast']);
  });

  test('is what more make: they are said side by side, with one thread each', () => {
    expect(begin(twoCores(), 3)).toEqual(['thrifty', 'thrifty']);
  });

  test('is made by two where a recognition takes a core as well', () => {
    const lanes = twoCores();
    lanes.begin('recognition', false, 'fast');
    expect(lanes.mannerOf(clause(1))).toBe('fast');
    expect(lanes.mannerOf(clause(2))).toBe('thrifty');
  });

  test('waits for one that is being said fast already, as that takes both cores', () => {
    const lanes = twoCores();
    expect(begin(lanes, 1)).toEqual(['fast']);
    expect(begin(lanes, 9)).toEqual([]);
    lanes.end('synthesis', true, 'fast');
    expect(begin(lanes, 9)).toEqual(['thrifty', 'thrifty']);
  });

  test('takes the cores that are free, where there are more', () => {
    const lanes = createLanes(laneLimits(4));
    expect(begin(lanes, 1)).toEqual(['fast']);
    expect(begin(lanes, 9)).toEqual(['thrifty', 'thrifty']);
    lanes.end('synthesis', true, 'fast');
    expect(begin(lanes, 9)).toEqual(['thrifty', 'thrifty']);
  });

  test('stays one while a thrifty one is at work: a fast one beside it would be the slower', () => {
    const lanes = twoCores();
    begin(lanes, 3);
    lanes.end('synthesis', true, 'thrifty');
    expect(begin(lanes, 1)).toEqual(['thrifty']);
    lanes.end('synthesis', true, 'thrifty');
    lanes.end('synthesis', true, 'thrifty');
    expect(begin(lanes, 1)).toEqual(['fast']);
  });

  test('is not made by what was given up', () => {
    const lanes = twoCores();
    begin(lanes, 1);
    lanes.abandon('synthesis', 'fast');
    expect(begin(lanes, 1)).toEqual(['fast']);
  });

  test('does not come about with a voice that has one copy, nor on one core', () => {
    const lanes = twoCores();
    expect(lanes.mannerOf(clause(0))).toBe('fast');
    lanes.begin('synthesis', false, 'fast');
    expect(lanes.mannerOf(clause(0))).toBeUndefined();
    expect(begin(createLanes(laneLimits(1)), 9)).toEqual(['fast']);
  });
});

describe('createLanes(): what has time', () => {
  const afterCrowd = () => {
    const lanes = twoCores();
    lanes.begin('synthesis', false, 'thrifty');
    lanes.end('synthesis', true, 'thrifty');
    return lanes;
  };

  test('is said with one thread, so that another one can be said beside it', () => {
    const lanes = afterCrowd();
    expect(lanes.mannerOf(clause(1))).toBe('fast');
    expect(lanes.mannerOf(clause(1, LEISURELY_MS))).toBe('thrifty');
    lanes.begin('synthesis', false, 'thrifty');
    expect(lanes.mannerOf(clause(1, LEISURELY_MS))).toBe('thrifty');
    expect(lanes.mannerOf(clause(1))).toBe('thrifty');
  });

  test('is said fast before there was a crowd, and where a process has come anew', () => {
    expect(twoCores().mannerOf(clause(1, LEISURELY_MS))).toBe('fast');
    const lanes = afterCrowd();
    lanes.clear();
    expect(lanes.mannerOf(clause(1, LEISURELY_MS))).toBe('fast');
  });
});

describe('createLanes(): what can wait', () => {
  const recognition = { ...clause(0), kind: 'recognition' } as const;

  test('begins at once where nothing else is at work', () => {
    expect(twoCores().mannerOf(clause(1, PATIENT_MS))).toBe('fast');
  });

  test('waits while anything else is, so that it takes no core from it', () => {
    const lanes = twoCores();
    lanes.begin('recognition', false, 'fast');
    expect(lanes.mannerOf(clause(1, PATIENT_MS))).toBeUndefined();
    expect(lanes.mannerOf(clause(1))).toBe('fast');
    // It runs on, although nobody waits for it.
    lanes.abandon('recognition', 'fast');
    expect(lanes.mannerOf(clause(1, PATIENT_MS))).toBeUndefined();
    lanes.end('recognition', false, 'fast');
    expect(lanes.mannerOf(clause(1, PATIENT_MS))).toBe('fast');
  });

  test('leaves one core of a crowd to what is urgent', () => {
    const two = twoCores();
    two.begin('synthesis', false, 'thrifty');
    expect(two.mannerOf(clause(2, PATIENT_MS))).toBeUndefined();
    expect(two.mannerOf(clause(2))).toBe('thrifty');

    const four = createLanes(laneLimits(4));
    for (let begun = 1; begun < 4; begun++) {
      four.begin('synthesis', false, 'thrifty');
      expect(four.mannerOf(clause(2, PATIENT_MS))).toBe(begun < 3 ? 'thrifty' : undefined);
    }
    expect(four.mannerOf(clause(2))).toBe('thrifty');
  });

  test('but does not wait where it may come late', () => {
    const lanes = twoCores();
    lanes.begin('synthesis', false, 'thrifty');
    expect(lanes.mannerOf(clause(2, PATIENT_MS))).toBeUndefined();
    expect(lanes.mannerOf({ ...clause(2, PATIENT_MS), isDue: true })).toBe('thrifty');
  });

  test('holds up nothing that is urgent', () => {
    const lanes = twoCores();
    lanes.begin('synthesis', false, 'fast');
    expect(lanes.mannerOf(recognition)).toBe('fast');
  });
});

describe('createLanes()', () => {
  test('gives what may have killed a process the next one to itself', () => {
    const lanes = twoCores();
    const suspect = {
      kind: 'recognition',
      isAlone: true,
      wanted: 0,
      spareMs: 0,
      isDue: false,
    } as const;
    begin(lanes, 1);
    expect(lanes.mannerOf(suspect)).toBeUndefined();
    lanes.end('synthesis', true, 'fast');
    expect(lanes.mannerOf(suspect)).toBe('fast');
    lanes.begin('recognition', true, 'fast');
    expect(lanes.mannerOf(clause(9))).toBeUndefined();
    lanes.clear();
    expect(lanes.mannerOf(clause(9))).toBe('thrifty');
  });

  test('has the next question to the turn model at hand, which takes no core until its turn', () => {
    const lanes = twoCores();
    const question = { ...clause(0), kind: 'turn' } as const;
    for (const [at, manner] of ['fast', 'fast', undefined].entries()) {
      expect(lanes.mannerOf(question)).toBe(manner);
      if (at < 2) lanes.begin('turn', false, 'fast');
    }
    const four = createLanes(laneLimits(4));
    begin(four, 9);
    four.end('synthesis', true, 'thrifty');
    four.end('synthesis', true, 'thrifty');
    for (let i = 0; i < 2; i++) four.begin('turn', false, 'fast');
    // Two clauses and the model are three threads of four.
    expect(four.mannerOf(clause(2, PATIENT_MS))).toBeUndefined();
    four.end('synthesis', true, 'thrifty');
    expect(four.mannerOf(clause(2, PATIENT_MS))).toBe('thrifty');
  });

  test('never has more at work than it says', () => {
    for (const cores of [1, 2, 3, 8]) {
      const limits = laneLimits(cores);
      const lanes = createLanes(limits);
      let atWork = 0;
      for (const kind of ['recognition', 'turn', 'synthesis'] as const)
        for (let i = 0; i < 100; i++) {
          const manner = lanes.mannerOf({
            kind,
            isAlone: false,
            wanted: kind === 'synthesis' ? 99 : 0,
            spareMs: 0,
            isDue: false,
          });
          if (manner === undefined) break;
          lanes.begin(kind, false, manner);
          atWork++;
          if (limits[kind].abandoned > 0 && i === 0) lanes.abandon(kind, manner);
        }
      expect(atWork).toBe(mostAtOnce(limits));
    }
  });
});
