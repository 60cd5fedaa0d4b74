import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { restStub, type RestStub } from '../fakes/rest-stub.ts';

const script = fileURLToPath(new URL('../../deploy-commands.ts', import.meta.url));
const GUILD = '100000000000000001';

let dataDir: string;
let discord: RestStub;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-deploy-'));
  discord = await restStub({
    '/api/v10/applications/@me': { id: '9', name: 'Parley' },
    '/api/v10/applications/9/commands': [],
    [`/api/v10/applications/9/guilds/${GUILD}/commands`]: [],
  });
});
afterEach(async () => {
  await discord[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true });
});

/** Runs a program; never rejects. */
function run(args: string[], env: Record<string, string> = {}) {
  return new Promise<{ exitCode: number; stdout: string; stderr: string }>((resolve) => {
    const settings = {
      PATH: process.env['PATH'] ?? '',
      DISCORD_TOKEN: 'token',
      DISCORD_API_BASE: `${discord.origin}/api`,
      PARLEY_DATA_DIR: dataDir,
      ...env,
    };
    execFile(process.execPath, args, { env: settings }, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

describe('deploy-commands', () => {
  test('registers everywhere, prints what it did and ends', async () => {
    const { exitCode, stdout } = await run([script]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Registered 10 commands of Parley for all servers:\n {2}\/join {2}/u);
    expect(discord.requests).toEqual([
      'GET /api/v10/applications/@me',
      'PUT /api/v10/applications/9/commands',
    ]);
  });

  test('registers in one server, and takes back what was registered everywhere', async () => {
    await run([script]);
    const { stdout } = await run([script, '--guild', GUILD]);
    expect(stdout).toContain(`in the server ${GUILD}`);
    expect(discord.requests.slice(3)).toEqual([
      'PUT /api/v10/applications/9/commands',
      `PUT /api/v10/applications/9/guilds/${GUILD}/commands`,
    ]);
  });

  test.for([
    ['no token', [], { DISCORD_TOKEN: '' }, 1, /without DISCORD_TOKEN/u],
    ['no server id', ['--guild', 'home'], {}, 1, /"home": not the id/u],
    ['no Discord', [], { DISCORD_API_BASE: 'http://127.0.0.1:1' }, 69, /ECONNREFUSED/u],
  ] as const)('says in one line what is wrong: %s', async ([, args, env, code, message]) => {
    const { exitCode, stderr } = await run([script, ...args], env);
    expect(exitCode).toBe(code);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('needs no native addon: the commands know the voice by its types', async () => {
    const commands = JSON.stringify(new URL('../../src/commands/index.ts', import.meta.url).href);
    const { stdout } = await run([
      '--input-type=module-typescript',
      '-e',
      `await import(${commands});
       console.log(process.report.getReport().sharedObjects.filter((file) => file.endsWith('.node')).length);`,
    ]);
    expect(stdout).toBe('0\n');
  });
});
