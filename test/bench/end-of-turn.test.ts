import { describe, expect, test } from 'vitest';
import { pausesIn } from '../../bench/end-of-turn.ts';
import { parleysRule, scoreRule, type SpeechPause } from '../../bench/end-rules.ts';
import type { Stt, TurnDetector } from '../../src/pipeline/ports.ts';
import { HEARD_FRAME_SAMPLES } from '../../src/pipeline/types.ts';
import { frames } from '../fakes/frames.ts';
import { levelVad } from '../fakes/level-vad.ts';

const never = new AbortController().signal;

const stt: Stt = {
  maxPieceMs: 12_000,
  async transcribe() {
    return { text: 'What about Rome?' };
  },
  async [Symbol.asyncDispose]() {},
};

/** Knows from the length of the sound which pause it is asked about. */
const turnDetector: TurnDetector = {
  async finishedProbability(samples) {
    return samples.length / HEARD_FRAME_SAMPLES < 100 ? 0.1 : 0.9;
  },
  async [Symbol.asyncDispose]() {},
};

function soundOf(score: string): Float32Array {
  const heard = frames(score);
  const samples = new Float32Array(heard.length * HEARD_FRAME_SAMPLES);
  for (const [at, frame] of heard.entries()) samples.set(frame.samples, at * HEARD_FRAME_SAMPLES);
  return samples;
}

function pause(lengthMs: number, finished: number): SpeechPause {
  return {
    fromMs: 1000,
    lengthMs,
    finishedProbabilities: new Map([[200, finished]]),
    text: 'What about Rome?',
  };
}

describe('pausesIn()', () => {
  test('finds the pauses inside a turn and its end, and asks the turn model as long as they last', async () => {
    const pauses = await pausesIn(
      soundOf('n20 v30 n25 v30 n5 v20 n10'),
      { vad: levelVad(), stt, turnDetector, mayGuess: () => false },
      never,
    );
    expect(
      pauses.map(({ fromMs, lengthMs, finishedProbabilities }) => [
        fromMs,
        lengthMs,
        [...finishedProbabilities.keys()],
      ]),
    ).toEqual([
      [980, 520, [200, 400]],
      [2580, Infinity, [200, 400, 700, 1100, 1600]],
    ]);
  });
});

describe('scoreRule()', () => {
  test('counts an answer into a pause as a cut, and waits only where the turn ends', () => {
    const turns = [
      [pause(400, 0.9), pause(600, 0.9), pause(900, 0.1), pause(Infinity, 0.9)],
      [pause(Infinity, 0.1)],
    ];
    expect(scoreRule(() => 700, turns)).toEqual({
      cuts: 1,
      taken: 1,
      innerPauses: 3,
      waitsMs: [700, 700],
    });
  });

  test('forgives a turn that was taken too early where no answer could be heard yet', () => {
    const turns = [[pause(400, 0.9), pause(600, 0.9), pause(900, 0.1), pause(Infinity, 0.9)]];
    expect(scoreRule(parleysRule, turns)).toMatchObject({ cuts: 1, taken: 2 });
  });
});
