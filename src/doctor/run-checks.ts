/** All checks, in the order in which they are shown. */
import type { Clock } from '../async/clock.ts';
import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import { checkDiscord } from './check-discord.ts';
import { checkLanguageModel } from './check-llm.ts';
import { checkDataDir, checkDisk, checkNode, checkUdp } from './check-machine.ts';
import { checkModels } from './check-models.ts';
import { flawed, type CheckResult } from './check.ts';

/** A check that takes longer counts as failed. */
const DEADLINE_MS = 20_000;

export async function runChecks(
  config: Config,
  clock: Clock,
  log: Logger,
): Promise<readonly CheckResult[]> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const models = await settle('models', checkModels(config));
  const modelsAreHere = models.every(({ status }) => status === 'ok');
  const rest = await Promise.all([
    settle('data directory', checkDataDir(config.PARLEY_DATA_DIR)),
    settle('disk space', checkDisk(config.PARLEY_MODELS_DIR, modelsAreHere)),
    settle('UDP', checkUdp()),
    settle(
      'Discord',
      checkDiscord({ token: config.DISCORD_TOKEN, apiBase: config.DISCORD_API_BASE }, signal),
    ),
    settle('language model', checkLanguageModel(config, clock, log, signal)),
  ]);
  return [checkNode(process.versions.node), ...models, ...rest.flat()];
}

/** A check that breaks is a finding too. */
async function settle(
  name: string,
  check: Promise<CheckResult | readonly CheckResult[]>,
): Promise<readonly CheckResult[]> {
  try {
    return [await check].flat();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [flawed(name, `could not be checked (${message})`, 'Run this again; then report it.')];
  }
}
