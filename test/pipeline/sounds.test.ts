import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  soundDistance,
  soundDistanceWithin,
  soundOf,
  soundsOf,
} from '../../src/pipeline/sounds.ts';

const distance = (a: string, b: string) => soundDistance(soundOf(a), soundOf(b));

describe('soundOf()', () => {
  test.for([
    ['Parley', 'parly'],
    ['Kate', 'Cate'],
    ['Philip', 'Filip'],
    ['knight', 'night'],
    ['Zoë', 'zoe'],
    ['quick', 'kwik'],
    ['Max', 'Macks'],
    ['Frau Holle', 'frauholle'],
  ] as const)('%j sounds as %j', ([a, b]) => {
    expect(soundOf(a)).toBe(soundOf(b));
  });

  test('what has no letters has no sound', () => {
    expect(soundOf('🎉 ...')).toBe('');
    expect(soundDistance('', '')).toBe(1);
  });
});

describe('soundDistance()', () => {
  test('what recognisers mix up is near, what they do not is far', () => {
    for (const near of ['Harley', 'Carly', 'Partly', 'Farley', 'Parly', 'Barley'])
      expect(distance('Parley', near)).toBeLessThan(0.15);
    for (const far of ['party', 'really', 'Paris', 'probably', 'early', 'apple', 'stop'])
      expect(distance('Parley', far)).toBeGreaterThanOrEqual(0.19);
  });

  test('is 0 for the same, and the same both ways', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const [one, other] = [soundOf(a), soundOf(b)];
        if (one !== '') expect(soundDistance(one, one)).toBe(0);
        expect(soundDistance(one, other)).toBeCloseTo(soundDistance(other, one), 9);
      }),
    );
  });
});

describe('soundDistanceWithin()', () => {
  test('finds the stretch wherever it is', () => {
    const said = soundsOf(['rome', 'is', 'the', 'capital', 'of', 'italy']);
    expect(soundDistanceWithin(soundsOf(['the', 'capital']), said)).toBe(0);
    expect(soundDistanceWithin(soundsOf(['de', 'gapital']), said)).toBeLessThan(0.1);
    expect(soundDistanceWithin(soundsOf(['what', 'a', 'joke']), said)).toBeGreaterThan(0.25);
    expect(soundDistanceWithin('', said)).toBe(1);
  });
});
