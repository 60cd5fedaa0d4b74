import { describe, expect, test, vi } from 'vitest';
import { createEar } from '../../../src/pipeline/hearing/ear.ts';
import type { InferenceOptions, Stt, TurnDetector, Vad } from '../../../src/pipeline/ports.ts';
import { frames, runsIn } from '../../fakes/frames.ts';
import { levelVad } from '../../fakes/level-vad.ts';

const never = new AbortController().signal;

/** Lets go of a voice as Silero does: two windows late, and less sure in between. */
function fadingVad(): Vad {
  const level = levelVad();
  let quietWindows = Infinity;
  return {
    ...level,
    async speechProbability(window) {
      const probability = await level.speechProbability(window);
      quietWindows = probability > 0.5 ? 0 : quietWindows + 1;
      return quietWindows <= 2 ? Math.max(probability, 0.6) : probability;
    },
  };
}

interface Asked {
  readonly samples: Float32Array;
  readonly options: InferenceOptions | undefined;
  readonly signal: AbortSignal;
}

/** @param begins whether the engines come to what is needed by nobody. */
function bench(score: string, { begins = true, mayGuess = true } = {}) {
  const recognitions: Asked[] = [];
  const judgements: Asked[] = [];
  const note = (
    to: Asked[],
    samples: Float32Array,
    signal: AbortSignal,
    options?: InferenceOptions,
  ) => {
    signal.throwIfAborted();
    to.push({ samples, options, signal });
    if (begins || options?.neededAtMs !== Infinity) options?.onBegun?.();
  };
  const stt: Stt = {
    maxPieceMs: 12_000,
    async transcribe(samples, signal, options) {
      note(recognitions, samples, signal, options);
      return {
        text: runsIn(samples)
          .map((run) => `w${run}`)
          .join(' '),
      };
    },
    async [Symbol.asyncDispose]() {},
  };
  const turnDetector: TurnDetector = {
    async finishedProbability(samples, signal, options) {
      note(judgements, samples, signal, options);
      return judgements.length / 10;
    },
    async [Symbol.asyncDispose]() {},
  };
  async function* line() {
    yield* frames(score);
  }
  const ear = createEar(
    line(),
    { vad: fadingVad(), stt, turnDetector, mayGuess: () => mayGuess },
    never,
  );
  const events = ear.events[Symbol.asyncIterator]();
  return {
    ear,
    recognitions,
    judgements,
    until: async (type: string, silentMs = 0) => {
      for (;;) {
        const { value, done } = await events.next();
        if (done === true) throw new Error(`No ${type} came`);
        if (value.type !== type || (value.type === 'hush' && value.silentMs < silentMs)) continue;
        return value;
      }
    },
  };
}

const neededAtMs = (asked: readonly Asked[]) => asked.map(({ options }) => options?.neededAtMs);

describe('createEar(), ahead of what it is asked', () => {
  test('recognises what may be all while the voice fades, and no second time when it has ended', async () => {
    const { ear, recognitions, until } = bench('.20 v20 n20');
    await until('offset');
    expect(neededAtMs(recognitions)).toEqual([Infinity]);
    expect((await ear.recognise(never, { neededAtMs: 800 })).text).toBe('w0');
    expect(recognitions).toHaveLength(1);
  });

  test('hears the same as it does afterwards, up to silence', async () => {
    const ahead = bench('.20 v20 n20');
    const after = bench('.20 v20 n20', { begins: false });
    for (const { ear, until } of [ahead, after]) {
      await until('offset');
      await ear.recognise(never);
    }
    const [early, late] = [ahead.recognitions.at(-1), after.recognitions.at(-1)];
    expect(early!.samples).toHaveLength(late!.samples.length);
    const apart = early!.samples.map((sample, at) => Math.abs(sample - late!.samples[at]!));
    expect(Math.max(...apart)).toBeLessThan(0.002);
  });

  test('asks anew, as needed now, where the recogniser has not come to it', async () => {
    const { ear, recognitions, until } = bench('.20 v20 n20', { begins: false });
    await until('offset');
    expect((await ear.recognise(never, { neededAtMs: 800 })).text).toBe('w0');
    expect(neededAtMs(recognitions)).toEqual([Infinity, 800]);
    expect(recognitions[0]!.signal.aborted).toBe(true);
  });

  test('gives it up when the voice goes on, and hears all of it', async () => {
    const { ear, recognitions, until } = bench('.20 v20 n3 v20 n20');
    await until('offset');
    expect((await ear.recognise(never)).text).toBe('w0 w1');
    expect(recognitions.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    expect(neededAtMs(recognitions)).toEqual([Infinity, Infinity]);
  });

  test('does not where what follows the voice is no silence', async () => {
    const { ear, recognitions, until } = bench('.20 v20 m20');
    await until('offset');
    await ear.recognise(never);
    expect(neededAtMs(recognitions)).toEqual([undefined]);
  });

  test('has judged the end of the turn for 200 ms of silence before they are over', async () => {
    const { ear, judgements, until } = bench('.20 v20 n40');
    await until('hush', 200);
    expect(neededAtMs(judgements)).toEqual([Infinity]);
    expect(await ear.finishedProbability(never, { neededAtMs: 800 })).toBe(0.1);
    expect(judgements).toHaveLength(1);
    // The silence is as long as it will be then.
    const { samples } = judgements[0]!;
    const silent = samples.toReversed().findIndex((sample) => sample > 0.1);
    expect(silent / 16).toBe(200);
    // From the first sound on.
    expect(samples).toHaveLength(20 * 320 + 10 * 320);
  });

  test('leaves all of it where the machine cannot keep up', async () => {
    const { ear, recognitions, judgements, until } = bench('.20 v20 n40', { mayGuess: false });
    await until('hush', 200);
    await ear.recognise(never);
    await ear.finishedProbability(never);
    expect(neededAtMs([...recognitions, ...judgements])).toEqual([undefined, undefined]);
  });

  test('judges anew when more silence has passed', async () => {
    const { ear, judgements, until } = bench('.20 v20 n40');
    await until('hush', 400);
    expect(await ear.finishedProbability(never, { neededAtMs: 800 })).toBe(0.2);
    expect(neededAtMs(judgements)).toEqual([Infinity, 800]);
  });

  test.for(['n6 m20', 'n7 v5 n20'])('does not judge by silence that was none: %s', async (rest) => {
    const { ear, judgements, until } = bench(`.20 v20 ${rest}`);
    await until('offset');
    if (rest.includes('v')) await until('offset');
    await until('hush', 200);
    await ear.finishedProbability(never, { neededAtMs: 800 });
    await vi.waitFor(() => expect(judgements[0]!.signal.aborted).toBe(true));
  });
});
