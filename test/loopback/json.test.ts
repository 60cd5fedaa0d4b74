import { describe, expect, test } from 'vitest';
import { parseJson } from '../../loopback/json.ts';

describe('parseJson()', () => {
  test('keeps ids that come as numbers, and leaves other numbers alone', () => {
    expect(
      parseJson('{"id":100000000000000001,"op":4,"ratio":0.5,"big":1e300,"text":"1"}'),
    ).toEqual({
      id: '100000000000000001',
      op: 4,
      ratio: 0.5,
      big: '1e300',
      text: '1',
    });
  });
});
