import { describe, expect, test } from 'vitest';
import { stubStt } from '../../bench/stub-models.ts';
import { fakeClock } from '../fakes/fake-clock.ts';

describe('stubStt()', () => {
  async function heardAfter(ms: number): Promise<string> {
    const clock = fakeClock();
    const stt = stubStt(clock);
    stt.expect('one two three four', 1000);
    await clock.advance(ms);
    const { signal } = new AbortController();
    // A recogniser is given silence around the words, too: that must not tell it more of them.
    const transcribing = stt.transcribe(new Float32Array(32_000), signal);
    await clock.advance(100);
    return (await transcribing).text;
  }

  test('knows no word before it is said', async () => {
    expect(await heardAfter(600)).toBe('one two');
    expect(await heardAfter(980)).toBe('one two three');
  });

  test('knows all of them afterwards', async () => {
    expect(await heardAfter(1080)).toBe('one two three four');
  });
});
