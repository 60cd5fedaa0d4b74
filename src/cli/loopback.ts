/** `parley loopback`: Loopback Discord alone, for clients written elsewhere to log in to. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Sound } from '../../loopback/caller/sound.ts';
import type { LoopbackDiscord } from '../../loopback/loopback-discord.ts';
import { systemClock } from '../async/clock.ts';
import { CliError } from './cli-error.ts';

interface LoopbackCommandOptions {
  readonly port: number;
  readonly dave: '0' | '1';
  readonly caller?: string;
  readonly trace?: boolean;
}

/** Enough for a bot, another bot, and the people who listen to both. */
const ACCOUNTS_OF_EACH_KIND = 4;

/** Between two sayings of the caller: room for a reply to begin. */
const CALLER_PAUSE_MS = 5_000;

export function registerLoopback(program: Command): void {
  program
    .command('loopback')
    .description('run Loopback Discord alone, for any client to log in to, until it is interrupted')
    .option('--port <n>', 'port of REST and gateway; 0 for a free one', parsePort, 0)
    .addOption(
      new Option('--dave <0|1>', 'end-to-end encryption: 1 required, 0 none')
        .choices(['0', '1'])
        .default('1'),
    )
    .option(
      '--caller <file.wav>',
      'a simulated caller says this in the voice channel, again and again',
    )
    .option('--trace', 'write every message in and out to standard error')
    .action(runLoopback);
}

async function runLoopback(options: LoopbackCommandOptions): Promise<void> {
  const interrupted = new AbortController();
  const onSignal = () => interrupted.abort(new Error('interrupted'));
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const sound = options.caller === undefined ? undefined : await soundOf(options.caller);
  const directory = await mkdtemp(join(tmpdir(), 'parley-loopback-'));
  try {
    await using discord = await listen(options);
    const caFile = join(directory, 'ca.pem');
    await writeFile(caFile, discord.certificate.certPem);
    const [guild] = discord.guilds;
    if (guild === undefined) throw new Error('Loopback Discord has no guild');
    console.log(
      JSON.stringify({
        api: discord.apiBase,
        gateway: discord.gatewayUrl,
        caFile,
        botTokens: discord.botTokens,
        userTokens: discord.userTokens,
        guildId: guild.id,
        textChannelId: guild.textChannelId,
        voiceChannelId: guild.voiceChannelId,
      }),
    );
    if (sound === undefined) await untilAborted(interrupted.signal);
    else await sayAgainAndAgain(discord, guild.id, sound, interrupted.signal);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function listen({ port, dave, trace }: LoopbackCommandOptions): Promise<LoopbackDiscord> {
  // Only now: the other commands start faster without it.
  const { LoopbackDiscord } = await import('../../loopback/loopback-discord.ts');
  try {
    return await LoopbackDiscord.listen({
      ...(trace === true ? { trace: (line: string) => console.error(line) } : {}),
      port,
      dave: dave === '1' ? 1 : 0,
      botCount: ACCOUNTS_OF_EACH_KIND,
      personCount: ACCOUNTS_OF_EACH_KIND,
    });
  } catch (error) {
    throw new CliError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

async function soundOf(file: string): Promise<Sound> {
  const { readWav } = await import('../audio/wav.ts');
  try {
    return readWav(await readFile(file));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(`Cannot use ${file} as the caller's voice: ${reason}`, { cause: error });
  }
}

/** Returns once `signal` aborts. */
async function sayAgainAndAgain(
  discord: LoopbackDiscord,
  guildId: string,
  sound: Sound,
  signal: AbortSignal,
): Promise<void> {
  const caller = await discord.join({ guildId, name: 'Caller' });
  try {
    while (!signal.aborted) {
      await systemClock.sleep(CALLER_PAUSE_MS, signal);
      await caller.speak(sound, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InvalidArgumentError('It must be a port, 0 to 65535.');
  }
  return port;
}
