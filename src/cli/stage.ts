/** The whole system without a person: Loopback Discord, the real bot in its channel, and callers. */
import type { Caller } from '../../loopback/caller.ts';
import { LoopbackDiscord } from '../../loopback/loopback-discord.ts';
import type { Config } from '../config.ts';
import { startBotProcess, type BotProcess } from './bot-process.ts';
import { CliError } from './cli-error.ts';

export interface Stage extends AsyncDisposable {
  readonly discord: LoopbackDiscord;
  readonly bot: BotProcess;
  /** The bot's user id. */
  readonly botId: string;
  readonly guildId: string;
  /** The first of them, who called the bot. */
  readonly caller: Caller;
  /** In the order of their names. */
  readonly callers: readonly Caller[];
}

const CALLER_NAME = 'Ann';

/**
 * @param names of the people in the channel; at least one.
 * @returns when the bot is in the callers' voice channel and all are encrypted end to end.
 * @throws {CliError} when the bot cannot start or join.
 */
export async function openStage(
  config: Config,
  order: Config['PARLEY_ORDER'],
  signal: AbortSignal,
  names: readonly string[] = [CALLER_NAME],
): Promise<Stage> {
  await using opening = new AsyncDisposableStack();
  const discord = opening.use(await LoopbackDiscord.listen());
  const [guild] = discord.guilds;
  const [token] = discord.botTokens;
  if (guild === undefined || token === undefined)
    throw new CliError('Loopback Discord has no guild or no bot account.');
  const bot = opening.use(
    await startBotProcess(
      {
        apiBase: discord.apiBase,
        token,
        guildId: guild.id,
        certificatePem: discord.certificate.certPem,
        order,
        // What the bot reports of every turn would bury the conversation on the screen.
        logLevel: config.LOG_LEVEL === 'info' ? 'warn' : config.LOG_LEVEL,
      },
      signal,
    ),
  );
  const callers: Caller[] = [];
  for (const name of names)
    callers.push(opening.use(await discord.join({ guildId: guild.id, name })));
  const [caller] = callers;
  if (caller === undefined) throw new CliError('Nobody is there to call Parley.');
  const join = discord.slash({ name: 'join', userId: caller.userId, guildId: guild.id });
  const answer = await Promise.race([join.reply, bot.ended.then(() => 'the bot ended')]);
  const botId = discord.accounts.find((account) => account.token === token)?.id ?? '';
  if (!discord.voiceMembers(guild.voiceChannelId).includes(botId))
    throw new CliError(`Parley did not join the voice channel: ${answer}`);
  const resources = opening.move();
  return {
    discord,
    bot,
    botId,
    guildId: guild.id,
    caller,
    callers,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
