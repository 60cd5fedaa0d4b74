import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { setTimeout as passed } from 'node:timers/promises';
import { REST } from 'discord.js';
import { afterEach, describe, expect, test } from 'vitest';
import { LoopbackDiscord } from '../loopback/loopback-discord.ts';
import type { Account } from '../loopback/world/types.ts';
import { systemClock } from '../src/async/clock.ts';
import { runBot } from '../src/bot.ts';
import type { Brain } from '../src/brain.ts';
import { COMMANDS } from '../src/commands/index.ts';
import { readConfig } from '../src/config.ts';
import { registerCommands } from '../src/discord/register-commands.ts';
import { createVoicePool } from '../src/engines/voice-pool.ts';
import { createLog } from '../src/log.ts';
import { findVoice } from '../src/models/voices.ts';
import type { LoadLevel } from '../src/pipeline/load.ts';
import { openSettings } from '../src/settings/store.ts';
import { BUSY } from '../src/voice/join-checks.ts';
import { fakeLlm, fakeStt, fakeTts } from './fakes/fake-engines.ts';
import { levelVad } from './fakes/level-vad.ts';
import { until } from './fakes/until.ts';

const never = new AbortController().signal;
const log = createLog('silent', false);
const USUAL = findVoice('piper-en-us-joe-medium');

/** Hears, thinks and says nothing of note. */
async function stubBrain(load: () => LoadLevel, expectCrowd: () => void): Promise<Brain> {
  const tts = fakeTts(systemClock);
  const voices = createVoicePool({
    open: async () => ({ voice: () => tts, async [Symbol.asyncDispose]() {} }),
    clock: systemClock,
    log,
  });
  await voices.load(USUAL.modelId, never);
  const llm = fakeLlm(systemClock, []);
  return {
    parts: {
      stt: fakeStt(systemClock, []),
      tts,
      llm,
      createVad: levelVad,
      turnDetector: { finishedProbability: async () => 1, async [Symbol.asyncDispose]() {} },
    },
    voices,
    usualVoice: USUAL,
    load,
    expectCrowd,
    understood: ['en'],
    describe: () => ({ stt: '', tts: '', llm: llm.description, textLeaves: false }),
    [Symbol.asyncDispose]: () => voices[Symbol.asyncDispose](),
  };
}

let opened = new AsyncDisposableStack();
afterEach(async () => {
  await opened.disposeAsync();
  opened = new AsyncDisposableStack();
});

async function registerIn({ apiBase }: LoopbackDiscord, bot: Account): Promise<void> {
  using settings = openSettings({ dataDir: undefined, log });
  await registerCommands({
    rest: new REST({ api: apiBase }).setToken(bot.token),
    applicationId: bot.id,
    definitions: COMMANDS.map(({ definition }) => definition),
    settings,
    log,
    signal: never,
  });
}

/**
 * Guilds with somebody in the voice channel of each.
 * @param loaded until then, the models are being loaded; the bot may not be ready yet.
 */
async function begin(load: () => LoadLevel, guildCount = 1, loaded?: Promise<void>) {
  const dir = await mkdtemp(join(tmpdir(), 'parley-bot-'));
  opened.defer(() => rm(dir, { recursive: true, force: true }));
  const discord = opened.use(await LoopbackDiscord.listen({ guildCount }));
  setDefaultCACertificates([...getCACertificates('default'), discord.certificate.certPem]);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const ending = new AbortController();
  const crowds: boolean[] = [];
  const brain = (async () => {
    await loaded;
    return stubBrain(load, () => crowds.push(true));
  })();
  const bot = discord.accounts.find(({ isBot }) => isBot)!;
  // As by an earlier start.
  if (loaded !== undefined) await registerIn(discord, bot);
  const running = runBot(
    {
      config: readConfig({
        DISCORD_API_BASE: discord.apiBase,
        PARLEY_MODELS_DIR: dir,
        PARLEY_DATA_DIR: dir,
      }),
      token: discord.botTokens[0]!,
      clock: systemClock,
      log,
      onReady: resolve,
      onTurn: () => {},
      brain,
    },
    ending.signal,
  );
  running.catch(reject);
  opened.defer(async () => {
    ending.abort(new Error('The test is over'));
    await running;
    await (await brain)[Symbol.asyncDispose]();
  });
  if (loaded === undefined) await promise;
  else await until(() => expect(discord.online).toContain(bot.id));
  for (const { id, ownerId } of discord.guilds)
    await discord.join({ guildId: id, userId: ownerId });
  return {
    ready: promise,
    expectsCrowd: () => crowds.length > 0,
    join(at: number) {
      const { id, ownerId } = discord.guilds[at]!;
      return discord.slash({ name: 'join', guildId: id, userId: ownerId });
    },
    isIn: (at: number) => discord.voiceMembers(discord.guilds[at]!.voiceChannelId).includes(bot.id),
  };
}

/** Keeps the thread at work for most of the time. */
async function blockThread(forMs: number): Promise<void> {
  for (const endMs = performance.now() + forMs; performance.now() < endMs;) {
    for (const untilMs = performance.now() + 450; performance.now() < untilMs;);
    await passed(20);
  }
}

describe('the bot', () => {
  test.for([
    [1, false],
    [2, true],
  ] as const)('in %i servers at once gets ready for a crowd: %s', async ([guilds, expected]) => {
    const bot = await begin(() => 0, guilds);
    expect(bot.expectsCrowd()).toBe(expected);
    expect(await bot.join(0).reply).toMatch(/^I am listening/u);
    expect(bot.expectsCrowd()).toBe(expected);
  });
});

describe('the bot, while its models are still being loaded', () => {
  test('holds a command, and carries it out when they are', async () => {
    const { promise: loaded, resolve } = Promise.withResolvers<void>();
    const bot = await begin(() => 0, 1, loaded);
    const joining = bot.join(0);
    await passed(100);
    expect(bot.isIn(0)).toBe(false);
    resolve();
    expect(await joining.reply).toMatch(/^I am listening/u);
    expect(bot.isIn(0)).toBe(true);
  });

  test('tells in one sentence who would have to wait for too long', async () => {
    const { promise: loaded, resolve } = Promise.withResolvers<void>();
    const bot = await begin(() => 0, 1, loaded);
    const joining = bot.join(0);
    expect(await joining.reply).toMatch(/^I am still waking up/u);
    expect(await joining.acknowledged).toMatchObject({ ephemeral: true });
    resolve();
    await bot.ready;
    expect(await bot.join(0).reply).toMatch(/^I am listening/u);
  });
});

describe('the bot, where the machine does not keep up', () => {
  test('refuses further conversations with one plain sentence, and goes on with those that run', async () => {
    let level: LoadLevel = 0;
    const bot = await begin(() => level, 2);
    expect(await bot.join(0).reply).toMatch(/^I am listening/u);
    level = 4;
    const refused = bot.join(1);
    expect(await refused.acknowledged).toMatchObject({ ephemeral: true });
    expect(await refused.reply).toBe(BUSY);
    expect(bot.isIn(1)).toBe(false);
    expect(bot.isIn(0)).toBe(true);
    // Not where it is already: no conversation would begin there.
    expect(await bot.join(0).reply).toMatch(/^I am already in/u);
    level = 3;
    expect(await bot.join(1).reply).toMatch(/^I am listening/u);
    expect(bot.isIn(1)).toBe(true);
  });

  test('notices by itself that its own thread is too busy', async () => {
    const bot = await begin(() => 0);
    await blockThread(10_000);
    expect(await bot.join(0).reply).toBe(BUSY);
    expect(bot.isIn(0)).toBe(false);
  });
});
