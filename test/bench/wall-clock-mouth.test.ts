import { describe, expect, test } from 'vitest';
import { createWallClockMouth } from '../../bench/wall-clock-mouth.ts';
import type { SpeechClip } from '../../src/pipeline/types.ts';
import { fakeClock } from '../fakes/fake-clock.ts';

function open() {
  const clock = fakeClock();
  const mouth = createWallClockMouth(clock);
  const { signal } = new AbortController();
  return { clock, mouth, playback: mouth.open(), signal };
}

function clip(text: string, durationMs: number): SpeechClip {
  return { text, samples: new Float32Array(durationMs * 16), sampleRateHz: 16_000 };
}

describe('createWallClockMouth()', () => {
  test('sends the first frame at once and one every 20 ms from there', async () => {
    const { clock, mouth, playback, signal } = open();
    await playback.enqueue(clip('Hi.', 60), signal);
    await clock.advance(100);
    expect(mouth.framesOut.map(({ atMs }) => atMs)).toEqual([0, 20, 40]);
    expect(playback.progress()).toEqual([
      { text: 'Hi.', durationMs: 60, playedMs: 60, startedAtMs: 0, endedAtMs: 40 },
    ]);
  });

  test('is silent one fading frame after a pause, and goes on where it was', async () => {
    const { clock, mouth, playback, signal } = open();
    await playback.enqueue(clip('A long story.', 1000), signal);
    await clock.advance(50);
    playback.pause();
    await clock.advance(500);
    expect(mouth.framesOut.map(({ atMs }) => atMs)).toEqual([0, 20, 40, 60]);
    playback.resume();
    await clock.advance(0);
    expect(mouth.framesOut.at(-1)).toMatchObject({ atMs: 550, soundMs: 80 });
    expect(mouth.pauses).toEqual([{ playback: 0, atMs: 50, resumedAtMs: 550 }]);
  });

  test('keeps a reply from beginning while it is paused', async () => {
    const { clock, mouth, playback, signal } = open();
    playback.pause();
    await playback.enqueue(clip('Held.', 100), signal);
    await clock.advance(300);
    expect(mouth.framesOut).toEqual([]);
    playback.resume();
    await clock.advance(300);
    expect(mouth.framesOut).toHaveLength(5);
  });

  test('sends nothing after an abort, and ends who waits for it', async () => {
    const { clock, mouth, playback, signal } = open();
    await playback.enqueue(clip('A long story.', 1000), signal);
    await clock.advance(50);
    playback.abort();
    await playback.end(signal);
    await clock.advance(500);
    expect(mouth.framesOut).toHaveLength(3);
    expect(mouth.aborts).toEqual([{ playback: 0, atMs: 50 }]);
  });

  test('aborts the playback that is open when the next one opens', async () => {
    const { clock, mouth, playback, signal } = open();
    await playback.enqueue(clip('First.', 1000), signal);
    await clock.advance(50);
    await mouth.open().enqueue(clip('Second.', 40), signal);
    await clock.advance(500);
    expect(mouth.framesOut.map((frame) => frame.playback)).toEqual([0, 0, 0, 1, 1]);
  });

  test('counts a gap between two clips as an underrun', async () => {
    const { clock, playback, signal } = open();
    await playback.enqueue(clip('First.', 40), signal);
    await clock.advance(200);
    await playback.enqueue(clip('Late.', 40), signal);
    await playback.enqueue(clip('In time.', 40), signal);
    expect(playback.underruns).toBe(1);
  });
});
