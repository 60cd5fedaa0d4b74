import { describe, expect, test } from 'vitest';
import { createGate } from '../../src/async/gate.ts';

const never = new AbortController().signal;

describe('createGate()', () => {
  test('lets everybody through while it is open', async () => {
    await expect(createGate().passed(never)).resolves.toBeUndefined();
  });

  test('makes whoever comes wait until it opens', async () => {
    const gate = createGate();
    gate.close();
    let passed = 0;
    const waiting = [gate.passed(never), gate.passed(never)].map((one) => one.then(() => passed++));
    await Promise.resolve();
    expect(passed).toBe(0);
    gate.open();
    await Promise.all(waiting);
    expect(passed).toBe(2);
  });

  test('rejects whoever waits once they are aborted, and nobody else', async () => {
    const gate = createGate();
    gate.close();
    const leaving = new AbortController();
    const given = gate.passed(leaving.signal);
    const other = gate.passed(never);
    leaving.abort(new Error('barge-in'));
    await expect(given).rejects.toThrow('barge-in');
    gate.open();
    await other;
  });

  test('keeps waiting when it was closed again before the turn came', async () => {
    const gate = createGate();
    gate.close();
    let hasPassed = false;
    const waiting = gate.passed(never).then(() => (hasPassed = true));
    gate.open();
    gate.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(hasPassed).toBe(false);
    gate.open();
    await waiting;
  });
});
