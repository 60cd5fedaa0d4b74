import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

test('a bot whose starter is gone ends with its own message, and without a crash', async () => {
  const bot = fork(MAIN, { silent: true, env: { ...process.env, DISCORD_TOKEN: '' } });
  const written = Array.fromAsync(bot.stderr ?? [], String);
  bot.disconnect();
  const [code] = await once(bot, 'exit');
  const text = (await written).join('');
  expect(text).toMatch(/^Cannot log in: DISCORD_TOKEN is not set/u);
  expect(text).not.toMatch(/EPIPE|ERR_|^\s+at /mu);
  expect(code).toBeGreaterThan(0);
});
