import { describe, expect, test } from 'vitest';
import { openWithFirstSound } from '../../../src/pipeline/speaking/open-with-first-sound.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeMouth } from '../../fakes/fake-mouth.ts';

const never = new AbortController().signal;
const clip = (text: string) => ({ text, samples: new Float32Array(1000), sampleRateHz: 1000 });

function stage() {
  const clock = fakeClock();
  const mouth = fakeMouth(clock);
  return { clock, mouth, playback: openWithFirstSound(mouth) };
}

describe('openWithFirstSound()', () => {
  test('leaves the mouth to another sound until its own first one', async () => {
    const { clock, mouth, playback } = stage();
    await mouth.open().enqueue(clip('other'), never);
    await clock.advance(400);
    expect([playback.unplayedMs(), playback.progress(), playback.underruns]).toEqual([0, [], 0]);
    await playback.enqueue(clip('own'), never);
    await clock.advance(2000);
    expect(mouth.said).toEqual([
      { text: 'other', startedAtMs: 0, endedAtMs: 400 },
      { text: 'own', startedAtMs: 400, endedAtMs: 1400 },
    ]);
    expect(playback.progress()).toMatchObject([{ text: 'own', playedMs: 1000 }]);
  });

  test('is paused and lowered before its first sound as well', async () => {
    const { clock, mouth, playback } = stage();
    playback.pause();
    playback.setGain(0.3);
    await playback.enqueue(clip('own'), never);
    await clock.advance(500);
    expect(mouth.isSounding).toBe(false);
    expect(mouth.gain).toBe(0.3);
    playback.resume();
    playback.setGain(1);
    await clock.advance(500);
    expect(mouth.isSounding).toBe(true);
    expect(mouth.gain).toBe(1);
  });

  test('makes no sound any more, and does not touch the mouth, once it is aborted', async () => {
    const { clock, mouth, playback } = stage();
    await mouth.open().enqueue(clip('other'), never);
    playback.abort();
    await playback.enqueue(clip('own'), never);
    await playback.end(never);
    await clock.advance(2000);
    expect(mouth.heard).toEqual(['other']);
    expect(mouth.said[0]?.endedAtMs).toBe(1000);
  });

  test('takes nothing once its signal is aborted', async () => {
    const { mouth, playback } = stage();
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(playback.enqueue(clip('own'), gone)).rejects.toThrow('gone');
    await expect(playback.end(gone)).rejects.toThrow('gone');
    expect(mouth.heard).toEqual([]);
  });
});
