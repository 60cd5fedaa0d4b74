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

/** On a Discord of its own, with the token that it is given there or with another one. */
async function start(open: Parameters<typeof startBot>[2], token?: string): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'parley-start-'));
  opened.defer(() => rm(dir, { recursive: true, force: true }));
  const discord = opened.use(await LoopbackDiscord.listen());
  setDefaultCACertificates([...getCACertificates('default'), discord.certificate.certPem]);
  const options = {
    config: readConfig({ DISCORD_API_BASE: discord.apiBase, PARLEY_DATA_DIR: dir }),
    token: token ?? discord.botTokens[0]!,
    clock: systemClock,
    log: createLog('silent', false),
    onReady: () => {},
    onTurn: () => {},
  };
  return startBot(options, new AbortController().signal, open);
}

test('a wrong token is told while the models are still being loaded, and they are given up', async () => {
  let reason: unknown;
  const started = start(
    (_config, _clock, _log, signal, onLoading) =>
      new Promise<Brain>((_, reject) => {
        onLoading?.();
        signal.addEventListener('abort', () => {
          reason = signal.reason;
          reject(signal.reason);
        });
      }),
    'of another bot',
  );
  await expect(started).rejects.toThrow('Discord does not accept DISCORD_TOKEN');
  expect(reason).toEqual(new Error('The bot ends'));
});

test('a model that cannot be loaded is told', async () => {
  const started = start(async () => {
    throw new Error('Cannot load the voice');
  });
  await expect(started).rejects.toThrow('Cannot load the voice');
});
