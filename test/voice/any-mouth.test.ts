/** What conversations count on, asked of the real mouth and of the fake that their tests have. */
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/async/clock.ts';
import type { Mouth } from '../../src/pipeline/ports.ts';
import { fakeClock, type FakeClock } from '../fakes/fake-clock.ts';
import { fakeMouth } from '../fakes/fake-mouth.ts';
import { hum, mouthBench, never } from './mouth-bench.ts';

interface AnyMouth extends Disposable {
  readonly clock: FakeClock;
  readonly mouth: Mouth;
}

function fakeBench(): AnyMouth {
  const clock = fakeClock();
  return { clock, mouth: fakeMouth(clock), [Symbol.dispose]() {} };
}

describe.for<[string, () => AnyMouth]>([
  ['the real mouth', mouthBench],
  ['the fake mouth', fakeBench],
])('%s', ([, open]) => {
  test('plays clip after clip, and says when', async () => {
    using bench = open();
    const playback = bench.mouth.open();
    await playback.enqueue(hum('One.', 200), never);
    await playback.enqueue(hum('Two.', 200), never);
    await bench.clock.advance(290);
    expect(playback.progress()).toMatchObject([
      { text: 'One.', durationMs: 200, playedMs: 200, startedAtMs: 0, endedAtMs: 200 },
      { text: 'Two.', durationMs: 200, startedAtMs: 200 },
    ]);
    expect(near(playback.progress()[1]?.playedMs, 90)).toBe(true);
    expect(playback.progress()[1]).not.toHaveProperty('endedAtMs');
  });

  test('stands still while paused, and goes on', async () => {
    using bench = open();
    const playback = bench.mouth.open();
    await playback.enqueue(hum('One.', 1000), never);
    const ending = playback.end(never);
    await bench.clock.advance(610);
    playback.pause();
    playback.pause();
    await bench.clock.advance(5000);
    expect(near(playback.progress()[0]?.playedMs, 610)).toBe(true);
    playback.resume();
    playback.resume();
    await bench.clock.advance(200);
    expect(playback.progress()[0]?.playedMs).toBeLessThan(1000);
    await bench.clock.advance(230);
    await ending;
    expect(playback.progress()[0]?.playedMs).toBe(1000);
    expect(near(playback.progress()[0]?.endedAtMs, 6000)).toBe(true);
    expect(playback.underruns).toBe(0);
  });

  test('does not begin while paused', async () => {
    using bench = open();
    const playback = bench.mouth.open();
    playback.pause();
    await playback.enqueue(hum('One.', 100), never);
    await bench.clock.advance(500);
    expect(playback.progress()).toEqual([{ text: 'One.', durationMs: 100, playedMs: 0 }]);
    playback.resume();
    await bench.clock.advance(40);
    expect(near(playback.progress()[0]?.startedAtMs, 500)).toBe(true);
  });

  test('is silenced for good in a pause', async () => {
    using bench = open();
    const playback = bench.mouth.open();
    await playback.enqueue(hum('One.', 1000), never);
    const ending = playback.end(never);
    await bench.clock.advance(210);
    playback.pause();
    await bench.clock.advance(500);
    playback.abort();
    await ending;
    playback.resume();
    await bench.clock.advance(2000);
    expect(near(playback.progress()[0]?.playedMs, 210)).toBe(true);
    expect(playback.progress()[0]).not.toHaveProperty('endedAtMs');
    expect(bench.clock.pending).toBe(0);
  });

  test('takes eight seconds ahead, and more as it plays; not while paused', async () => {
    using bench = open();
    const playback = bench.mouth.open();
    await playback.enqueue(hum('One.', 5000), never);
    let isTaken = false;
    const waiting = playback.enqueue(hum('Two.', 4000), never).then(() => (isTaken = true));
    await bench.clock.advance(500);
    playback.pause();
    await bench.clock.advance(5000);
    expect(isTaken).toBe(false);
    playback.resume();
    await bench.clock.advance(400);
    expect(isTaken).toBe(false);
    await bench.clock.advance(500);
    expect(isTaken).toBe(true);
    await waiting;
  });

  test('counts a gap inside the reply as an underrun, a pause not', async () => {
    using bench = open();
    const playback = bench.mouth.open();
    await playback.enqueue(hum('One.', 100), never);
    await bench.clock.advance(300);
    await playback.enqueue(hum('Two.', 100), never);
    await bench.clock.advance(50);
    playback.pause();
    await bench.clock.advance(300);
    await playback.enqueue(hum('Three.', 100), never);
    playback.resume();
    await bench.clock.advance(500);
    expect(playback.underruns).toBe(1);
    expect(playback.progress().map(({ playedMs }) => playedMs)).toEqual([100, 100, 100]);
  });

  test('lets go of whoever does not want to wait any more', async () => {
    using bench = open();
    const playback = bench.mouth.open();
    await playback.enqueue(hum('One.', 5000), never);
    const leaving = new AbortController();
    const waits = [
      playback.enqueue(hum('Two.', 9000), leaving.signal),
      playback.end(leaving.signal),
    ].map((wait) => expect(wait).rejects.toThrow('barge-in'));
    leaving.abort(new Error('barge-in'));
    await Promise.all(waits);
  });

  test('has one reply at a time', async () => {
    using bench = open();
    const first = bench.mouth.open();
    await first.enqueue(hum('One.', 1000), never);
    await bench.clock.advance(210);
    const second = bench.mouth.open();
    await second.enqueue(hum('Two.', 100), never);
    await bench.clock.advance(500);
    expect(near(first.progress()[0]?.playedMs, 210)).toBe(true);
    expect(second.progress()[0]?.playedMs).toBe(100);
  });

  test('takes a gain of 0…1', () => {
    using bench = open();
    const playback = bench.mouth.open();
    playback.setGain(0.3);
    expect(() => playback.setGain(2)).toThrow(RangeError);
  });
});

describe('fakeMouth()', () => {
  test('remembers what was said when, and when it was paused', async () => {
    const clock = fakeClock();
    const mouth = fakeMouth(clock satisfies Clock);
    const playback = mouth.open();
    playback.pause();
    await playback.enqueue(hum('One.', 400), never);
    await playback.enqueue(hum('Two.', 400), never);
    await clock.advance(100);
    playback.resume();
    await clock.advance(200);
    expect([mouth.isSounding, mouth.isPaused]).toEqual([true, false]);
    playback.pause();
    playback.setGain(0.3);
    await clock.advance(300);
    expect([mouth.isSounding, mouth.isPaused]).toEqual([false, true]);
    playback.resume();
    await clock.advance(300);
    playback.pause();
    await clock.advance(100);
    playback.abort();
    expect(mouth.said).toEqual([
      { text: 'One.', startedAtMs: 100, endedAtMs: 800 },
      { text: 'Two.', startedAtMs: 800, endedAtMs: 900 },
    ]);
    expect(mouth.heard).toEqual(['One.', 'Two.']);
    expect(mouth.pauses).toEqual([
      { atMs: 0, resumedAtMs: 100, wasSounding: false },
      { atMs: 300, resumedAtMs: 600, wasSounding: true },
      { atMs: 900, wasSounding: true },
    ]);
    expect(mouth.gain).toBe(0.3);
    mouth.open();
    expect(mouth.gain).toBe(1);
  });
});

/** Within two frames: the real mouth counts in frames, and says a word again that was cut. */
function near(ms: number | undefined, wantedMs: number): boolean {
  return ms !== undefined && Math.abs(ms - wantedMs) <= 40;
}
