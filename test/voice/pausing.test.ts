import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { rmsDbfs } from '../../src/audio/level.ts';
import type { ClipProgress } from '../../src/pipeline/ports.ts';
import type { SpeechClip } from '../../src/pipeline/types.ts';
import { hum, largestStep, mouthBench, never, words } from './mouth-bench.ts';

const FRAME_SAMPLES = 960;

/** Decoded sound comes 6.5 ms later than what was encoded. */
const CODEC_DELAY = 312;

let bench: ReturnType<typeof mouthBench>;

beforeEach(() => {
  bench = mouthBench();
});
afterEach(() => {
  vi.restoreAllMocks();
  bench[Symbol.dispose]();
});

/** The sound of packets `from` up to `to`. */
const between = (samples: Float32Array, from: number, to?: number) =>
  samples.subarray(
    from * FRAME_SAMPLES + CODEC_DELAY,
    to === undefined ? undefined : to * FRAME_SAMPLES + CODEC_DELAY,
  );

/** How far the difference between the two lies below the first, in dB. */
function likenessDb(wanted: Float32Array, got: Float32Array): number {
  const length = Math.min(wanted.length, got.length);
  const difference = wanted.subarray(0, length).map((value, at) => value - (got[at] ?? 0));
  return rmsDbfs(wanted.subarray(0, length)) - rmsDbfs(difference);
}

/** The clip as it is heard when nothing disturbs it. */
async function undisturbed(clip: SpeechClip): Promise<Float32Array> {
  using other = mouthBench();
  const playback = other.mouth.open();
  await playback.enqueue(clip, never);
  void playback.end(never);
  await other.clock.advance(20_000);
  return other.heard();
}

/** Plays the clip with one pause. @param atMs not a multiple of 20. */
async function paused(clip: SpeechClip, atMs: number, forMs: number) {
  const { mouth, clock, line } = bench;
  const playback = mouth.open();
  await playback.enqueue(clip, never);
  void playback.end(never);
  await clock.advance(atMs);
  playback.pause();
  await clock.advance(forMs);
  const sentBefore = line.sent.length;
  playback.resume();
  await clock.advance(20_000);
  return { playback, sentBefore };
}

