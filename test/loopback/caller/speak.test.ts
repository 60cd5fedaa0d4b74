import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { speakSound } from '../../../loopback/caller/speak.ts';
import { SILENCE_FRAME } from '../../../loopback/caller/sound.ts';
import { systemClock } from '../../../src/async/clock.ts';
import { tone } from '../tone.ts';

const never = new AbortController().signal;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('speakSound()', () => {
  test('sends a packet every 20 ms, five silence frames last, and says when the voice ended', async () => {
    const sent: { readonly opus: Buffer; readonly atMs: number }[] = [];
    const { samples } = tone(440, 200);
    samples.fill(0, samples.length / 2);
    const startMs = performance.now();
    const speaking = speakSound(
      { samples, sampleRateHz: 48_000 },
      (opus) => sent.push({ opus, atMs: performance.now() - startMs }),
      systemClock,
      never,
    );
    await vi.advanceTimersByTimeAsync(400);

    expect(sent.map(({ atMs }) => atMs)).toEqual(
      Array.from({ length: 15 }, (_, at) => 20 * (at + 1)),
    );
    expect(sent.map(({ opus }) => opus.equals(SILENCE_FRAME)).indexOf(true)).toBeGreaterThanOrEqual(
      10,
    );
    expect(sent.slice(10).every(({ opus }) => opus.equals(SILENCE_FRAME))).toBe(true);
    const { startedAtMs, lastVoicedAtMs, endedAtMs } = await speaking;
    expect([lastVoicedAtMs - startedAtMs, endedAtMs - startedAtMs]).toEqual([100, 300]);
  });

  test('resamples, and stops at once when it is aborted', async () => {
    const asked = new AbortController();
    let count = 0;
    const speaking = speakSound(
      { samples: new Float32Array(16_000), sampleRateHz: 16_000 },
      () => count++,
      systemClock,
      asked.signal,
    );
    await vi.advanceTimersByTimeAsync(500);
    expect(count).toBe(25);
    asked.abort(new Error('unplugged'));
    await expect(speaking).rejects.toThrow('unplugged');
    await vi.advanceTimersByTimeAsync(500);
    expect(count).toBe(25);
  });
});
