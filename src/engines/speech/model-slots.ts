/** What the speech process can load. */
import { modelFiles, type ModelFiles } from '../../models/model-files.ts';
import { EngineError } from '../../pipeline/ports.ts';
import { ENGINE_HZ } from '../../pipeline/types.ts';
import { openSherpaStt } from '../sherpa-stt.ts';
import { openSherpaVoices } from '../sherpa-tts.ts';
import { openSmartTurn } from '../smart-turn.ts';
import { openCrowdVoice } from './crowd-voice.ts';
import type { SlotSpec, SpeechTask } from './messages.ts';
import type { Slot } from './serve-speech.ts';

/** Work that has begun runs to its end: whoever gave it up is told by the bot's side. */
const never = new AbortController().signal;

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
    warmUp: () => stt.transcribe(new Float32Array(ENGINE_HZ), never),
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
    warmUp: () => detector.finishedProbability(new Float32Array(ENGINE_HZ), never),
    [Symbol.asyncDispose]: () => detector[Symbol.asyncDispose](),
  };
}

async function openVoice(files: ModelFiles): Promise<Slot> {
  const open = (options = {}) => openSherpaVoices(files, { atOnce: UNBOUNDED, ...options });
  // A second copy of a large model is worth less than its memory: one alone takes all cores.
  const isSmall = files.model.loader.kind === 'vits';
  const voices = isSmall ? await openCrowdVoice(open) : await open();
  const speaker = files.model.speakers?.[0]?.number ?? 0;
  return {
    facts: {},
    async run(task) {
      if (task.kind !== 'synthesis') throw mismatch(task, files);
      const voice = voices.voice(task.speakerNumber, task.speed);
      return { kind: task.kind, clip: await voice.synthesise(task.text, never) };
    },
    warmUp: () => voices.voice(speaker, 1).synthesise('Well.', never),
    [Symbol.asyncDispose]: () => voices[Symbol.asyncDispose](),
  };
}

function mismatch({ kind }: SpeechTask, { model }: Pick<ModelFiles, 'model'>): EngineError {
  return new EngineError(`Cannot do ${kind} with "${model.id}": it is a ${model.kind} model`);
}
