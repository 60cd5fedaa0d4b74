/** The models that Parley is tested with: `npm test` fetches them before the tests run. */
import { readConfig } from '../../src/config.ts';
import { ensureModels } from '../../src/models/ensure-models.ts';
import type { ModelFiles } from '../../src/models/model-files.ts';

export const modelsDir = readConfig().PARLEY_MODELS_DIR;

export async function realModel(id: string): Promise<ModelFiles> {
  const signal = new AbortController().signal;
  const files = await ensureModels([id], { dir: modelsDir, signal });
  return files.get(id)!;
}

/** The only file of a model that has one. */
export async function realModelFile(id: string): Promise<string> {
  const { model, at } = await realModel(id);
  if (!('model' in model.loader)) throw new Error(`${id} has several files`);
  return at(model.loader.model);
}
