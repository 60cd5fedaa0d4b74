import { describe, expect, test } from 'vitest';
import { OpenSpeech } from '../../../src/pipeline/hearing/open-speech.ts';
import { createSpeechTape } from '../../../src/pipeline/hearing/speech-tape.ts';
import { HEARD_FRAME_SAMPLES } from '../../../src/pipeline/types.ts';

const never = new AbortController().signal;

/** @returns how often something was recognised ahead of such levels behind a voice of −25 dBFS. */
function begunAhead(levelsDbfs: readonly number[]): number {
  let begun = 0;
  const tape = createSpeechTape();
  const stt = {
    maxPieceMs: 12_000,
    async transcribe() {
      begun += 1;
      return { text: 'words' };
    },
    async [Symbol.asyncDispose]() {},
  };
  const add = () => tape.add(new Float32Array(HEARD_FRAME_SAMPLES).fill(0.1));
  add();
  const speech = new OpenSpeech(tape, stt, 0, never);
  speech.windows([0.99, 0.99, 0.99, 0.99], 32);
  speech.voiced(-25);
  for (const dbfs of levelsDbfs) {
    add();
    speech.unvoiced(dbfs, true);
  }
  return begun;
}

describe('OpenSpeech, while a voice fades', () => {
  test.for([
    ['recognises what stops at once', [-90, -90], 1],
    ['waits for a second silent frame', [-90], 0],
    ['does not cut short what falls off', [-52, -90, -90, -90], 0],
  ] as const)('%s', ([, levelsDbfs, times]) => {
    expect(begunAhead(levelsDbfs)).toBe(times);
  });
});
