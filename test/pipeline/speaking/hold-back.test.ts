import { describe, expect, test } from 'vitest';
import { createHoldBack } from '../../../src/pipeline/speaking/hold-back.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';

const SOUND_MS = 800;

/** A voice whose work waits for that of others first, behind a writer who takes no time. */
function held({ waitsMs = 1200, worksMs = 400, charsPerSecond = Infinity } = {}) {
  const clock = fakeClock();
  const pace = { urgentMs: () => waitsMs + worksMs, workMs: () => worksMs, charsPerSecond };
  const holdBack = createHoldBack(pace, clock);
  const ending = new AbortController();
  let passedAtMs: number | undefined;
  const passing = holdBack.passed(SOUND_MS, ending.signal).then(() => {
    passedAtMs = clock.nowMs();
  });
  return { clock, holdBack, ending, passing, passedAtMs: () => passedAtMs };
}

describe('createHoldBack()', () => {
  test('lets the first sound out at once where the next will be there in time', async () => {
    const { clock, passedAtMs } = held({ waitsMs: 300 });
    await clock.advance(0);
    expect(passedAtMs()).toBe(0);
    expect(clock.pending).toBe(0);
  });

  test('holds it back for as long as the next one will be late', async () => {
    const { clock, holdBack, passedAtMs } = held();
    holdBack.asked(40);
    await clock.advance(800);
    expect(passedAtMs()).toBeUndefined();
    await clock.advance(50);
    // 1600 ms are expected, 800 of them are sound, and a little is left for safety.
    expect(passedAtMs()).toBe(840);
  });

  test('lets it out as soon as the next one is at work and will be there in time', async () => {
    const { clock, holdBack, passedAtMs } = held();
    holdBack.asked(40);
    await clock.advance(100);
    holdBack.begun();
    await clock.advance(0);
    expect(passedAtMs()).toBe(100);
  });

  test('holds it back longer where even its work takes longer than the sound', async () => {
    const { clock, holdBack, passedAtMs } = held({ waitsMs: 0, worksMs: 1500 });
    holdBack.asked(40);
    holdBack.begun();
    await clock.advance(2000);
    expect(passedAtMs()).toBe(740);
  });

  test('holds it back while a slow writer has not written the next one', async () => {
    // A few words take him 700 ms, and the voice 400.
    const { clock, passedAtMs } = held({ waitsMs: 0, charsPerSecond: 40 });
    await clock.advance(339);
    expect(passedAtMs()).toBeUndefined();
    await clock.advance(1);
    expect(passedAtMs()).toBe(340);
    const quick = held({ waitsMs: 0, charsPerSecond: 40 });
    await quick.clock.advance(100);
    quick.holdBack.asked(40);
    await quick.clock.advance(0);
    expect(quick.passedAtMs()).toBe(100);
  });

  test('lets it out when the next one is there, or none follows', async () => {
    const { clock, holdBack, passedAtMs } = held();
    await clock.advance(300);
    holdBack.over();
    await clock.advance(0);
    expect(passedAtMs()).toBe(300);
    expect(clock.pending).toBe(0);
  });

  test('does not hold it back for ever', async () => {
    const { clock, holdBack, passedAtMs } = held({ waitsMs: 60_000 });
    holdBack.asked(40);
    await clock.advance(10_000);
    expect(passedAtMs()).toBe(2000);
  });

  test('ends with the reply', async () => {
    const { clock, ending, passing } = held();
    ending.abort(new Error('barge-in'));
    await expect(passing).rejects.toThrow('barge-in');
    expect(clock.pending).toBe(0);
  });
});
