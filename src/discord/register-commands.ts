/** Tells Discord which slash commands there are, when they changed. */
import { createHash } from 'node:crypto';
import {
  Routes,
  type REST,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Logger } from '../log.ts';
import type { Settings } from '../settings/store.ts';
import { toDiscordError } from './discord-error.ts';

type CommandDefinitions = readonly RESTPostAPIChatInputApplicationCommandsJSONBody[];

export interface Registration {
  readonly rest: Pick<REST, 'put'>;
  readonly applicationId: string;
  /** Only in this guild, at once; undefined: everywhere. */
  readonly guildId?: string | undefined;
  readonly definitions: CommandDefinitions;
  readonly settings: Pick<Settings, 'registeredCommands' | 'recordCommands' | 'registeredScopes'>;
  readonly log: Logger;
  /** Even when nothing changed. */
  readonly always?: boolean;
  readonly signal: AbortSignal;
}

const GLOBAL = 'global';

/**
 * Registers the commands in one scope when their fingerprint there changed, and takes them out of
 * the application's other scopes: in two at once, people would see each command twice.
 *
 * @returns whether anything was sent.
 * @throws {DiscordError}; `signal.reason` once aborted.
 */
export async function registerCommands(registration: Registration): Promise<boolean> {
  const { applicationId, guildId, definitions, settings, log, signal } = registration;
  const scope = scopeKey(applicationId, guildId ?? GLOBAL);
  const fingerprint = createHash('sha256').update(JSON.stringify(definitions)).digest('hex');
  let hasSent = false;

  for (const other of settings.registeredScopes()) {
    if (other === scope || !other.startsWith(scopeKey(applicationId, ''))) continue;
    const otherGuildId = other.slice(scopeKey(applicationId, '').length);
    try {
      await put(registration, otherGuildId === GLOBAL ? undefined : otherGuildId, []);
      hasSent = true;
    } catch (error) {
      signal.throwIfAborted();
      // A guild that the bot has left cannot show them either.
      log.warn({ err: error, scope: other }, 'could not take back commands registered earlier');
    }
    settings.recordCommands(other, undefined);
  }

  if (registration.always !== true && settings.registeredCommands(scope) === fingerprint)
    return hasSent;
  try {
    await put(registration, guildId, definitions);
  } catch (error) {
    signal.throwIfAborted();
    const where = guildId === undefined ? 'for all servers' : `in the server ${guildId}`;
    throw toDiscordError(error, `register the slash commands ${where}`);
  }
  settings.recordCommands(scope, fingerprint);
  log.info({ scope, commands: definitions.length }, 'slash commands registered');
  return true;
}

async function put(
  { rest, applicationId, signal }: Registration,
  guildId: string | undefined,
  body: CommandDefinitions,
): Promise<void> {
  const route =
    guildId === undefined
      ? Routes.applicationCommands(applicationId)
      : Routes.applicationGuildCommands(applicationId, guildId);
  await rest.put(route, { body, signal });
}

const scopeKey = (applicationId: string, scope: string) => `${applicationId}/${scope}`;