describe('Playback.pause()', () => {
  test('fades with the next packet, sends five silence frames and then nothing', async () => {
    const { mouth, clock, line, score } = bench;
    const playback = mouth.open();
    await playback.enqueue(hum('Hello there.', 2000), never);
    await clock.advance(205);
    playback.pause();
    await clock.advance(2000);
    expect(score()).toBe(`${'v'.repeat(11)}vsssss`);
    expect(line.sent.at(11)?.atMs).toBe(220);
  });

  test.for([201, 205, 210, 219])(
    'is silent within two frames, when it comes at %i ms',
    async (atMs) => {
      const { mouth, clock, heard } = bench;
      const playback = mouth.open();
      await playback.enqueue(hum('Hello there.', 2000), never);
      await clock.advance(atMs);
      playback.pause();
      await clock.advance(500);
      // The packet of 200 ms was on its way; that of 220 ms fades.
      const fading = between(heard(), 11, 12);
      expect(rmsDbfs(fading.subarray(0, 240))).toBeGreaterThan(-20);
      expect(rmsDbfs(fading.subarray(480))).toBeLessThan(-50);
      expect(rmsDbfs(between(heard(), 12))).toBeLessThan(-60);
    },
  );

  test('clicks neither where it begins nor where it ends', async () => {
    // So low that its own steps are small.
    const clip = hum('Hello there.', 1500, 70);
    const steps = largestStep(await undisturbed(clip));
    for (let atMs = 403; atMs < 423; atMs += 4) {
      using own = mouthBench();
      const playback = own.mouth.open();
      await playback.enqueue(clip, never);
      await own.clock.advance(atMs);
      playback.pause();
      await own.clock.advance(300);
      playback.resume();
      await own.clock.advance(3000);
      expect(largestStep(own.heard())).toBeLessThanOrEqual(steps * 1.1);
    }
  });

  test('keeps a reply from beginning until it is resumed', async () => {
    const { mouth, clock, line, score } = bench;
    const playback = mouth.open();
    playback.pause();
    await playback.enqueue(hum('One.', 100), never);
    void playback.end(never);
    await clock.advance(1000);
    expect(line.sent).toEqual([]);
    expect(playback.progress()).toEqual([{ text: 'One.', durationMs: 100, playedMs: 0 }]);
    playback.resume();
    await clock.advance(1000);
    expect(score()).toBe('vvvvvsssss');
    expect(line.sent[0]?.atMs).toBe(1000);
  });

  test('keeps back also what was queued a moment before', async () => {
    const { mouth, clock, line, score } = bench;
    const playback = mouth.open();
    await playback.enqueue(hum('One.', 100), never);
    playback.pause();
    await clock.advance(1000);
    expect(line.sent).toEqual([]);
    playback.resume();
    await clock.advance(500);
    expect(score()).toMatch(/^vvvvvs*$/);
  });

  test('is not noticed when it is taken back before the next packet', async () => {
    const { mouth, clock, score, heard } = bench;
    const clip = words('One two.', 300, 100, 300);
    const playback = mouth.open();
    await playback.enqueue(clip, never);
    void playback.end(never);
    await clock.advance(205);
    playback.pause();
    await clock.advance(10);
    playback.resume();
    await clock.advance(2000);
    expect(score()).toBe('v'.repeat(35) + 'sssss');
    expect(heard()).toEqual(await undisturbed(clip));
  });

  test('counts once when it is called twice', async () => {
    const { mouth, clock, score } = bench;
    const playback = mouth.open();
    await playback.enqueue(hum('One.', 1000), never);
    await clock.advance(205);
    playback.pause();
    await clock.advance(50);
    playback.pause();
    await clock.advance(500);
    expect(score()).toBe('v'.repeat(12) + 'sssss');
  });

  test('goes on queueing, as far as may wait', async () => {
    const { mouth, clock } = bench;
    const playback = mouth.open();
    await playback.enqueue(hum('One.', 4000), never);
    await clock.advance(100);
    playback.pause();
    await playback.enqueue(hum('Two.', 3000), never);
    let isTaken = false;
    const waiting = playback.enqueue(hum('Three.', 2000), never).then(() => (isTaken = true));
    await clock.advance(5000);
    expect(isTaken).toBe(false);
    playback.resume();
    await clock.advance(1500);
    expect(isTaken).toBe(true);
    await waiting;
  });

  test('is no underrun, however long it lasts', async () => {
    const { mouth, clock } = bench;
    const playback = mouth.open();
    await playback.enqueue(hum('One.', 100), never);
    await clock.advance(90);
    playback.pause();
    await clock.advance(1000);
    await playback.enqueue(hum('Two.', 100), never);
    playback.resume();
    void playback.end(never);
    await clock.advance(1000);
    expect(playback.underruns).toBe(0);
    expect(playback.progress().map(({ playedMs }) => playedMs)).toEqual([100, 100]);
  });

  test('keeps `end()` waiting, until the rest was said', async () => {
    const { mouth, clock } = bench;
    const playback = mouth.open();
    await playback.enqueue(hum('One.', 400), never);
    let hasEnded = false;
    const ending = playback.end(never).then(() => (hasEnded = true));
    await clock.advance(105);
    playback.pause();
    await clock.advance(5000);
    expect(hasEnded).toBe(false);
    playback.resume();
    await clock.advance(1000);
    await ending;
    expect(hasEnded).toBe(true);
    expect(clock.pending).toBe(0);
  });

  test('lets `end()` reject while it lasts', async () => {
    const { mouth, clock } = bench;
    const playback = mouth.open();
    await playback.enqueue(hum('One.', 400), never);
    await clock.advance(105);
    playback.pause();
    const leaving = new AbortController();
    const ending = playback.end(leaving.signal);
    leaving.abort(new Error('told to stop'));
    await expect(ending).rejects.toThrow('told to stop');
  });

  test('closes a reply whose last word was said already', async () => {
    const { mouth, clock, score } = bench;
    const playback = mouth.open();
    await playback.enqueue(hum('One.', 100), never);
    void playback.end(never);
    await clock.advance(90);
    playback.pause();
    await clock.advance(1000);
    expect(score()).toBe('vvvvvsssss');
    expect(clock.pending).toBe(0);
  });

  test('lets a reply end that turns out to have nothing left to say', async () => {
    const { mouth, clock, score } = bench;
    const playback = mouth.open();
    await playback.enqueue(hum('One.', 100), never);
    await clock.advance(500);
    playback.pause();
    await clock.advance(500);
    expect(score()).toMatch(/^vvvvvs{5,21}$/);
    void playback.end(never);
    await clock.advance(500);
    expect(clock.pending).toBe(0);
  });

  test('lasts until the reply is silenced for good, which sends nothing more', async () => {
    const { mouth, clock, line, score } = bench;
    const playback = mouth.open();
    await playback.enqueue(hum('One.', 1000), never);
    await clock.advance(205);
    playback.pause();
    await clock.advance(500);
    const count = line.sent.length;
    playback.abort();
    playback.resume();
    await clock.advance(500);
    expect(line.sent).toHaveLength(count);
    expect(playback.progress()[0]?.playedMs).toBe(220);
    await mouth.open().enqueue(hum('Two.', 1000), never);
    await clock.advance(50);
    expect(score(count)).toBe('vvv');
  });

  test('shows that nobody speaks, and leaves nothing to be caught up with', async () => {
    const { mouth, clock, line, score } = bench;
    const setSpeaking = vi.spyOn(line.connection, 'setSpeaking');
    const playback = mouth.open();
    await playback.enqueue(hum('One.', 1000), never);
    await clock.advance(205);
    playback.pause();
    await clock.advance(500);
    expect(setSpeaking.mock.calls).toEqual([[false]]);
    const count = line.sent.length;
    clock.stall(70);
    playback.resume();
    await clock.advance(15);
    expect(score(count)).toBe('v');
  });

  test('makes no sound when the line comes back in it', async () => {
    const { mouth, clock, line, score } = bench;
    const playback = mouth.open();
    await playback.enqueue(hum('One.', 1000), never);
    await clock.advance(205);
    line.setReady(false);
    await clock.advance(1000);
    playback.pause();
    line.setReady(true);
    await clock.advance(1000);
    expect(score()).toBe('v'.repeat(11) + 'sssss');
  });
});

