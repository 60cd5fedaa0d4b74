import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { systemClock, type Clock } from '../../src/async/clock.ts';
import { openDiscord } from '../../src/discord/client.ts';
import { DiscordError } from '../../src/discord/discord-error.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { tinyGateway } from '../fakes/tiny-gateway.ts';

const log = pino({ level: 'silent' });
const never = new AbortController().signal;

/** The error that logging in ends with. */
async function failedLogin(
  apiBase: string,
  { token = 'token', clock = systemClock }: { token?: string; clock?: Clock } = {},
): Promise<DiscordError> {
  const error = await openDiscord({ token, apiBase, clock, log, signal: never }).catch(
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DiscordError);
  return error as DiscordError;
}

describe('openDiscord()', () => {
  test('says what to do about a token that Discord does not accept', async () => {
    await using discord = await tinyGateway({ restStatus: 401 });
    const error = await failedLogin(discord.apiBase);
    expect(error).toMatchObject({ failure: 'token', exitCode: 78 });
    expect(error.message).toMatch(/does not accept DISCORD_TOKEN.*Bot page/);
  });

  test.for(['', 'two\nlines', 'tökén→'])('says the same about the token %j', async (token) => {
    await using discord = await tinyGateway({ restStatus: 401 });
    expect(await failedLogin(discord.apiBase, { token })).toMatchObject({ failure: 'token' });
  });

  test('says the same when only the gateway refuses it', async () => {
    await using discord = await tinyGateway({ closeCode: 4004 });
    expect(await failedLogin(discord.apiBase)).toMatchObject({ failure: 'token' });
  });

  test('says that the intents are refused', async () => {
    await using discord = await tinyGateway({ closeCode: 4014 });
    const error = await failedLogin(discord.apiBase);
    expect(error).toMatchObject({ failure: 'intents', exitCode: 78 });
    expect(error.message).toMatch(/Guilds and Guild Voice States/);
  });

  test('says that Discord cannot be reached, and why', async () => {
    const error = await failedLogin('http://127.0.0.1:1/api');
    expect(error).toMatchObject({ failure: 'unreachable', exitCode: 69 });
    expect(error.message).toMatch(/Cannot log in to Discord: .*ECONNREFUSED.*network and proxy/);
  });

  test('gives up on a gateway that cannot be reached although REST can', async () => {
    await using discord = await tinyGateway({ gatewayUrl: 'ws://127.0.0.1:1/gateway' });
    const clock = fakeClock();
    const failing = failedLogin(discord.apiBase, { clock });
    await clock.advance(30_000);
    expect((await failing).message).toMatch(/gateway has not answered for 30 s.*WebSockets/);
  });

  // discord.js goes on reconnecting after destroy() when it was still connecting: the process of a
  // bot that had given up stayed alive, and tried for ever.
  test('leaves nothing behind that keeps the process of a failed login alive', async () => {
    const [client, clock, gateway] = [
      '../../src/discord/client.ts',
      '../../src/async/clock.ts',
      '../fakes/tiny-gateway.ts',
    ].map((path) => JSON.stringify(new URL(path, import.meta.url).href));
    const script = `
      import { openDiscord } from ${client};
      import { systemClock } from ${clock};
      import { tinyGateway } from ${gateway};
      const quiet = () => {};
      const log = { error: quiet, warn: quiet, info: quiet, fatal: quiet };
      const discord = await tinyGateway({ gatewayUrl: 'ws://127.0.0.1:1/gateway' });
      const clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms / 100, signal) };
      const signal = new AbortController().signal;
      await openDiscord({ token: 'token', apiBase: discord.apiBase, clock, log, signal }).catch(quiet);
      await discord[Symbol.asyncDispose]();`;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script]);
    const killer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    const [exitCode] = await once(child, 'exit');
    clearTimeout(killer);
    expect(exitCode).toBe(0);
  });

  test('ends a login that is aborted with the reason', async () => {
    await using discord = await tinyGateway({ gatewayUrl: 'ws://127.0.0.1:1/gateway' });
    const shutdown = new AbortController();
    const opening = openDiscord({
      token: 'token',
      apiBase: discord.apiBase,
      clock: systemClock,
      log,
      signal: shutdown.signal,
    });
    shutdown.abort(new Error('shutting down'));
    await expect(opening).rejects.toThrow('shutting down');
  });
});
