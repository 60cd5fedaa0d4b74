import { describe, expect, test } from 'vitest';
import { silencesIn } from '../../bench/silences.ts';

const HZ = 16_000;
const FRAME = 320;

/** `v` is a frame of sound, `s` one of silence, `.` one that never came. */
function frames(score: string) {
  const samples = new Float32Array(score.length * FRAME);
  for (const [at, kind] of Array.from(score).entries())
    if (kind === 'v') samples.fill(0.1, at * FRAME, (at + 1) * FRAME);
  const clip = { text: '', samples, sampleRateHz: HZ };
  return Array.from(score).flatMap((kind, at) =>
    kind === '.' ? [] : [{ atMs: at * 20, playback: 0, soundMs: 0, gain: 1, clip, at, lateMs: 0 }],
  );
}

describe('silencesIn()', () => {
  test('finds none in sound that goes on', () => {
    expect(silencesIn(frames('vvvvvv'))).toEqual({ missingMs: 0, longestMs: 0 });
  });

  test('adds up the time of frames that did not come', () => {
    expect(silencesIn(frames('vv...vvv..v'))).toEqual({ missingMs: 100, longestMs: 60 });
  });

  test('tells a pause that is meant from one that is not', () => {
    expect(silencesIn(frames('vvsssvv'))).toEqual({ missingMs: 0, longestMs: 60 });
    expect(silencesIn(frames('vvss.vv'))).toEqual({ missingMs: 20, longestMs: 60 });
  });

  test('does not count a timer that is late: the frame was there', () => {
    const [first, second] = frames('vv');
    expect(silencesIn([first!, { ...second!, atMs: 33 }]).missingMs).toBe(0);
    expect(silencesIn([first!, { ...second!, atMs: 80, lateMs: 60 }]).missingMs).toBe(0);
    expect(silencesIn([first!, { ...second!, atMs: 80 }]).missingMs).toBe(60);
  });

  test('has nothing to tell where there was no sound', () => {
    expect(silencesIn([])).toEqual({ missingMs: 0, longestMs: 0 });
  });
});
