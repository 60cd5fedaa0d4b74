/** What hears, thinks and speaks: every model that the configuration asks for, loaded side by side. */
import type { Clock } from './async/clock.ts';
import type { Description } from './commands/command.ts';
import type { Config } from './config.ts';
import { openEngines } from './engines/open-engines.ts';
import type { LlmOptions } from './engines/open-llm.ts';
import type { VoicePool } from './engines/voice-pool.ts';
import type { Logger } from './log.ts';
import { findModel } from './models/catalogue.ts';
import type { CatalogueVoice } from './models/voices.ts';
import { ensureModels } from './models/ensure-models.ts';
import { EMBEDDED_LLM_ID } from './needed-models.ts';
import type { LoadLevel } from './pipeline/load.ts';
import type { Llm, Stt, Tts, TurnDetector, Vad } from './pipeline/ports.ts';

export interface Brain extends AsyncDisposable {
  readonly parts: {
    readonly stt: Stt;
    readonly tts: Tts;
    readonly llm: Llm;
    readonly createVad: () => Vad;
    readonly turnDetector: TurnDetector;
  };
  readonly voices: VoicePool;
  readonly usualVoice: CatalogueVoice;
  /** How well the machine keeps up with what is asked of it. */
  readonly load: () => LoadLevel;
  /** Several calls go on at once: the models get ready for it in the background. */
  readonly expectCrowd: () => void;
  /** What the recogniser understands, BCP 47. */
  readonly understood: readonly string[];
  /** For people: what is used, and whether text leaves this machine. */
  readonly describe: () => Description;
}

/**
 * @param onLoading called when what is left to load is in the hands of other processes.
 * @throws {ModelFetchError} when a file cannot be had, {EngineError} when a model cannot be loaded;
 *   `signal.reason` once aborted.
 */
export async function openBrain(
  config: Config,
  clock: Clock,
  log: Logger,
  signal: AbortSignal,
  onLoading?: () => void,
): Promise<Brain> {
  const dir = config.PARLEY_MODELS_DIR;
  const loading = Promise.withResolvers<void>();
  const opening = openEngines({
    modelsDir: dir,
    sttId: config.PARLEY_STT,
    ttsId: config.PARLEY_TTS,
    clock,
    signal,
    log,
    onLoading: loading.resolve,
  });
  await Promise.race([loading.promise, opening]);
  onLoading?.();
  const openingLlm = openLanguageModel(
    {
      lmBaseUrl: config.LLM_BASE_URL,
      lmModel: config.LLM_MODEL,
      lmApiKey: config.LLM_API_KEY,
      groqApiKey: config.GROQ_API_KEY,
      groqModel: config.GROQ_MODEL,
      groqBaseUrl: config.GROQ_BASE_URL,
      smolLm2File: () => embeddedModelFile(dir, signal),
      clock,
      log,
    },
    signal,
  );
  const [engines, llm] = await Promise.allSettled([opening, openingLlm]);
  if (engines.status === 'rejected' || llm.status === 'rejected') {
    // What was opened must be closed, whichever of the two failed.
    if (engines.status === 'fulfilled') await engines.value[Symbol.asyncDispose]();
    if (llm.status === 'fulfilled') await llm.value[Symbol.asyncDispose]();
    throw engines.status === 'rejected' ? engines.reason : llm.status === 'rejected' && llm.reason;
  }
  const { stt, tts, turnDetector, voices, usualVoice, load, expectCrowd } = engines.value;
  return {
    load,
    expectCrowd,
    voices,
    usualVoice,
    understood: findModel(config.PARLEY_STT, 'stt').languages ?? [],
    parts: { stt, tts, llm: llm.value, createVad: () => engines.value.createVad(), turnDetector },
    describe: () => ({
      stt: findModel(config.PARLEY_STT, 'stt').title,
      tts: usualVoice.title,
      llm: llm.value.description,
      textLeaves: !isOnThisMachine(config),
    }),
    async [Symbol.asyncDispose]() {
      await Promise.allSettled([
        engines.value[Symbol.asyncDispose](),
        llm.value[Symbol.asyncDispose](),
      ]);
    },
  };
}

/** Its libraries are large: they are read while the other models load. */
async function openLanguageModel(options: LlmOptions, signal: AbortSignal): Promise<Llm> {
  const { openLlm } = await import('./engines/open-llm.ts');
  return openLlm(options, signal);
}

async function embeddedModelFile(dir: string, signal: AbortSignal): Promise<string> {
  const files = await ensureModels([EMBEDDED_LLM_ID], { dir, signal });
  const found = files.get(EMBEDDED_LLM_ID);
  const loader = found?.model.loader;
  if (found === undefined || loader?.kind !== 'gguf')
    throw new Error(
      `Cannot find the embedded language model: "${EMBEDDED_LLM_ID}" is no GGUF file`,
    );
  return found.at(loader.model);
}

/** Whether the language model is on this machine: then no text leaves it. */
function isOnThisMachine(config: Config): boolean {
  if (config.LLM_BASE_URL !== undefined)
    return /^(localhost|127\.|\[::1\])/u.test(new URL(config.LLM_BASE_URL).host);
  return config.GROQ_API_KEY === undefined;
}
