/**
 * Registers the slash commands, prints what it did and ends.
 *
 *   npm run deploy-commands                    in DISCORD_GUILD_ID when it is set, else everywhere
 *   npm run deploy-commands -- --guild ID      in one server, at once
 *   npm run deploy-commands -- --global        everywhere
 */
import { parseArgs } from 'node:util';
import { REST } from 'discord.js';
import { COMMANDS } from './src/commands/index.ts';
import { ConfigError, loadDotEnv, readConfig } from './src/config.ts';
import { DiscordError, toDiscordError } from './src/discord/discord-error.ts';
import { registerCommands } from './src/discord/register-commands.ts';
import { fetchApplication } from './src/discord/rest-answers.ts';
import { createLog } from './src/log.ts';
import { openSettings, SettingsError } from './src/settings/store.ts';

/** Discord answers at once or not at all. */
const DEADLINE_MS = 20_000;

async function deploy(): Promise<void> {
  const { values } = parseArgs({
    options: { guild: { type: 'string' }, global: { type: 'boolean', default: false } },
  });
  loadDotEnv();
  const config = readConfig();
  if (config.DISCORD_TOKEN === undefined)
    throw new ConfigError('Cannot register commands without DISCORD_TOKEN: set it in .env.');
  const guildId = values.global ? undefined : (values.guild ?? config.DISCORD_GUILD_ID);
  if (guildId !== undefined && !/^\d{15,21}$/u.test(guildId))
    throw new ConfigError(`Cannot register commands in "${guildId}": not the id of a server.`);

  const api = config.DISCORD_API_BASE;
  const rest = new REST(api === undefined ? {} : { api }).setToken(config.DISCORD_TOKEN);
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const log = createLog('warn', false);
  const application = await fetchApplication(rest, signal).catch((error: unknown) => {
    throw toDiscordError(error, 'ask Discord about the application');
  });
  using settings = openSettings({ dataDir: config.PARLEY_DATA_DIR, log });
  const definitions = COMMANDS.map(({ definition }) => definition);
  await registerCommands({
    rest,
    applicationId: application.id,
    guildId,
    definitions,
    settings,
    log,
    always: true,
    signal,
  });
  const where = guildId === undefined ? 'for all servers' : `in the server ${guildId}`;
  console.log(`Registered ${definitions.length} commands of ${application.name} ${where}:`);
  for (const { name, description } of definitions) console.log(`  /${name}  ${description}`);
}

try {
  await deploy();
} catch (error) {
  const isExpected =
    error instanceof ConfigError || error instanceof DiscordError || error instanceof SettingsError;
  console.error(isExpected ? error.message : error);
  process.exitCode = error instanceof DiscordError ? error.exitCode : 1;
}