describe('Playback.resume()', () => {
  test('goes on from the same sample where no word was cut', async () => {
    const clip = hum('A long sound.', 1500);
    // The first packet that was not heard is that of 620 ms, too far into the sound to say it again.
    const { sentBefore, playback } = await paused(clip, 605, 400);
    const whole = between(await undisturbed(clip), 31);
    const rest = between(bench.heard(), sentBefore);
    expect(likenessDb(whole.subarray(480), rest.subarray(480))).toBeGreaterThan(20);
    expect(bench.score(sentBefore)).toBe('v'.repeat(75 - 31) + 'sssss');
    expect(playback.progress()[0]).toMatchObject({ durationMs: 1500, playedMs: 1500 });
  });

  test('says the word again that was cut', async () => {
    const clip = words('One two three.', 300, 100, 400, 100, 300);
    // In the second word, which begins at 400 ms; the gap before it ends with packet 19 or 20.
    const { sentBefore, playback } = await paused(clip, 605, 400);
    const repeated = bench.score(sentBefore).lastIndexOf('v') + 1 - (60 - 31);
    expect(repeated).toBeGreaterThanOrEqual(11);
    expect(repeated).toBeLessThanOrEqual(12);
    const whole = between(await undisturbed(clip), 31 - repeated);
    const rest = between(bench.heard(), sentBefore);
    expect(likenessDb(whole.subarray(480), rest.subarray(480))).toBeGreaterThan(20);
    expect(playback.progress()[0]).toMatchObject({ durationMs: 1200, playedMs: 1200 });
  });

  test.for([0, 7, 19])('sends its first packet within a frame: %i ms later', async (offMs) => {
    const { mouth, clock, line } = bench;
    const playback = mouth.open();
    await playback.enqueue(hum('One.', 1000), never);
    await clock.advance(205);
    playback.pause();
    await clock.advance(500 + offMs);
    const count = line.sent.length;
    const atMs = clock.nowMs();
    playback.resume();
    await clock.advance(20);
    expect(line.sent[count]?.atMs).toBeLessThanOrEqual(atMs + 20);
  });

  test('counts what is said again once, and never less than before', async () => {
    const { mouth, clock, line } = bench;
    const playback = mouth.open();
    await playback.enqueue(words('One two.', 300, 100, 400), never);
    await clock.advance(605);
    playback.pause();
    await clock.advance(200);
    expect(playback.progress()[0]?.playedMs).toBe(620);
    const count = line.sent.length;
    playback.resume();
    await clock.advance(100);
    expect(line.sent.length).toBeGreaterThan(count);
    expect(playback.progress()[0]?.playedMs).toBe(620);
    await clock.advance(180);
    expect(playback.progress()[0]?.playedMs).toBeGreaterThan(620);
    expect(playback.progress()[0]?.startedAtMs).toBe(0);
  });

  test('gets to the end however often it is paused, saying no word a third time', async () => {
    const { mouth, clock, score } = bench;
    const playback = mouth.open();
    await playback.enqueue(words('One two three.', 300, 60, 200, 60, 200, 60, 300), never);
    void playback.end(never);
    for (let pauses = 0; pauses < 20; pauses++) {
      playback.resume();
      await clock.advance(165);
      playback.pause();
      await clock.advance(200);
    }
    expect(playback.progress()[0]?.playedMs).toBe(1180);
    const spoken = score().replaceAll('s', '').length;
    const fades =
      score()
        .split('s')
        .filter((part) => part !== '').length - 1;
    expect(spoken - fades).toBeLessThanOrEqual((2 * 1180) / 20);
  });

  test('does nothing where there is no pause', async () => {
    const { mouth, clock, score } = bench;
    const playback = mouth.open();
    playback.resume();
    await playback.enqueue(hum('One.', 100), never);
    await clock.advance(50);
    playback.resume();
    void playback.end(never);
    await clock.advance(500);
    expect(score()).toBe('vvvvvsssss');
  });
});

