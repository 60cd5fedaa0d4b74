/** Checks the model files. */
import type { Config } from '../config.ts';
import { skipped, type CheckResult } from './check.ts';

export async function checkModels(
  config: Pick<Config, 'PARLEY_MODELS_DIR'>,
): Promise<readonly CheckResult[]> {
  return [skipped('models', `not looked at in ${config.PARLEY_MODELS_DIR}`)];
}
