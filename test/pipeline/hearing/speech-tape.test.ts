import { describe, expect, test } from 'vitest';
import { createSpeechTape } from '../../../src/pipeline/hearing/speech-tape.ts';
import { HEARD_FRAME_SAMPLES } from '../../../src/pipeline/types.ts';

const frameOf = (value: number) => new Float32Array(HEARD_FRAME_SAMPLES).fill(value);

/** The value of each frame. */
const framesOf = (samples: Float32Array) =>
  Array.from(
    { length: samples.length / HEARD_FRAME_SAMPLES },
    (_, at) => samples[at * HEARD_FRAME_SAMPLES],
  );

function tapeOf(...values: readonly number[]) {
  const tape = createSpeechTape();
  for (const value of values) tape.add(frameOf(value));
  return tape;
}

describe('recent()', () => {
  test('leaves out the silence before the first sound, and no other', () => {
    const tape = tapeOf(0, 0, 1, 0, 2, 0);
    expect(framesOf(tape.recent())).toEqual([1, 0, 2, 0]);
    expect(framesOf(tape.recent(2))).toEqual([1, 0, 2, 0, 0, 0]);
  });

  test('keeps a frame in which a single sample came', () => {
    const tape = tapeOf(0);
    const frame = frameOf(0);
    frame[HEARD_FRAME_SAMPLES - 1] = 0.5;
    tape.add(frame);
    expect(tape.recent()).toEqual(frame);
  });

  test('gives the silence that is asked for where there was no sound', () => {
    expect(tapeOf(0, 0).recent()).toHaveLength(0);
    expect(framesOf(tapeOf(0, 0).recent(3))).toEqual([0, 0, 0]);
  });

  test('is 8 s at most, the silence asked for included', () => {
    const tape = createSpeechTape();
    for (let at = 1; at <= 500; at++) tape.add(frameOf(at));
    expect(framesOf(tape.recent())).toHaveLength(400);
    expect(framesOf(tape.recent(5)).slice(0, 1)).toEqual([106]);
    expect(framesOf(tape.recent(5))).toHaveLength(400);
  });
});
