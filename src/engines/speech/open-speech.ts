/** The models that run in the speech process, as the ports that conversations use. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../async/clock.ts';
import type { Logger } from '../../log.ts';
import type { ModelFiles } from '../../models/model-files.ts';
import { EngineError, type Stt, type TurnDetector } from '../../pipeline/ports.ts';
import { ENGINE_HZ } from '../../pipeline/types.ts';
import type { VoiceModel } from '../sherpa-tts.ts';
import { forkChild } from './child.ts';
import { laneLimits, mostAtOnce } from './lanes.ts';
import type { SlotSpec, SpeechUsage, TaskKind } from './messages.ts';
import { MODELS_AT_ONCE, openSpeechProcess } from './speech-process.ts';

/** Opened before the models' files are known: the process starts meanwhile. */
export interface Speech extends AsyncDisposable {
  readonly pid: number | undefined;
  readonly usage: SpeechUsage;
  /** Each @throws {EngineError} when the model cannot be loaded; `signal.reason` once aborted. */
  openStt(files: ModelFiles, signal: AbortSignal): Promise<Stt>;
  openTurnDetector(files: ModelFiles, signal: AbortSignal): Promise<TurnDetector>;
  openVoices(files: ModelFiles, signal: AbortSignal): Promise<VoiceModel>;
  /** Several calls go on at once. */
  expectCrowd(): void;
}

export interface SpeechOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** A process is there, and has been told what to load. */
  readonly onUp?: () => void;
  /** A call was begun, or given up while it waited: so long after the moment its result was needed. */
  readonly onWaited?: (lateMs: number) => void;
}

const PROGRAM = fileURLToPath(new URL('./speech-main.ts', import.meta.url));

/** Of the speaker's last seconds, what the turn model looks at. */
const TURN_SAMPLES = 8 * ENGINE_HZ;

export function openSpeech(options: SpeechOptions): Speech {
  const limits = laneLimits(availableParallelism());
  // Models that are being loaded take threads too, and no task is to wait for one.
  const threads = mostAtOnce(limits) + MODELS_AT_ONCE;
  const startChild = forkChild(PROGRAM, threads);
  const running = openSpeechProcess({ ...options, startChild, limits });
  /** Every opening gets a slot of its own: a model may be opened again while its first copy closes. */
  let opened = 0;

  const open = async (kind: SlotSpec['kind'], { model, at }: ModelFiles, signal: AbortSignal) => {
    const slot = `${kind} ${++opened}: ${model.id}`;
    const facts = await running.open(slot, { kind, model, modelsDir: at('') }, signal);
    return { slot, facts, close: () => running.close(slot) };
  };

  return {
    get pid() {
      return running.pid;
    },
    get usage() {
      return running.usage;
    },

    async openStt(files, signal) {
      const { slot, facts, close } = await open('recogniser', files, signal);
      if (facts.maxPieceMs === undefined)
        throw new EngineError(`Cannot recognise speech with "${files.model.id}"`);
      return {
        maxPieceMs: facts.maxPieceMs,
        async transcribe(samples, signal, options) {
          const task = { kind: 'recognition', samples } as const;
          const result = await running.run(slot, task, signal, options);
          return result.kind === task.kind ? result.transcript : mismatch(task.kind);
        },
        [Symbol.asyncDispose]: async () => close(),
      };
    },

    async openTurnDetector(files, signal) {
      const { slot, close } = await open('turn-model', files, signal);
      return {
        async finishedProbability(samples, signal, options) {
          // No copy, as the border makes one: what a caller hands over here is a copy already.
          const task = { kind: 'turn', samples: samples.subarray(-TURN_SAMPLES) } as const;
          const result = await running.run(slot, task, signal, options);
          return result.kind === task.kind ? result.probability : mismatch(task.kind);
        },
        [Symbol.asyncDispose]: async () => close(),
      };
    },

    async openVoices(files, signal) {
      const { slot, close } = await open('voice', files, signal);
      return {
        voice: (speakerNumber, speed) => ({
          async synthesise(text, signal, options) {
            const task = { kind: 'synthesis', text, speakerNumber, speed } as const;
            const result = await running.run(slot, task, signal, options);
            return result.kind === task.kind ? result.clip : mismatch(task.kind);
          },
        }),
        [Symbol.asyncDispose]: async () => close(),
      };
    },

    expectCrowd: () => running.expectCrowd(),
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  };
}

function mismatch(kind: TaskKind): never {
  throw new EngineError(`The speech process answered something else than a ${kind}`);
}
