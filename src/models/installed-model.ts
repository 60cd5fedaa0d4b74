import { resolve } from 'node:path';
import { findModel } from './catalogue.ts';
import { inspectModels } from './inspect-models.ts';
import { modelFiles, type ModelFiles } from './model-files.ts';

/** A model is not here, or damaged; the message says what to do. */
class ModelNotHereError extends Error {
  override readonly name = 'ModelNotHereError';
}

/**
 * The files of a model that was fetched before; nothing is fetched.
 * @throws {UnknownModelError}; {ModelNotHereError}; `signal.reason` once aborted.
 */
export async function installedModel(
  id: string,
  { dir, signal }: { readonly dir: string; readonly signal: AbortSignal },
): Promise<ModelFiles> {
  const model = findModel(id);
  const [found] = await inspectModels(dir, 'quick', signal, [model]);
  if (found?.status === 'whole') return modelFiles(model, resolve(dir));
  const state = found?.reason === undefined ? 'it is not here' : `it is damaged (${found.reason})`;
  throw new ModelNotHereError(
    `Cannot load "${id}": ${state}. \`parley models --fetch ${id}\` fetches it.`,
  );
}
