/** Speech synthesis through sherpa-onnx, off the main thread. */
import { availableParallelism } from 'node:os';
import type { OfflineTts, OfflineTtsConfig } from 'sherpa-onnx-node';
import type { ModelFiles } from '../models/model-files.ts';
import { EngineError, type Tts } from '../pipeline/ports.ts';
import type { SpeechClip } from '../pipeline/types.ts';
import { createLimiter, type Limiter } from './limiter.ts';
import { loadSherpa } from './sherpa-addon.ts';

/** Two threads: a clause of 27 characters takes 53 ms instead of 87; more gain nothing (`two-rows.ts`). */
const THREADS = Math.min(2, availableParallelism());

/** Kokoro is ten times as much work, and gains from every core that there is. */
const KOKORO_THREADS = Math.min(4, availableParallelism());

/** A clause is synthesised ten times faster than it is spoken: pairs of threads, not more. */
const AT_ONCE = Math.max(1, Math.floor(availableParallelism() / THREADS));

/** Next to nothing: the library takes zero for "not given". */
const NO_VARIATION = 1e-6;

/** What a synthesiser can say something about; without any of it there is only silence. */
const SPEAKABLE = /[\p{L}\p{N}]/u;

/** For Kokoro without a Chinese lexicon; the library would print what it has no sounds for. */
const SPEAKABLE_BY_ESPEAK = /[^\P{L}\p{Script=Han}]|\p{N}/u;

/** A loaded model: as many voices as it has speakers, which share its memory and its turn. */
export interface VoiceModel extends AsyncDisposable {
  /**
   * @param speakerNumber as the engine knows the speaker.
   * @param speed 1 is as trained, 2 twice as fast.
   */
  voice(speakerNumber: number, speed: number): Pick<Tts, 'synthesise'>;
}

export interface VoiceModelOptions {
  /** Clauses that are synthesised at the same time at most. */
  readonly atOnce?: number;
  /** Of each clause; as many as suit the model unless told. */
  readonly threads?: number;
  /**
   * A Piper voice draws the length and colour of its sounds anew each time; a steady one says a
   * text the same way each time, for whoever has to tell a misreading from a mumble.
   */
  readonly isSteady?: boolean;
}

/** @throws {EngineError} when the library or the model cannot be loaded. */
export async function openSherpaVoices(
  files: ModelFiles,
  { atOnce = AT_ONCE, threads, isSteady = false }: VoiceModelOptions = {},
): Promise<VoiceModel> {
  const model = ttsConfig(files, isSteady);
  const numThreads = threads ?? (model.kokoro === undefined ? THREADS : KOKORO_THREADS);
  const sherpa = await loadSherpa();
  try {
    const tts = await sherpa.OfflineTts.createAsync({
      model: { ...model, numThreads, provider: 'cpu', debug: false },
      maxNumSentences: 1,
    });
    return new SherpaVoices(tts, files.model, atOnce);
  } catch (error) {
    throw new EngineError(`Cannot load the voice "${files.model.id}"`, { cause: error });
  }
}

/** One voice alone. @param speakerNumber the model's first speaker by default. @throws {EngineError} */
export async function openSherpaTts(
  files: ModelFiles,
  speakerNumber: number = files.model.speakers?.[0]?.number ?? 0,
  options: VoiceModelOptions = {},
): Promise<Tts> {
  const voices = await openSherpaVoices(files, options);
  const { synthesise } = voices.voice(speakerNumber, 1);
  return { synthesise, [Symbol.asyncDispose]: () => voices[Symbol.asyncDispose]() };
}

class SherpaVoices implements VoiceModel {
  readonly #tts: OfflineTts;
  readonly #modelId: string;
  /** What the model has sounds for. */
  readonly #sounding: RegExp;
  readonly #limiter: Limiter;

  constructor(tts: OfflineTts, { id, loader }: ModelFiles['model'], atOnce: number) {
    this.#tts = tts;
    this.#modelId = id;
    const isByEspeak = loader.kind === 'kokoro' && loader.espeakLanguage !== undefined;
    this.#sounding = isByEspeak ? SPEAKABLE_BY_ESPEAK : SPEAKABLE;
    this.#limiter = createLimiter(atOnce);
  }

  voice(speakerNumber: number, speed: number): Pick<Tts, 'synthesise'> {
    return {
      synthesise: async (text, signal) => {
        signal.throwIfAborted();
        if (!SPEAKABLE.test(text))
          return { text, samples: new Float32Array(0), sampleRateHz: this.#tts.sampleRate };
        if (!this.#sounding.test(text))
          throw new EngineError(
            `Cannot synthesise ${text.length} characters: the voice "${this.#modelId}" has no sounds for their script`,
          );
        return this.#limiter.run(() => this.#generate(text, speakerNumber, speed), signal);
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // The native side frees itself with the object; only work in progress is waited for.
    await this.#limiter.idle();
  }

  async #generate(text: string, sid: number, speed: number): Promise<SpeechClip> {
    try {
      const { samples, sampleRate } = await this.#tts.generateAsync({ text, sid, speed });
      return { text, samples, sampleRateHz: sampleRate };
    } catch (error) {
      throw new EngineError(
        `Cannot synthesise ${text.length} characters with the voice "${this.#modelId}"`,
        { cause: error },
      );
    }
  }
}

function ttsConfig({ model, at }: ModelFiles, isSteady: boolean): OfflineTtsConfig['model'] {
  const { loader } = model;
  if (!('dataDir' in loader))
    throw new EngineError(`Cannot speak with "${model.id}": it is a ${model.kind} model`);
  const shared = { tokens: at(loader.tokens), dataDir: at(loader.dataDir) };
  if (loader.kind === 'vits') {
    const variation = isSteady ? { noiseScale: NO_VARIATION, noiseScaleW: NO_VARIATION } : {};
    return { vits: { ...shared, model: at(loader.model), ...variation } };
  }
  if (loader.kind === 'matcha') {
    const { acousticModel, vocoder } = loader;
    return { matcha: { ...shared, acousticModel: at(acousticModel), vocoder: at(vocoder) } };
  }
  const { model: file, voices, lexicons, espeakLanguage: lang } = loader;
  const lexicon = lexicons.map((path) => at(path)).join(',');
  return {
    kokoro: {
      ...shared,
      model: at(file),
      voices: at(voices),
      ...(lexicon === '' ? {} : { lexicon }),
      ...(lang === undefined ? {} : { lang }),
    },
  };
}
