/**
 * Silero VAD 5 through onnxruntime: one session for everyone, state kept for each speaker. A
 * window of 32 ms takes 0.15 ms and less where several people speak, so it stays on the main thread.
 */
import './without-telemetry.ts';
import { InferenceSession } from 'onnxruntime-node';
import type { Clock } from '../async/clock.ts';
import { EngineError, type Vad } from '../pipeline/ports.ts';
import { ENGINE_HZ } from '../pipeline/types.ts';
import { createSileroBatches, STATE_SIZE, type SileroBatches } from './silero-batches.ts';

/** The window the model was trained on at 16 kHz: 32 ms. */
const WINDOW_SAMPLES = 512;
/** End of the window before, which the model wants in front of each window. */
const CONTEXT_SAMPLES = 64;
const INPUT_SAMPLES = CONTEXT_SAMPLES + WINDOW_SAMPLES;

export interface SileroModel {
  readonly createVad: () => Vad;
  readonly release: () => Promise<void>;
}

/** @throws {EngineError} when the model cannot be loaded. */
export async function openSilero(modelFile: string, clock: Clock): Promise<SileroModel> {
  try {
    const session = await InferenceSession.create(modelFile, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
    });
    const batches = createSileroBatches(session, INPUT_SAMPLES, ENGINE_HZ, clock);
    return {
      createVad: () => new SileroVad(batches),
      async release() {
        await batches.idle();
        await session.release();
      },
    };
  } catch (error) {
    throw new EngineError(`Cannot load the voice activity model from ${modelFile}`, {
      cause: error,
    });
  }
}

class SileroVad implements Vad {
  readonly windowSamples = WINDOW_SAMPLES;
  readonly #batches: SileroBatches;
  readonly #state = new Float32Array(STATE_SIZE);
  /** The samples of the window before that the next one begins with. */
  #context: Float32Array = new Float32Array(CONTEXT_SAMPLES);
  /** The state of a window comes out of the one before it: calls go one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(batches: SileroBatches) {
    this.#batches = batches;
  }

  async speechProbability(window: Float32Array): Promise<number> {
    if (window.length !== WINDOW_SAMPLES)
      throw new RangeError(
        `Cannot judge a window of ${window.length} samples: it takes ${WINDOW_SAMPLES}`,
      );
    // Copied now: the caller may reuse its buffer while earlier windows are judged.
    const input = new Float32Array(INPUT_SAMPLES);
    input.set(window, CONTEXT_SAMPLES);
    const judged = this.#last.then(() => this.#judge(input));
    this.#last = judged.catch(() => {});
    return judged;
  }

  reset(): void {
    this.#last = this.#forget(this.#last);
  }

  async #forget(after: Promise<unknown>): Promise<void> {
    await after;
    this.#state.fill(0);
    this.#context = new Float32Array(CONTEXT_SAMPLES);
  }

  async #judge(input: Float32Array): Promise<number> {
    input.set(this.#context);
    try {
      const probability = await this.#batches.judge(input, this.#state);
      this.#context = input.subarray(-CONTEXT_SAMPLES);
      return probability;
    } catch (error) {
      throw new EngineError('Cannot judge whether there is speech in a window of sound', {
        cause: error,
      });
    }
  }
}
