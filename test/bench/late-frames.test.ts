import { describe, expect, test } from 'vitest';
import { lateFramesIn } from '../../bench/late-frames.ts';

const sound = (times: readonly number[]) => times.map((atMs) => ({ atMs, isSilenceFrame: false }));
const paced = (count: number, fromMs: number) =>
  Array.from({ length: count }, (_, at) => fromMs + 20 * at);

describe('lateFramesIn()', () => {
  test('finds none in a steady stream with some jitter', () => {
    expect(lateFramesIn(sound(paced(200, 0).map((ms, at) => ms + (at % 3) * 6)))).toBe(0);
  });

  test('counts what comes behind its place after a stall, until the stream has caught up', () => {
    // 300 ms without a frame, then all of them at once: 0 is in time, 20 … 300 are late by over 20 ms.
    const burst = Array.from({ length: 15 }, () => 500);
    const times = [...paced(10, 0), ...burst, ...paced(10, 500)];
    expect(lateFramesIn(sound(times))).toBe(14);
  });

  test('counts every frame behind a stall that is never made up for', () => {
    expect(lateFramesIn(sound([...paced(10, 0), ...paced(10, 500)]))).toBe(10);
  });

  test('begins anew after silence', () => {
    const pause = { atMs: 220, isSilenceFrame: true };
    expect(lateFramesIn([...sound(paced(10, 0)), pause, ...sound(paced(10, 900))])).toBe(0);
  });
});
