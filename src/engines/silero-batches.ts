/**
 * Windows of several speakers through Silero in one run. A window alone takes 0.147 ms, one of
 * eight 0.057 and one of 32 0.045, and the run holds up the thread that the audio leaves from: so
 * what comes within a few milliseconds goes together. Nobody who is alone waits.
 */
import { Tensor, type InferenceSession } from 'onnxruntime-node';
import type { Clock } from '../async/clock.ts';

/** Two layers of 128 cells. */
const LAYERS = 2;
const CELLS = 128;
export const STATE_SIZE = LAYERS * CELLS;

/** Of one run: it then takes 1.4 ms. */
const MOST_TOGETHER = 32;
/** From one run to the next while several people are heard. */
const GATHER_MS = 4;

export interface SileroBatches {
  /**
   * @param input a window with its context, at 16 kHz; all of one length. Not changed until judged.
   * @param state the speaker's, replaced by the one after this window. One window of a speaker at a time.
   * @returns the probability of speech.
   */
  judge(input: Float32Array, state: Float32Array): Promise<number>;
  /** Resolves when nothing is judged any more. */
  idle(): Promise<void>;
}

interface Waiting {
  readonly input: Float32Array;
  readonly state: Float32Array;
  readonly resolve: (probability: number) => void;
  readonly reject: (error: unknown) => void;
}

/** @param inputSamples of each window and its context. */
export function createSileroBatches(
  session: InferenceSession,
  inputSamples: number,
  sampleRateHz: number,
  clock: Clock,
): SileroBatches {
  const rate = new Tensor('int64', BigInt64Array.of(BigInt(sampleRateHz)), []);
  const inputs = new Float32Array(MOST_TOGETHER * inputSamples);
  const states = new Float32Array(MOST_TOGETHER * STATE_SIZE);
  const never = new AbortController().signal;
  const waiting: Waiting[] = [];
  let work: Promise<void> | undefined;
  let ranAtMs = -Infinity;
  /** Whose window the last run was, if it was one person's. */
  let alone: Float32Array | undefined;

  const run = async (batch: readonly Waiting[]) => {
    const count = batch.length;
    for (const [at, { input, state }] of batch.entries()) {
      inputs.set(input, at * inputSamples);
      for (let layer = 0; layer < LAYERS; layer++) {
        const cells = state.subarray(layer * CELLS, (layer + 1) * CELLS);
        states.set(cells, (layer * count + at) * CELLS);
      }
    }
    const { output, stateN } = await session.run({
      input: new Tensor('float32', inputs.subarray(0, count * inputSamples), [count, inputSamples]),
      state: new Tensor('float32', states.subarray(0, count * STATE_SIZE), [LAYERS, count, CELLS]),
      sr: rate,
    });
    const after = stateN?.data;
    if (output === undefined || !(after instanceof Float32Array))
      throw new Error('The model gave neither probability nor state');
    for (const [at, { state, resolve }] of batch.entries()) {
      for (let layer = 0; layer < LAYERS; layer++) {
        const from = (layer * count + at) * CELLS;
        state.set(after.subarray(from, from + CELLS), layer * CELLS);
      }
      resolve(Number(output.data[at]));
    }
  };

  const gather = async () => {
    const isAlone = waiting.length === 1 && waiting[0]?.state === alone;
    const waitMs = ranAtMs + GATHER_MS - clock.nowMs();
    if (!isAlone && waiting.length < MOST_TOGETHER && waitMs > 0) await clock.sleep(waitMs, never);
  };

  const runAll = async () => {
    while (waiting.length > 0) {
      await gather();
      const batch = waiting.splice(0, MOST_TOGETHER);
      alone = batch.length === 1 ? batch[0]?.state : undefined;
      ranAtMs = clock.nowMs();
      try {
        await run(batch);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    work = undefined;
  };

  return {
    judge(input, state) {
      return new Promise((resolve, reject) => {
        waiting.push({ input, state, resolve, reject });
        work ??= runAll();
      });
    },
    async idle() {
      while (work !== undefined) await work;
    },
  };
}
