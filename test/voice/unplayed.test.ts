import { describe, expect, test } from 'vitest';
import { hum, mouthBench, never } from './mouth-bench.ts';

describe("a playback's unplayedMs()", () => {
  test('is what was queued and has not been sent, to a frame', async () => {
    using bench = mouthBench();
    const playback = bench.mouth.open();
    expect(playback.unplayedMs()).toBe(0);
    await playback.enqueue(hum('One.', 1000), never);
    await playback.enqueue(hum('Two.', 500), never);
    expect(playback.unplayedMs()).toBe(1500);
    await bench.clock.advance(400);
    const sentMs = playback.progress().reduce((sum, { playedMs }) => sum + playedMs, 0);
    expect(sentMs).toBeGreaterThan(300);
    expect(playback.unplayedMs()).toBe(1500 - sentMs);
    await bench.clock.advance(2000);
    expect(playback.unplayedMs()).toBe(0);
    playback.abort();
  });

  test('stays while it is paused, and is nothing once it was aborted', async () => {
    using bench = mouthBench();
    const playback = bench.mouth.open();
    await playback.enqueue(hum('One.', 1000), never);
    await bench.clock.advance(300);
    playback.pause();
    await bench.clock.advance(100);
    const unplayedMs = playback.unplayedMs();
    expect(unplayedMs).toBeGreaterThan(500);
    await bench.clock.advance(2000);
    expect(playback.unplayedMs()).toBe(unplayedMs);
    playback.abort();
    expect(playback.unplayedMs()).toBe(0);
  });
});
