import { describe, expect, test } from 'vitest';
import { withEcho } from '../../bench/echo.ts';
import {
  joined,
  levelled,
  roomNoise,
  seededNoise,
  silence,
  typing,
} from '../../src/audio/made-up-sounds.ts';
import { createWallClockMouth } from '../../bench/wall-clock-mouth.ts';
import { rmsDbfs } from '../../src/audio/level.ts';
import { fakeClock } from '../fakes/fake-clock.ts';

describe('levelled()', () => {
  test('sets the level of what is loud, whatever silence is around it', () => {
    const noise = silence(500).fill(0.3);
    const sound = levelled(joined([silence(500), noise, silence(500)]), -20);
    expect(rmsDbfs(sound.subarray(8000, 16_000))).toBeCloseTo(-20, 1);
    expect(sound[0]).toBe(0);
  });
});

describe('made-up sounds', () => {
  test('are the same in every run', () => {
    expect(roomNoise(100, seededNoise(1))).toEqual(roomNoise(100, seededNoise(1)));
    expect(typing(3, seededNoise(1))).not.toEqual(typing(3, seededNoise(2)));
  });
});

describe('withEcho()', () => {
  async function playing() {
    const clock = fakeClock();
    const mouth = createWallClockMouth(clock);
    const playback = mouth.open();
    const samples = new Float32Array(16_000).map((_, at) => at / 16_000);
    const { signal } = new AbortController();
    await playback.enqueue({ text: 'Up.', samples, sampleRateHz: 16_000 }, signal);
    const microphone = withEcho({ sound: silence(1000), echoGain: 0.5 }, mouth, clock);
    return { clock, playback, microphone };
  }

  test('takes in what was played 220 ms before, as loud as it is asked for', async () => {
    const { clock, microphone } = await playing();
    expect(microphone.frameAt(0).every((sample) => sample === 0)).toBe(true);
    await clock.advance(320);
    const [first] = microphone.frameAt(16);
    // The frame that was sent at 100 ms begins with 0.1.
    expect(first).toBeCloseTo(0.05, 5);
  });

  test('falls silent as long after a pause', async () => {
    const { clock, playback, microphone } = await playing();
    await clock.advance(300);
    playback.pause();
    await clock.advance(200);
    expect(rmsDbfs(microphone.frameAt(25))).toBeGreaterThan(-50);
    await clock.advance(100);
    expect(rmsDbfs(microphone.frameAt(30))).toBe(Number.NEGATIVE_INFINITY);
  });

  test('is the sound alone for somebody with headphones', async () => {
    const clock = fakeClock();
    const sound = silence(40).fill(0.2);
    const microphone = withEcho({ sound }, createWallClockMouth(clock), clock);
    expect(microphone.frameCount).toBe(2);
    expect(microphone.frameAt(1)).toEqual(sound.subarray(320));
  });
});
