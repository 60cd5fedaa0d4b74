/** The configuration: the environment, checked once. The only reader of process.env. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readWakeNames } from './settings/wake-names.ts';

/** An empty line in .env means "not set". */
const text = z.preprocess(
  (value) => (typeof value === 'string' && value.trim() === '' ? undefined : value),
  z.string().trim().optional(),
);
const url = text.pipe(
  z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
);
const choice = (fallback: string) => text.transform((value) => value ?? fallback);

const schema = z.object({
  DISCORD_TOKEN: text,
  DISCORD_API_BASE: url,
  /** Registers the slash commands in this guild only (at once) instead of globally. */
  DISCORD_GUILD_ID: text.pipe(
    z
      .string()
      .regex(/^\d{15,21}$/, 'must be a Discord id')
      .optional(),
  ),
  GROQ_API_KEY: text,
  GROQ_MODEL: choice('llama-3.1-8b-instant'),
  GROQ_BASE_URL: url,
  LLM_BASE_URL: url,
  LLM_MODEL: text,
  LLM_API_KEY: text,
  PARLEY_MODELS_DIR: text.transform((value) => value ?? join(cacheDir(), 'parley', 'models')),
  /** Where settings that must survive a restart are kept (who wants to be ignored). */
  PARLEY_DATA_DIR: text.transform((value) => value ?? join(dataDir(), 'parley')),
  PARLEY_PERSONA: text,
  /** What it is called, where a server has not set another name. */
  PARLEY_NAME: choice('Parley').transform((value, context) => {
    const read = readWakeNames(value);
    if ('names' in read) return read.names;
    context.addIssue(`the name ${read.fault}`);
    return z.NEVER;
  }),
  PARLEY_STT: choice('moonshine-tiny-en'),
  PARLEY_TTS: choice('piper-en-us-joe-medium'),
  /** `blocking` runs the same parts one after the other, for comparison. */
  PARLEY_ORDER: choice('concurrent').pipe(z.enum(['concurrent', 'blocking'])),
  LOG_LEVEL: choice('info').pipe(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
  ),
});

export type Config = Readonly<z.infer<typeof schema>>;

/** A setting is wrong; the message lists every fault at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** @throws {ConfigError} naming every variable that is wrong. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Config {
  const result = schema.safeParse(env);
  if (result.success) return Object.freeze(result.data);
  const faults = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigError(
    `Cannot start with these settings (environment or .env):\n${faults.join('\n')}`,
  );
}

/** Reads `.env` of the working directory, if there is one; what the environment has already wins. */
export function loadDotEnv(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

/** Whether npm started this process: it then hands on no signal, and may be gone without a word. */
export function isRunByNpm(): boolean {
  return process.env['npm_lifecycle_event'] !== undefined;
}

/** The environment of a process that Parley starts: its own, with some variables replaced. */
export function environmentWith(changes: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...changes };
}

function cacheDir(): string {
  if (process.platform === 'win32')
    return process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
}

function dataDir(): string {
  if (process.platform === 'win32')
    return process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share');
}
