/** Smart Turn: judges from the sound whether a speaker is done. Runs in a thread of its own. */
import './without-telemetry.ts';
import { Worker } from 'node:worker_threads';
import { EngineError, type TurnDetector } from '../pipeline/ports.ts';
import { ENGINE_HZ } from '../pipeline/types.ts';
import { createLimiter } from './limiter.ts';
import type { TurnAnswer, TurnQuestion, TurnWorkerData } from './smart-turn-messages.ts';

/** The model looks at the last 8 s. */
const INPUT_SAMPLES = 8 * ENGINE_HZ;

/** @throws {EngineError} when the model cannot be loaded; `signal.reason` once aborted. */
export async function openSmartTurn(modelFile: string, signal: AbortSignal): Promise<TurnDetector> {
  signal.throwIfAborted();
  const workerData: TurnWorkerData = { modelFile };
  const worker = new Worker(new URL('./smart-turn-worker.ts', import.meta.url), { workerData });
  // What keeps a process alive is its work, not a thread that waits for questions.
  worker.unref();
  try {
    await ready(worker, modelFile, signal);
  } catch (error) {
    void worker.terminate();
    throw error;
  }
  return new SmartTurn(worker);
}

class SmartTurn implements TurnDetector {
  readonly #worker: Worker;
  /** One question at a time, so that those whose asker is gone can be dropped while they wait. */
  readonly #limiter = createLimiter(1, 0);
  #pending:
    | { id: number; resolve(probability: number): void; reject(error: Error): void }
    | undefined;
  #nextId = 0;
  #death: EngineError | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (answer: TurnAnswer) => this.#onAnswer(answer));
    worker.on('error', (error) => this.#onDeath(error));
    worker.on('exit', (code) => this.#onDeath(new Error(`The thread ended with ${code}`)));
  }

  finishedProbability(samples: Float32Array, signal: AbortSignal): Promise<number> {
    // Copied now: the caller's buffer goes on changing. What is missing is silence in front.
    const recent = samples.subarray(Math.max(0, samples.length - INPUT_SAMPLES));
    const last = new Float32Array(INPUT_SAMPLES);
    last.set(recent, INPUT_SAMPLES - recent.length);
    return this.#limiter.run(() => this.#ask(last), signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A thread that is ended inside native code may take the process with it.
    await this.#limiter.idle();
    await this.#worker.terminate();
  }

  #ask(samples: Float32Array<ArrayBuffer>): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.#death !== undefined) {
        reject(this.#death);
        return;
      }
      const id = this.#nextId++;
      this.#pending = { id, resolve, reject };
      // Only a question keeps the process alive, and only until its answer.
      this.#worker.ref();
      const question: TurnQuestion = { id, samples };
      this.#worker.postMessage(question, [samples.buffer]);
    });
  }

  #onAnswer(answer: TurnAnswer): void {
    if (answer.type !== 'judged' && answer.type !== 'failed') return;
    const pending = this.#pending;
    if (pending?.id !== answer.id) return;
    this.#pending = undefined;
    this.#worker.unref();
    if (answer.type === 'judged') pending.resolve(answer.probability);
    else
      pending.reject(new EngineError(`Cannot judge whether the speaker is done: ${answer.reason}`));
  }

  #onDeath(cause: unknown): void {
    this.#death ??= new EngineError('Cannot judge whether the speaker is done: its thread ended', {
      cause,
    });
    this.#pending?.reject(this.#death);
    this.#pending = undefined;
  }
}

function ready(worker: Worker, modelFile: string, signal: AbortSignal): Promise<void> {
  const unusable = (cause: unknown) =>
    new EngineError(`Cannot load the end-of-turn model from ${modelFile}`, { cause });
  return new Promise<void>((resolve, reject) => {
    const onMessage = (answer: TurnAnswer) => {
      if (answer.type === 'ready') settle(resolve);
      else if (answer.type === 'unusable') settle(() => reject(unusable(new Error(answer.reason))));
    };
    const onError = (error: unknown) => settle(() => reject(unusable(error)));
    const onExit = (code: number) => onError(new Error(`The thread ended with ${code}`));
    const onAbort = () => settle(() => reject(signal.reason));
    const settle = (done: () => void) => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      signal.removeEventListener('abort', onAbort);
      worker.unref();
      done();
    };
    worker.ref();
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
