import type { Config } from './config.ts';
import { voiceNamed } from './models/voices.ts';

/** The stand-in used when no other language model is configured. */
export const EMBEDDED_LLM_ID = 'smollm2-135m-instruct';

const ALWAYS = ['silero-vad-v5', 'smart-turn-v3.2'];

/** Ids of the catalogue that this configuration needs. */
export function neededModels(config: Config): string[] {
  const ids = [
    config.PARLEY_STT,
    voiceNamed(config.PARLEY_TTS)?.modelId ?? config.PARLEY_TTS,
    ...ALWAYS,
  ];
  const isEmbedded = config.LLM_BASE_URL === undefined && config.GROQ_API_KEY === undefined;
  return isEmbedded ? [...ids, EMBEDDED_LLM_ID] : ids;
}
