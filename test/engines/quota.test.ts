import { expect, describe, test } from 'vitest';
import { createQuota } from '../../src/engines/quota.ts';
import { fakeClock } from '../fakes/fake-clock.ts';

describe('createQuota()', () => {
  test('knows nothing before the first answer, nor from answers that say nothing', () => {
    const quota = createQuota(fakeClock());
    quota.answered(undefined);
    expect(quota.current).toBeUndefined();
  });

  test('lets go of each number when it is counted anew', async () => {
    const clock = fakeClock(1_000);
    const quota = createQuota(clock);
    quota.answered({
      requestsLeft: 50,
      requestsResetAfterMs: 60_000,
      tokensLeft: 700,
      tokensResetAfterMs: 5_000,
    });
    expect(quota.current).toEqual({ requestsLeft: 50, tokensLeft: 700, resetsAtMs: 6_000 });
    await clock.advance(5_000);
    expect(quota.current).toEqual({ requestsLeft: 50, resetsAtMs: 61_000 });
    await clock.advance(55_000);
    expect(quota.current).toBeUndefined();
  });

  test('keeps a number without a time until the next answer', async () => {
    const clock = fakeClock();
    const quota = createQuota(clock);
    quota.answered({ requestsLeft: 3 });
    await clock.advance(3_600_000);
    expect(quota.current).toEqual({ requestsLeft: 3 });
    quota.answered({ tokensLeft: 10 });
    expect(quota.current).toEqual({ tokensLeft: 10 });
  });

  test('has nothing left after a refusal, until the provider wants to be asked again', async () => {
    const clock = fakeClock();
    const quota = createQuota(clock);
    quota.answered({ requestsLeft: 50, tokensLeft: 700 });
    quota.refused(47_000);
    expect(quota.current).toEqual({ requestsLeft: 0, tokensLeft: 0, resetsAtMs: 47_000 });
    await clock.advance(47_000);
    expect(quota.current).toBeUndefined();
  });

  test('holds a refusal for ten seconds when it names no time', () => {
    const quota = createQuota(fakeClock());
    quota.refused(undefined);
    expect(quota.current).toMatchObject({ requestsLeft: 0, resetsAtMs: 10_000 });
  });
});
