/** Speech synthesis through sherpa-onnx, off the main thread. */
import { availableParallelism } from 'node:os';
import type { OfflineTts, OfflineTtsConfig } from 'sherpa-onnx-node';
import type { ModelFiles } from '../models/model-files.ts';
import { EngineError, type Tts } from '../pipeline/ports.ts';
import type { SpeechClip } from '../pipeline/types.ts';
import { createLimiter } from './limiter.ts';
import { loadSherpa } from './sherpa-addon.ts';

/** Two threads: a clause of 27 characters takes 84 ms instead of 137; more gain little. */
const THREADS = Math.min(2, availableParallelism());

/** What a synthesiser can say something about; without any of it there is only silence. */
const SPEAKABLE = /[\p{L}\p{N}]/u;

/** @throws {EngineError} when the library or the voice cannot be loaded. */
export async function openSherpaTts(files: ModelFiles): Promise<Tts> {
  const { model, voiceNumber } = ttsConfig(files);
  const sherpa = await loadSherpa();
  try {
    const tts = await sherpa.OfflineTts.createAsync({
      model: { ...model, numThreads: THREADS, provider: 'cpu', debug: false },
      maxNumSentences: 1,
    });
    return new SherpaTts(tts, voiceNumber, files.model.id);
  } catch (error) {
    throw new EngineError(`Cannot load the voice "${files.model.id}"`, { cause: error });
  }
}

class SherpaTts implements Tts {
  readonly #tts: OfflineTts;
  readonly #voiceNumber: number;
  readonly #modelId: string;
  /** A clause is synthesised ten times faster than it is spoken: pairs of threads, not more. */
  readonly #limiter = createLimiter(Math.max(1, Math.floor(availableParallelism() / THREADS)));

  constructor(tts: OfflineTts, voiceNumber: number, modelId: string) {
    this.#tts = tts;
    this.#voiceNumber = voiceNumber;
    this.#modelId = modelId;
  }

  async synthesise(text: string, signal: AbortSignal): Promise<SpeechClip> {
    signal.throwIfAborted();
    if (!SPEAKABLE.test(text))
      return { text, samples: new Float32Array(0), sampleRateHz: this.#tts.sampleRate };
    return this.#limiter.run(() => this.#generate(text), signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // The native side frees itself with the object; only work in progress is waited for.
    await this.#limiter.idle();
  }

  async #generate(text: string): Promise<SpeechClip> {
    try {
      const { samples, sampleRate } = await this.#tts.generateAsync({
        text,
        sid: this.#voiceNumber,
        speed: 1,
      });
      return { text, samples, sampleRateHz: sampleRate };
    } catch (error) {
      throw new EngineError(
        `Cannot synthesise ${text.length} characters with the voice "${this.#modelId}"`,
        { cause: error },
      );
    }
  }
}

interface Voice {
  readonly model: OfflineTtsConfig['model'];
  /** Which of the model's voices speaks. */
  readonly voiceNumber: number;
}

function ttsConfig({ model, at }: ModelFiles): Voice {
  const { loader } = model;
  if (!('dataDir' in loader))
    throw new EngineError(`Cannot speak with "${model.id}": it is a ${model.kind} model`);
  const shared = { tokens: at(loader.tokens), dataDir: at(loader.dataDir) };
  if (loader.kind === 'vits')
    return { model: { vits: { ...shared, model: at(loader.model) } }, voiceNumber: 0 };
  if (loader.kind === 'matcha') {
    const { acousticModel, vocoder } = loader;
    const matcha = { ...shared, acousticModel: at(acousticModel), vocoder: at(vocoder) };
    return { model: { matcha }, voiceNumber: 0 };
  }
  const { model: file, voices, lexicons, voiceNumber } = loader;
  const lexicon = lexicons.map((path) => at(path)).join(',');
  const kokoro = { ...shared, model: at(file), voices: at(voices), lexicon };
  return { model: { kokoro }, voiceNumber };
}
