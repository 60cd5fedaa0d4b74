import { describe, expect, test } from 'vitest';
import { maySpeculate } from '../../../src/pipeline/deciding/speculation-budget.ts';

/** What one turn comes to: 750 of prompt, 250 of reply. */
const PROMPT_TOKENS = 750;
const may = (quota: Parameters<typeof maySpeculate>[0], nowMs = 1_000) =>
  maySpeculate(quota, PROMPT_TOKENS, nowMs);

describe('maySpeculate()', () => {
  test('may when the provider tells nothing', () => {
    expect(may(undefined)).toBe(true);
    expect(may({})).toBe(true);
    expect(may({ resetsAtMs: 5_000 })).toBe(true);
  });

  test('leaves two real turns of the minute’s tokens', () => {
    expect(may({ requestsLeft: 1_000, tokensLeft: 3_000, resetsAtMs: 5_000 })).toBe(true);
    expect(may({ requestsLeft: 1_000, tokensLeft: 2_999, resetsAtMs: 5_000 })).toBe(false);
    expect(may({ tokensLeft: 2_999 })).toBe(false);
  });

  test('leaves two real requests', () => {
    expect(may({ requestsLeft: 3, tokensLeft: 100_000, resetsAtMs: 5_000 })).toBe(true);
    expect(may({ requestsLeft: 2, tokensLeft: 100_000, resetsAtMs: 5_000 })).toBe(false);
    expect(may({ requestsLeft: 0 })).toBe(false);
  });

  test('may again as soon as it is counted anew', () => {
    const used = { requestsLeft: 0, tokensLeft: 0, resetsAtMs: 5_000 };
    expect(may(used, 4_999)).toBe(false);
    expect(may(used, 5_000)).toBe(true);
  });
});
