/** All checks, in the order in which they are shown. */
import type { Clock } from '../async/clock.ts';
import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import { checkDiscord } from './check-discord.ts';
import { checkLanguageModel } from './check-llm.ts';
import { checkDataDir, checkDisk, checkNode, checkUdp } from './check-machine.ts';
import { checkModels } from './check-models.ts';
import { flawed, type CheckResult } from './check.ts';

/** A check that takes longer counts as failed; reading large models from a slow disk takes a while. */
const DEADLINE_MS = 20_000;
const MODELS_DEADLINE_MS = 120_000;

export async function runChecks(
  config: Config,
  clock: Clock,
  log: Logger,
): Promise<readonly CheckResult[]> {
  const models = await settle('models', checkConfiguredModels(config));
  const modelsAreHere = models.every(({ status }) => status === 'ok');
  const signal = AbortSignal.timeout(DEADLINE_MS);
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
  const languages = await settle('languages', checkConfiguredLanguages(config));
  const libraries = await settle('voice libraries', checkVoiceLibraries());
  return [checkNode(process.versions.node), ...libraries, ...models, ...languages, ...rest.flat()];
}

async function checkVoiceLibraries() {
  const { checkEncryption, checkOpus } = await import('./check-voice-libraries.ts');
  const { opusUse } = await import('../voice/opus-codec.ts');
  return [checkOpus(opusUse()), await checkEncryption()];
}

async function checkConfiguredLanguages({ PARLEY_STT, PARLEY_TTS }: Config) {
  const { checkLanguages } = await import('./check-languages.ts');
  return checkLanguages(PARLEY_STT, PARLEY_TTS);
}

/** The list comes with the engines, which a broken installation may lack: that is a finding too. */
async function checkConfiguredModels(config: Config) {
  const { neededModels } = await import('../needed-models.ts');
  return checkModels(
    neededModels(config),
    config.PARLEY_MODELS_DIR,
    AbortSignal.timeout(MODELS_DEADLINE_MS),
  );
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
