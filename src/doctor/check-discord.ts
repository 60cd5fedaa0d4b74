/** Checks of the bot's account: token, servers, permissions. */
import { PermissionFlagsBits, PermissionsBitField, REST, type PermissionsString } from 'discord.js';
import { toDiscordError } from '../discord/discord-error.ts';
import {
  fetchApplication,
  fetchGuilds,
  fetchMe,
  type GuildSummary,
} from '../discord/rest-answers.ts';
import { fatal, flawed, ok, skipped, type CheckResult } from './check.ts';

/** What Parley cannot do without in a server: see, join and speak, and say something in text. */
const NEEDED: readonly PermissionsString[] = ['ViewChannel', 'Connect', 'Speak', 'SendMessages'];
/** Voice activity is asked for too: without it some servers silence whoever has no push-to-talk. */
const INVITE_PERMISSIONS = new PermissionsBitField(
  [...NEEDED, 'UseVAD' as const].map((permission) => PermissionFlagsBits[permission]),
).bitfield;

export interface DiscordAccount {
  readonly token: string | undefined;
  readonly apiBase?: string | undefined;
}

/** Everything that REST tells without connecting a bot that may be running elsewhere. */
export async function checkDiscord(
  { token, apiBase }: DiscordAccount,
  signal: AbortSignal,
): Promise<CheckResult[]> {
  if (token === undefined)
    return [
      skipped('Discord', 'no DISCORD_TOKEN: Parley runs on its own Loopback Discord, without one'),
    ];
  const rest = new REST({ retries: 1, ...(apiBase === undefined ? {} : { api: apiBase }) });
  rest.setToken(token);
  try {
    const me = await fetchMe(rest, signal);
    const application = await fetchApplication(rest, signal);
    const guilds = await fetchGuilds(rest, signal);
    return [
      ok('Discord token', `accepted: ${me.username} (${me.id})`),
      ok('intents', 'Guilds and Guild Voice States: open to every bot, nothing to switch on'),
      checkServers(application.id, guilds),
      ...guilds.flatMap(checkPermissions),
    ];
  } catch (error) {
    const { failure, message } = toDiscordError(error, 'ask Discord who the bot is');
    if (failure !== 'token') return [fatal('Discord', message, 'Then run this again.')];
    return [fatal('Discord token', 'not accepted', message)];
  }
}

function checkServers(applicationId: string, guilds: readonly GuildSummary[]): CheckResult {
  // One page of the list holds 200: enough to say whether there is any.
  const count = guilds.length >= 200 ? '200 or more' : String(guilds.length);
  if (guilds.length > 0) return ok('servers', `installed in ${count}`);
  return flawed(
    'servers',
    'installed in none',
    `Invite it: https://discord.com/oauth2/authorize?client_id=${applicationId}` +
      `&scope=bot+applications.commands&permissions=${INVITE_PERMISSIONS}`,
  );
}

/** One line for each server that withholds something; a channel may still withhold more. */
function checkPermissions({ name, permissions }: GuildSummary): CheckResult[] {
  const missing = new PermissionsBitField(permissions).missing([...NEEDED]);
  if (missing.length === 0) return [];
  return [
    flawed(
      'permissions',
      `in "${name}" I lack: ${missing.join(', ')}`,
      'Give them to its role in the server settings.',
    ),
  ];
}
