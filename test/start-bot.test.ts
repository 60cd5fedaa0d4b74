import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { LoopbackDiscord } from '../loopback/loopback-discord.ts';
import { systemClock } from '../src/async/clock.ts';
import type { Brain } from '../src/brain.ts';
import { readConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { startBot } from '../src/start-bot.ts';

let opened = new AsyncDisposableStack();
afterEach(async () => {
  await opened.disposeAsync();
  opened = new AsyncDisposableStack();
});

test('a wrong token is told while the models are still being loaded, and they are given up', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'parley-start-'));
  opened.defer(() => rm(dir, { recursive: true, force: true }));
  const discord = opened.use(await LoopbackDiscord.listen());
  setDefaultCACertificates([...getCACertificates('default'), discord.certificate.certPem]);
  let reason: unknown;
  const started = startBot(
    {
      config: readConfig({ DISCORD_API_BASE: discord.apiBase, PARLEY_DATA_DIR: dir }),
      token: 'of another bot',
      clock: systemClock,
      log: createLog('silent', false),
      onReady: () => {},
      onTurn: () => {},
    },
    new AbortController().signal,
    (_config, _clock, _log, signal, onLoading) =>
      new Promise<Brain>((_, reject) => {
        onLoading?.();
        signal.addEventListener('abort', () => {
          reason = signal.reason;
          reject(signal.reason);
        });
      }),
  );
  await expect(started).rejects.toThrow('Discord does not accept DISCORD_TOKEN');
  expect(reason).toEqual(new Error('The bot ends'));
});

test('a model that cannot be loaded is told, and nobody is logged in any more', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'parley-start-'));
  opened.defer(() => rm(dir, { recursive: true, force: true }));
  const discord = opened.use(await LoopbackDiscord.listen());
  setDefaultCACertificates([...getCACertificates('default'), discord.certificate.certPem]);
  const started = startBot(
    {
      config: readConfig({ DISCORD_API_BASE: discord.apiBase, PARLEY_DATA_DIR: dir }),
      token: discord.botTokens[0]!,
      clock: systemClock,
      log: createLog('silent', false),
      onReady: () => {},
      onTurn: () => {},
    },
    new AbortController().signal,
    async () => {
      throw new Error('Cannot load the voice');
    },
  );
  await expect(started).rejects.toThrow('Cannot load the voice');
});