describe('Playback.setGain()', () => {
  test('lowers the voice over one frame, from the next one on, without a click', async () => {
    const { mouth, clock, heard } = bench;
    const clip = hum('A long sound.', 1500);
    const whole = await undisturbed(clip);
    const playback = mouth.open();
    await playback.enqueue(clip, never);
    await clock.advance(605);
    playback.setGain(0.3);
    await clock.advance(2000);
    const change = (from: number, to: number) =>
      rmsDbfs(between(heard(), from, to)) - rmsDbfs(between(whole, from, to));
    expect(change(20, 31)).toBeCloseTo(0, 0);
    expect(change(32, 60)).toBeCloseTo(20 * Math.log10(0.3), 0);
    expect(change(31, 32)).toBeLessThan(-2);
    expect(change(31, 32)).toBeGreaterThan(-7);
    expect(largestStep(heard())).toBeLessThanOrEqual(largestStep(whole) * 1.1);
    expect(playback.progress()[0]?.playedMs).toBe(1500);
  });

  test('is kept over a pause, and from clip to clip', async () => {
    const { mouth, clock, heard } = bench;
    const playback = mouth.open();
    playback.setGain(0.1);
    await playback.enqueue(hum('One.', 600), never);
    await playback.enqueue(hum('Two.', 600), never);
    await clock.advance(405);
    playback.pause();
    await clock.advance(300);
    playback.resume();
    await clock.advance(2000);
    const loud = rmsDbfs(hum('One.', 600).samples);
    for (let at = 0; at < heard().length / FRAME_SAMPLES - 1; at++)
      expect(rmsDbfs(between(heard(), at, at + 1))).toBeLessThan(loud - 18);
  });

  test.for([-0.1, 1.1, Number.NaN])('takes no gain of %d', (gain) => {
    expect(() => bench.mouth.open().setGain(gain)).toThrow(RangeError);
  });
});

describe('a playback', () => {
  test('loses no frame and counts none twice, whatever is done to it', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('enqueue' as const), n: fc.integer({ min: 1, max: 500 }) }),
      fc.record({ do: fc.constant('advance' as const), n: fc.integer({ min: 0, max: 300 }) }),
      fc.record({ do: fc.constant('gain' as const), n: fc.constantFrom(0.2, 0.5, 1) }),
      fc.record({
        do: fc.constantFrom('pause', 'resume', 'abort', 'end', 'down', 'up'),
        n: fc.constant(0),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        using own = mouthBench();
        const { mouth, clock, line, score } = own;
        const playback = mouth.open();
        let before: readonly ClipProgress[] = [];
        let pausedAtMs: number | undefined;
        let isAborted = false;
        for (const { do: what, n } of steps) {
          const nowMs = clock.nowMs();
          if (what === 'enqueue') void playback.enqueue(words('x', n, 60, 200), never);
          else if (what === 'advance') await clock.advance(n);
          else if (what === 'gain') playback.setGain(n);
          else if (what === 'pause') playback.pause();
          else if (what === 'resume') playback.resume();
          else if (what === 'abort') playback.abort();
          else if (what === 'end') void playback.end(never);
          else line.setReady(what === 'up');
          if (what === 'pause') pausedAtMs ??= nowMs;
          if (what === 'resume') pausedAtMs = undefined;
          isAborted ||= what === 'abort';

          const now = playback.progress();
          for (const [at, { playedMs, durationMs }] of now.entries()) {
            expect(playedMs).toBeGreaterThanOrEqual(before[at]?.playedMs ?? 0);
            expect(playedMs).toBeLessThanOrEqual(durationMs);
          }
          before = now;
          if (pausedAtMs === undefined) continue;
          const fromMs = pausedAtMs;
          const late = line.sent.findIndex(({ atMs }) => atMs > fromMs + 20);
          // A line that was away may bring the fade late, but never more than that.
          if (late !== -1) expect(score(late)).toMatch(/^v?s*$/);
        }
        line.setReady(true);
        playback.resume();
        void playback.end(never);
        await clock.advance(60_000);
        const spoken = score().replaceAll('s', '').length * 20;
        const playedMs = playback.progress().reduce((sum, entry) => sum + entry.playedMs, 0);
        expect(spoken).toBeGreaterThanOrEqual(playedMs);
        if (!isAborted)
          for (const entry of playback.progress()) expect(entry.playedMs).toBe(entry.durationMs);
        const gaps = line.sent.slice(1).map(({ atMs }, at) => atMs - line.sent[at]!.atMs);
        expect(Math.min(20, ...gaps)).toBe(20);
        expect(clock.pending).toBe(0);
      }),
      { numRuns: 100 },
    );
  });
});
