import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { restStub } from '../fakes/rest-stub.ts';

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'parley-home-'));
});
afterEach(() => rm(home, { recursive: true }));

/** `parley doctor` on a machine where nothing is set up. */
function doctor(args: string[], env: Record<string, string> = {}) {
  return new Promise<{ exitCode: number; stdout: string }>((resolve) => {
    const settings = { PATH: process.env['PATH'] ?? '', HOME: home, ...env };
    execFile(process.execPath, [cli, 'doctor', ...args], { env: settings }, (error, stdout) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code), stdout });
    });
  });
}

describe('parley doctor', () => {
  test('is content without a token, and says that Parley then runs on its own Discord', async () => {
    const { exitCode, stdout } = await doctor([]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^✓ Node\.js/u);
    expect(stdout).toMatch(/✗ models +.*: not here yet\n +→ npm run -s parley -- models --fetch/u);
    expect(stdout).toMatch(/– Discord +no DISCORD_TOKEN: .*Loopback Discord/u);
    expect(stdout).toMatch(/Parley can run\.\n$/u);
  });

  test('exits with 1 when something stops Parley, and prints one JSON object', async () => {
    await using discord = await restStub({ '/api/v10/users/@me': 401 });
    const env = { DISCORD_TOKEN: 'wrong', DISCORD_API_BASE: `${discord.origin}/api` };
    const { exitCode, stdout } = await doctor(['--json'], env);
    expect(exitCode).toBe(1);
    const { isWell, checks } = JSON.parse(stdout);
    expect(isWell).toBe(false);
    expect(checks).toContainEqual(
      expect.objectContaining({ name: 'Discord token', status: 'failed', isFatal: true }),
    );
  });

  test('lists settings that are wrong instead of starting to look', async () => {
    const { exitCode, stdout } = await doctor([], { LOG_LEVEL: 'loud', LLM_BASE_URL: 'home' });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/✗ settings.*LLM_BASE_URL: must be.*LOG_LEVEL/su);
  });
});
