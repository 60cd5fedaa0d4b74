import { join } from 'node:path';
import type { Model } from './model-types.ts';

/** A model whose files are here and whole. */
export interface ModelFiles {
  readonly model: Model;
  /** Absolute path of a file or folder that `model.loader` names. */
  readonly at: (relativePath: string) => string;
}

/** @param modelsDir absolute path of the models' folder. */
export function modelFiles(model: Model, modelsDir: string): ModelFiles {
  return { model, at: (relativePath) => join(modelsDir, relativePath) };
}
