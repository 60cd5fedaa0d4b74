/** Opens the connection to Discord: REST and gateway. */
import {
  Client,
  Events,
  GatewayCloseCodes,
  GatewayIntentBits,
  Options,
  type ClientOptions,
} from 'discord.js';
import type { Clock } from '../async/clock.ts';
import type { Logger } from '../log.ts';
import { DiscordError, toDiscordError } from './discord-error.ts';

/** What the bot may do there: neither intent is privileged, and no message is read. */
const INTENTS = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildVoiceStates];

export interface DiscordOptions {
  readonly token: string;
  /** Another Discord's REST address ("http://127.0.0.1:1234/api"). */
  readonly apiBase?: string | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  /** Aborts the login. */
  readonly signal: AbortSignal;
  /** The connection ended for good later on: the token was reset, the bot deleted. */
  readonly onLost?: (error: DiscordError) => void;
}

/** Discord answers in one or two seconds; its gateway is retried behind the scenes meanwhile. */
const LOGIN_MS = 30_000;

/**
 * Logs in and waits until the guilds are known.
 * @throws {DiscordError} in one sentence, with an exit code; `signal.reason` once aborted.
 */
export async function openDiscord(options: DiscordOptions): Promise<Client<true>> {
  const { token, clock, log, signal } = options;
  const client = new Client(clientOptions(options.apiBase));
  // Without a listener an 'error' event ends the process.
  client.on(Events.Error, (error) =>
    log.error({ err: error }, 'the Discord client reports an error'),
  );
  client.on(Events.Warn, (message) => log.warn({ detail: message }, 'the Discord client warns'));
  client.on(Events.ShardError, (error) =>
    log.warn({ err: error }, 'the gateway connection failed'),
  );
  client.on(Events.ShardReconnecting, () => log.info('reconnecting to the gateway'));
  client.on(Events.ShardResume, () => log.info('the gateway connection is back'));
  client.rest.on('rateLimited', ({ route, timeToReset }) =>
    log.warn({ route, timeToReset }, 'Discord makes me wait before the next request'),
  );

  const settled = new AbortController();
  const deadline = clock.sleep(LOGIN_MS, AbortSignal.any([signal, settled.signal])).then(() => {
    throw new DiscordError(
      'unreachable',
      `Cannot log in to Discord: its gateway has not answered for ${LOGIN_MS / 1000} s. ` +
        'Check that this machine may open WebSockets (a proxy or firewall may forbid it).',
    );
  });
  try {
    const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
    const open = await Promise.race([client.login(token).then(() => ready), deadline]);
    client.on(Events.ShardDisconnect, ({ code }) => {
      const error = endOf(code);
      log.fatal({ err: error, code }, 'Discord ended the connection for good');
      options.onLost?.(error);
    });
    return open;
  } catch (error) {
    await client.destroy();
    endReconnecting(client);
    signal.throwIfAborted();
    throw toDiscordError(error, 'log in to Discord');
  } finally {
    settled.abort();
    deadline.catch(() => {}); // it lost the race
  }
}

/**
 * `destroy()` on a client that is still connecting does not end its attempts (@discordjs/ws 1.2:
 * it reconnects every 500 ms for ever). Each attempt first awaits the shard's session, so that one
 * which never comes ends them.
 */
function endReconnecting({ ws }: Client): void {
  const sessionInfo = { get: () => new Promise(() => {}), set() {} };
  for (const [id, shard] of ws.shards) ws.shards.set(id, Object.create(shard, { sessionInfo }));
}

function clientOptions(apiBase: string | undefined): ClientOptions {
  return {
    intents: INTENTS,
    allowedMentions: { parse: [] },
    // Nothing is read from messages, and people are only needed while they are in voice.
    makeCache: Options.cacheWithLimits({ ...Options.DefaultMakeCacheSettings, MessageManager: 0 }),
    ...(apiBase === undefined ? {} : { rest: { api: apiBase } }),
  };
}

/** Close codes after which the gateway is not tried again: Discord's list, "gateway close event codes". */
const ENDS: ReadonlyMap<number, string> = new Map([
  [GatewayCloseCodes.AuthenticationFailed, 'Authentication failed'],
  [GatewayCloseCodes.DisallowedIntents, 'Used disallowed intents'],
]);

function endOf(code: number): DiscordError {
  const known = ENDS.get(code);
  if (known !== undefined) return toDiscordError(new Error(known), 'stay on Discord');
  return new DiscordError('refused', `Cannot stay on Discord: it closed the gateway with ${code}.`);
}
