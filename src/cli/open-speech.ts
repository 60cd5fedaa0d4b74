import type { Config } from '../config.ts';
import { openSherpaTts } from '../engines/sherpa-tts.ts';
import type { Tts } from '../pipeline/ports.ts';
import { fetchedModel } from './fetched-model.ts';

/** A voice of its own for simulated callers. */
export async function openTts(config: Config, signal: AbortSignal): Promise<Tts> {
  return openSherpaTts(await fetchedModel(config.PARLEY_TTS, 'tts', config, signal));
}
