/** Checks that the model files are here and whole. */
import { resolve } from 'node:path';
import { findModel } from '../models/catalogue.ts';
import type { Model } from '../models/model-types.ts';
import { thoroughPartState } from '../models/part-state.ts';
import { fatal, flawed, ok, type CheckResult } from './check.ts';

const NAME = 'models';

/**
 * Reads every byte of the models that `ids` name.
 * @returns one line for each model that is not well, or one for all of them.
 */
export async function checkModels(
  ids: readonly string[],
  modelsDir: string,
  signal: AbortSignal,
): Promise<readonly CheckResult[]> {
  const models: Model[] = [];
  for (const id of ids) {
    try {
      models.push(findModel(id));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return [fatal(NAME, message, 'Correct PARLEY_STT or PARLEY_TTS.')];
    }
  }
  const findings: CheckResult[] = [];
  for (const model of models) findings.push(...(await checkModel(model, modelsDir, signal)));
  if (findings.length > 0) return findings;
  return [ok(NAME, `${models.map(({ title }) => title).join('; ')}: all here and whole`)];
}

async function checkModel(
  { title, parts }: Model,
  modelsDir: string,
  signal: AbortSignal,
): Promise<CheckResult[]> {
  for (const part of parts) {
    const state = await thoroughPartState(part, resolve(modelsDir), signal);
    if (state.status === 'missing')
      return [flawed(NAME, `${title}: not here yet`, FETCH_ADVICE('fetches it'))];
    if (state.status === 'damaged')
      return [flawed(NAME, `${title}: damaged (${state.reason})`, FETCH_ADVICE('fetches it anew'))];
  }
  return [];
}

const FETCH_ADVICE = (what: string) =>
  `npm run -s parley -- models --fetch ${what}; so does the next start.`;
