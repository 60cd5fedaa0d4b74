import type { Config } from '../config.ts';
import { findModel } from '../models/catalogue.ts';
import { ensureModels } from '../models/ensure-models.ts';
import type { ModelFiles } from '../models/model-files.ts';
import type { ModelKind } from '../models/model-types.ts';
import { CliError } from './cli-error.ts';
import { createFetchDisplay } from './fetch-display.ts';

/** One model of the catalogue, fetched first if it is not here. */
export async function fetchedModel(
  id: string,
  kind: ModelKind,
  config: Config,
  signal: AbortSignal,
): Promise<ModelFiles> {
  const { id: known } = findModel(id, kind);
  using display = createFetchDisplay(process.stderr);
  const dir = config.PARLEY_MODELS_DIR;
  const files = await ensureModels([known], { dir, signal, report: display.report });
  const found = files.get(known);
  if (found === undefined) throw new CliError(`Cannot find the files of ${known}.`);
  return found;
}
