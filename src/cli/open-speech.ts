import type { Config } from '../config.ts';
import { openSherpaTts } from '../engines/sherpa-tts.ts';
import { findVoice } from '../models/voices.ts';
import type { Tts } from '../pipeline/ports.ts';
import { fetchedModel } from './fetched-model.ts';

/** A voice of its own for simulated callers. */
export async function openTts(config: Config, signal: AbortSignal): Promise<Tts> {
  const { modelId, speakerNumber } = findVoice(config.PARLEY_TTS);
  return openSherpaTts(await fetchedModel(modelId, 'tts', config, signal), speakerNumber);
}
