/** Speech recognition through sherpa-onnx, off the main thread. */
import { availableParallelism } from 'node:os';
import type { OfflineModelConfig, OfflineRecognizer } from 'sherpa-onnx-node';
import type { ModelFiles } from '../models/model-files.ts';
import { EngineError, type Stt } from '../pipeline/ports.ts';
import { ENGINE_HZ, type Transcript } from '../pipeline/types.ts';
import { createLimiter } from './limiter.ts';
import { loadSherpa } from './sherpa-addon.ts';

/**
 * Moonshine loops or falls silent on long sound (20 s and 25 s gave empty text): pieces stay under
 * 12 s, a hard 15 s. The other families take more but are no worse for it.
 */
const MAX_PIECE_MS = 12_000;

/** Shorter sound holds no word, and an encoder may fail on a few samples: taken as silence. */
const LEAST_SAMPLES = ENGINE_HZ / 20;

/** @throws {EngineError} when the library or the model cannot be loaded. */
export async function openSherpaStt(files: ModelFiles): Promise<Stt> {
  const config = sttConfig(files);
  const sherpa = await loadSherpa();
  try {
    const recognizer = await sherpa.OfflineRecognizer.createAsync({
      featConfig: { sampleRate: ENGINE_HZ, featureDim: 80 },
      modelConfig: { ...config, numThreads: 1, provider: 'cpu', debug: false },
    });
    return new SherpaStt(recognizer, files.model.id);
  } catch (error) {
    throw new EngineError(`Cannot load the recognition model "${files.model.id}"`, {
      cause: error,
    });
  }
}

class SherpaStt implements Stt {
  readonly maxPieceMs = MAX_PIECE_MS;
  readonly #recognizer: OfflineRecognizer;
  readonly #modelId: string;
  /** Synthesis of the reply before must not starve: half the cores at most. */
  readonly #limiter = createLimiter(Math.max(1, Math.floor(availableParallelism() / 2)));

  constructor(recognizer: OfflineRecognizer, modelId: string) {
    this.#recognizer = recognizer;
    this.#modelId = modelId;
  }

  async transcribe(samples: Float32Array, signal: AbortSignal): Promise<Transcript> {
    signal.throwIfAborted();
    if (samples.length < LEAST_SAMPLES) return { text: '' };
    return this.#limiter.run(() => this.#decode(samples), signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // The native side frees itself with the object; only work in progress is waited for.
    await this.#limiter.idle();
  }

  async #decode(samples: Float32Array): Promise<Transcript> {
    try {
      const stream = this.#recognizer.createStream();
      stream.acceptWaveform({ samples, sampleRate: ENGINE_HZ });
      const { text } = await this.#recognizer.decodeAsync(stream);
      return { text: text.trim() };
    } catch (error) {
      const seconds = (samples.length / ENGINE_HZ).toFixed(1);
      throw new EngineError(`Cannot recognise ${seconds} s of speech with "${this.#modelId}"`, {
        cause: error,
      });
    }
  }
}

function sttConfig({ model, at }: ModelFiles): OfflineModelConfig {
  const { loader } = model;
  switch (loader.kind) {
    case 'moonshine':
      return {
        moonshine: { encoder: at(loader.encoder), mergedDecoder: at(loader.mergedDecoder) },
        tokens: at(loader.tokens),
      };
    case 'moonshine-four':
      return {
        moonshine: {
          preprocessor: at(loader.preprocessor),
          encoder: at(loader.encoder),
          uncachedDecoder: at(loader.uncachedDecoder),
          cachedDecoder: at(loader.cachedDecoder),
        },
        tokens: at(loader.tokens),
      };
    case 'transducer':
      return {
        transducer: {
          encoder: at(loader.encoder),
          decoder: at(loader.decoder),
          joiner: at(loader.joiner),
        },
        tokens: at(loader.tokens),
        modelType: 'nemo_transducer',
      };
    case 'sense-voice':
      return {
        senseVoice: {
          model: at(loader.model),
          language: 'auto',
          useInverseTextNormalization: 1,
        },
        tokens: at(loader.tokens),
      };
    case 'whisper':
      return {
        // No language: Whisper finds out by itself.
        whisper: { encoder: at(loader.encoder), decoder: at(loader.decoder), task: 'transcribe' },
        tokens: at(loader.tokens),
      };
    case 'vits':
    case 'kokoro':
    case 'matcha':
    case 'onnx':
    case 'gguf':
      throw new EngineError(
        `Cannot recognise speech with "${model.id}": it is a ${model.kind} model`,
      );
  }
}
