import { describe, expect, test } from 'vitest';
import { readRateLimits } from '../../src/engines/rate-limits.ts';

const limits = (headers: Record<string, string>) => readRateLimits(new Headers(headers));
const tokensReset = (text: string) =>
  limits({ 'x-ratelimit-remaining-tokens': '1', 'x-ratelimit-reset-tokens': text })
    ?.tokensResetAfterMs;

describe('readRateLimits()', () => {
  test('reads what Groq sends', () => {
    const headers = {
      'x-ratelimit-limit-requests': '14400',
      'x-ratelimit-remaining-requests': '14370',
      'x-ratelimit-reset-requests': '2m59.56s',
      'x-ratelimit-limit-tokens': '18000',
      'x-ratelimit-remaining-tokens': '17997',
      'x-ratelimit-reset-tokens': '7.66s',
    };
    expect(limits(headers)).toEqual({
      requestsLeft: 14_370,
      requestsResetAfterMs: 179_560,
      tokensLeft: 17_997,
      tokensResetAfterMs: 7_660,
    });
  });

  test.for([
    ['6m0s', 360_000],
    ['120ms', 120],
    ['1s500ms', 1_500],
    ['1h0m5s', 3_605_000],
    ['0s', 0],
    ['12', 12_000],
    ['1d', 86_400_000],
  ] as const)('takes %s for %i ms', ([text, ms]) => {
    expect(tokensReset(text)).toBeCloseTo(ms, 6);
  });

  test.for([
    '',
    'soon',
    '-5s',
    '1.2.3s',
    'NaN',
    '5 apples',
    '2d',
    '1795459200',
    `${'9'.repeat(400)}s`,
  ])('takes "%s" for no time', (text) => expect(tokensReset(text)).toBeUndefined());

  test.for(['', '-1', 'unlimited', 'Infinity', '1e9', '12,000', '9'.repeat(400)])(
    'takes "%s" for no count',
    (text) => expect(limits({ 'x-ratelimit-remaining-tokens': text })).toBeUndefined(),
  );

  test('knows nothing of a server that says nothing', () => {
    expect(limits({ 'content-type': 'text/event-stream' })).toBeUndefined();
    expect(limits({ 'x-ratelimit-reset-tokens': '5s' })).toBeUndefined();
  });
});
