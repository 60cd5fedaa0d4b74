import { describe, expect, test } from 'vitest';
import { afterClose } from '../../src/voice/rejoin.ts';

describe('afterClose()', () => {
  test('waits longer with every try, and gives up after the fifth', () => {
    const tries = [0, 1, 2, 3, 4, 5].map((attempts) => afterClose(4006, attempts));
    expect(tries).toEqual([
      { action: 'rejoin', afterMs: 1000 },
      { action: 'rejoin', afterMs: 2000 },
      { action: 'rejoin', afterMs: 4000 },
      { action: 'rejoin', afterMs: 8000 },
      { action: 'rejoin', afterMs: 16_000 },
      { action: 'leave', reason: 'connection-lost' },
    ]);
  });

  test.for([undefined, 1006, 4001, 4004, 4009, 4011, 4015, 4020])(
    'tries again after %s',
    (code) => {
      expect(afterClose(code, 0)).toEqual({ action: 'rejoin', afterMs: 1000 });
    },
  );

  test('waits for a move after 4014, however often it was tried', () => {
    expect([afterClose(4014, 0), afterClose(4014, 9)]).toEqual([
      { action: 'wait' },
      { action: 'wait' },
    ]);
  });

  test.for([4017, 4021, 4022])('never tries again after %i', (code) => {
    expect(afterClose(code, 0).action).toBe('leave');
  });
});
