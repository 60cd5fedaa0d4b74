/** The whole bot in this process, on a Loopback Discord with any number of guilds. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { LoopbackDiscord, type LoopbackOptions } from '../../loopback/loopback-discord.ts';
import { systemClock } from '../../src/async/clock.ts';
import { startBot } from '../../src/start-bot.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import type { TurnRecord } from '../../src/pipeline/timeline.ts';
import { modelsDir } from './real-models.ts';

export interface WholeBot extends AsyncDisposable {
  readonly discord: LoopbackDiscord;
  readonly botId: string;
  readonly records: readonly TurnRecord[];
  /** The bot's own signal: everything of it listens to this one. */
  readonly signal: AbortSignal;
  /** The bot leaves and closes everything; Loopback Discord goes on. */
  end(): Promise<void>;
}

/** @returns when the bot is logged in and its models are loaded; it is in no channel yet. */
export async function wholeBot(
  llmBaseUrl: string,
  options: LoopbackOptions = {},
): Promise<WholeBot> {
  await using opening = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-whole-'));
  opening.defer(() => rm(dataDir, { recursive: true, force: true }));
  const discord = opening.use(await LoopbackDiscord.listen(options));
  setDefaultCACertificates([...getCACertificates('default'), discord.certificate.certPem]);
  const account = discord.accounts.find(({ isBot }) => isBot);
  if (account === undefined) throw new Error('Loopback Discord has no bot account');
  const config = readConfig({
    DISCORD_API_BASE: discord.apiBase,
    LLM_BASE_URL: llmBaseUrl,
    PARLEY_MODELS_DIR: modelsDir,
    PARLEY_DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
  });
  const records: TurnRecord[] = [];
  const ending = new AbortController();
  const ready = Promise.withResolvers<void>();
  const running = startBot(
    {
      config,
      token: account.token,
      clock: systemClock,
      log: createLog('silent', false),
      onReady: ready.resolve,
      onTurn: (record) => records.push(record),
    },
    ending.signal,
  );
  running.catch(ready.reject);
  const end = async () => {
    ending.abort(new Error('The test is over'));
    await running;
  };
  opening.defer(end);
  await ready.promise;
  const resources = opening.move();
  return {
    discord,
    botId: account.id,
    records,
    signal: ending.signal,
    end,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
