import { describe, expect, test } from 'vitest';
import { integer } from '../../loopback/der.ts';

describe('integer()', () => {
  // X.690, 8.3.2: the first nine bits are never all alike, or readers refuse the certificate.
  test.for([
    [[0x02], [0x02]],
    [[0x80], [0x00, 0x80]],
    [
      [0x00, 0x12, 0x34],
      [0x12, 0x34],
    ],
    [
      [0x00, 0x00, 0x9a],
      [0x00, 0x9a],
    ],
    [[0x00, 0x00], [0x00]],
  ])('writes %j with as few bytes as hold it', ([bytes = [], content = []]) => {
    expect([...integer(Buffer.from(bytes))]).toEqual([0x02, content.length, ...content]);
  });
});
