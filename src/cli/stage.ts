/** The whole system without a person: Loopback Discord, the real bot in its channel, one caller. */
import type { Caller } from '../../loopback/caller.ts';
import { LoopbackDiscord } from '../../loopback/loopback-discord.ts';
import type { Config } from '../config.ts';
import { startBotProcess, type BotProcess } from './bot-process.ts';
import { CliError } from './cli-error.ts';

export interface Stage extends AsyncDisposable {
  readonly discord: LoopbackDiscord;
  readonly bot: BotProcess;
  readonly caller: Caller;
}

const CALLER_NAME = 'Ann';

/**
 * @returns when the bot is in the caller's voice channel and both are encrypted end to end.
 * @throws {CliError} when the bot cannot start or join.
 */
export async function openStage(
  config: Config,
  order: Config['PARLEY_ORDER'],
  signal: AbortSignal,
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
  const caller = opening.use(await discord.join({ guildId: guild.id, name: CALLER_NAME }));
  const join = discord.slash({ name: 'join', userId: caller.userId, guildId: guild.id });
  const answer = await Promise.race([join.reply, bot.ended.then(() => 'the bot ended')]);
  const botId = discord.accounts.find((account) => account.token === token)?.id ?? '';
  if (!discord.voiceMembers(guild.voiceChannelId).includes(botId))
    throw new CliError(`Parley did not join the voice channel: ${answer}`);
  const resources = opening.move();
  return { discord, bot, caller, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}
