/** What the speech process can load. */
import { availableParallelism } from 'node:os';
import { modelFiles, type ModelFiles } from '../../models/model-files.ts';
import { EngineError } from '../../pipeline/ports.ts';
import { ENGINE_HZ } from '../../pipeline/types.ts';
import { openSherpaStt } from '../sherpa-stt.ts';
import { openSherpaVoices, type VoiceModel } from '../sherpa-tts.ts';
import { openSmartTurn } from '../smart-turn.ts';
import { type CrowdVoice, hasThriftyCopies, openCrowdVoice } from './crowd-voice.ts';
import { crowdSize } from './lanes.ts';
import type { SlotSpec, SpeechTask } from './messages.ts';
import type { Slot } from './serve-speech.ts';

/** Work that has begun runs to its end: whoever gave it up is told by the bot's side. */
const never = new AbortController().signal;

/** A copy of a voice takes 95 MB; without the rest the system might end this process for it. */
const COPY_ROOM_BYTES = 400e6;

/** The bot's side decides how much goes on at once; the engines take what comes. */
const UNBOUNDED = Number.MAX_SAFE_INTEGER;

/** @throws {EngineError} when the model cannot be loaded. */
export async function openModelSlot({ kind, model, modelsDir }: SlotSpec): Promise<Slot> {
  const files = modelFiles(model, modelsDir);
  switch (kind) {
    case 'recogniser':
      return openRecogniser(files);
    case 'turn-model':
      return openTurnModel(files);
    case 'voice':
      return openVoice(files);
  }
}

async function openRecogniser(files: ModelFiles): Promise<Slot> {
  const stt = await openSherpaStt(files, UNBOUNDED);
  return {
    facts: { maxPieceMs: stt.maxPieceMs },
    async run(task) {
      if (task.kind !== 'recognition') throw mismatch(task, files);
      return { kind: task.kind, transcript: await stt.transcribe(task.samples, never) };
    },
    warmUp: () => stt.transcribe(hum(1), never),
    [Symbol.asyncDispose]: () => stt[Symbol.asyncDispose](),
  };
}

async function openTurnModel({ model, at }: ModelFiles): Promise<Slot> {
  if (model.loader.kind !== 'onnx')
    throw new EngineError(`Cannot load "${model.id}": it is no single ONNX file`);
  const detector = await openSmartTurn(at(model.loader.model), never);
  return {
    facts: {},
    async run(task) {
      if (task.kind !== 'turn') throw mismatch(task, { model });
      const probability = await detector.finishedProbability(task.samples, never);
      return { kind: task.kind, probability };
    },
    warmUp: () => detector.finishedProbability(hum(8), never),
    // What computes the features is fast from the third time on.
    warmUpFurther: () => detector.finishedProbability(hum(8), never),
    [Symbol.asyncDispose]: () => detector[Symbol.asyncDispose](),
  };
}

async function openVoice(files: ModelFiles): Promise<Slot> {
  const open = (options = {}) => openSherpaVoices(files, { atOnce: UNBOUNDED, ...options });
  const openCopy = async (options?: { readonly threads: number }) => {
    if (options !== undefined && process.availableMemory() < COPY_ROOM_BYTES)
      throw new EngineError(`No further copy of "${files.model.id}": memory is short`);
    return open(options);
  };
  const voices: CrowdVoice | VoiceModel = hasThriftyCopies(files)
    ? await openCrowdVoice(openCopy, crowdSize(availableParallelism()))
    : await open();
  const speaker = files.model.speakers?.[0]?.number ?? 0;
  const say = (text: string) => voices.voice(speaker, 1, 'fast').synthesise(text, never);
  return {
    facts: {},
    async run(task, manner) {
      if (task.kind !== 'synthesis') throw mismatch(task, files);
      const voice = voices.voice(task.speakerNumber, task.speed, manner);
      return { kind: task.kind, clip: await voice.synthesise(task.text, never) };
    },
    warmUp: () => say('Well.'),
    warmUpFurther: () => say('It takes longer to say something long for the first time.'),
    ...('expectCrowd' in voices ? { expectCrowd: () => voices.expectCrowd() } : {}),
    [Symbol.asyncDispose]: () => voices[Symbol.asyncDispose](),
  };
}

/** Not silence: for that a recogniser does next to nothing. */
function hum(seconds: number): Float32Array {
  return Float32Array.from({ length: seconds * ENGINE_HZ }, (_, at) => 0.1 * Math.sin(at / 9));
}

function mismatch({ kind }: SpeechTask, { model }: Pick<ModelFiles, 'model'>): EngineError {
  return new EngineError(`Cannot do ${kind} with "${model.id}": it is a ${model.kind} model`);
}
