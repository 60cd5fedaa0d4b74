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

function ttsConfig({ model, at }: ModelFiles): {
  model: OfflineTtsConfig['model'];
  voiceNumber: number;
} {
  const { loader } = model;
  switch (loader.kind) {
    case 'vits': {
      const { model: file, tokens, dataDir } = loader;
      const vits = { model: at(file), tokens: at(tokens), dataDir: at(dataDir) };
      return { model: { vits }, voiceNumber: 0 };
    }
    case 'kokoro': {
      const { model: file, voices, tokens, dataDir, lexicons, voiceNumber } = loader;
      const kokoro = {
        model: at(file),
        voices: at(voices),
        tokens: at(tokens),
        dataDir: at(dataDir),
        lexicon: lexicons.map((lexicon) => at(lexicon)).join(','),
      };
      return { model: { kokoro }, voiceNumber };
    }
    case 'matcha': {
      const { acousticModel, vocoder, tokens, dataDir } = loader;
      const matcha = {
        acousticModel: at(acousticModel),
        vocoder: at(vocoder),
        tokens: at(tokens),
        dataDir: at(dataDir),
      };
      return { model: { matcha }, voiceNumber: 0 };
    }
    case 'moonshine':
    case 'moonshine-four':
    case 'transducer':
    case 'sense-voice':
    case 'whisper':
    case 'onnx':
    case 'gguf':
      throw new EngineError(`Cannot speak with "${model.id}": it is a ${model.kind} model`);
  }
}
