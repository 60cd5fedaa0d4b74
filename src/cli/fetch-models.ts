import type { Config } from '../config.ts';
import { ensureModels } from '../models/ensure-models.ts';
import { neededModels } from '../needed-models.ts';
import { createFetchDisplay } from './fetch-display.ts';

/** Sees to it that everything the bot will load is here, with progress for a person who waits. */
export async function fetchModels(config: Config, signal: AbortSignal): Promise<void> {
  using display = createFetchDisplay(process.stderr);
  const dir = config.PARLEY_MODELS_DIR;
  await ensureModels(neededModels(config), { dir, signal, report: display.report });
}
