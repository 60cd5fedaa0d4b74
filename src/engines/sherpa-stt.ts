/** Speech recognition through sherpa-onnx, off the main thread. */
import { availableParallelism } from 'node:os';
import type { OfflineModelConfig, OfflineRecognizer } from 'sherpa-onnx-node';
import type { ModelFiles } from '../models/model-files.ts';
import type { Model } from '../models/model-types.ts';
import { EngineError, type Stt } from '../pipeline/ports.ts';
import { ENGINE_HZ, type Transcript } from '../pipeline/types.ts';
import { createLimiter, type Limiter } from './limiter.ts';
import { loadSherpa } from './sherpa-addon.ts';

/**
 * Moonshine loops or falls silent on long sound (20 s and 25 s gave empty text): pieces stay under
 * 12 s, a hard 15 s. The other families take more but are no worse for it.
 */
const MAX_PIECE_MS = 12_000;

/** Shorter sound holds no word, and an encoder may fail on a few samples: taken as silence. */
const LEAST_SAMPLES = ENGINE_HZ / 20;

/**
 * Moonshine invents a number where a voice sets in with the sound: "11 The weather in London", and
 * once in a thousand sentences "2." instead of all of it. With 50 ms of silence before, none of
 * 1,600 had one; without, twelve.
 */
const MOONSHINE_LEAD_IN_SAMPLES = ENGINE_HZ / 20;

/** Synthesis of the reply before must not starve: half the cores. */
const AT_ONCE = Math.max(1, Math.floor(availableParallelism() / 2));

/**
 * @param atOnce pieces of speech that are recognised at the same time at most.
 * @throws {EngineError} when the library or the model cannot be loaded.
 */
export async function openSherpaStt(files: ModelFiles, atOnce = AT_ONCE): Promise<Stt> {
  const config = sttConfig(files);
  const sherpa = await loadSherpa();
  try {
    const recognizer = await sherpa.OfflineRecognizer.createAsync({
      featConfig: { sampleRate: ENGINE_HZ, featureDim: 80 },
      modelConfig: { ...config, numThreads: 1, provider: 'cpu', debug: false },
    });
    const leadInSamples = config.moonshine === undefined ? 0 : MOONSHINE_LEAD_IN_SAMPLES;
    return new SherpaStt(recognizer, files.model.id, atOnce, leadInSamples);
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
  readonly #limiter: Limiter;
  readonly #leadInSamples: number;

  constructor(
    recognizer: OfflineRecognizer,
    modelId: string,
    atOnce: number,
    leadInSamples: number,
  ) {
    this.#recognizer = recognizer;
    this.#modelId = modelId;
    this.#limiter = createLimiter(atOnce);
    this.#leadInSamples = leadInSamples;
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
      stream.acceptWaveform({
        samples: ledIn(samples, this.#leadInSamples),
        sampleRate: ENGINE_HZ,
      });
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

function ledIn(samples: Float32Array, silentSamples: number): Float32Array {
  if (silentSamples === 0) return samples;
  const led = new Float32Array(silentSamples + samples.length);
  led.set(samples, silentSamples);
  return led;
}

function sttConfig({ model, at }: ModelFiles): OfflineModelConfig {
  const { loader } = model;
  if (!('tokens' in loader)) throw isNoRecogniser(model);
  const tokens = at(loader.tokens);
  if (loader.kind === 'moonshine') {
    const { encoder, mergedDecoder } = loader;
    return { moonshine: { encoder: at(encoder), mergedDecoder: at(mergedDecoder) }, tokens };
  }
  if (loader.kind === 'transducer') {
    const { encoder, decoder, joiner } = loader;
    const transducer = { encoder: at(encoder), decoder: at(decoder), joiner: at(joiner) };
    return { transducer, tokens, modelType: 'nemo_transducer' };
  }
  if (loader.kind === 'sense-voice') {
    const senseVoice = {
      model: at(loader.model),
      language: 'auto',
      useInverseTextNormalization: 1,
    };
    return { senseVoice, tokens };
  }
  if (loader.kind === 'whisper') {
    // No language: Whisper finds out by itself.
    const { encoder, decoder } = loader;
    return { whisper: { encoder: at(encoder), decoder: at(decoder), task: 'transcribe' }, tokens };
  }
  throw isNoRecogniser(model);
}

function isNoRecogniser({ id, kind }: Model): EngineError {
  return new EngineError(`Cannot recognise speech with "${id}": it is a ${kind} model`);
}
