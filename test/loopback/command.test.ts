import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openGateway } from './raw-gateway.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

function parley(...args: readonly string[]) {
  return spawn(process.execPath, [CLI, 'loopback', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

interface Announcement {
  readonly api: string;
  readonly gateway: string;
  readonly caFile: string;
  readonly botTokens: readonly string[];
  readonly userTokens: readonly string[];
  readonly guildId: string;
  readonly textChannelId: string;
  readonly voiceChannelId: string;
}

describe('parley loopback', () => {
  test.for(['SIGINT', 'SIGTERM'] as const)(
    'prints one line, serves clients, and exits 0 on %s',
    async (signal) => {
      const child = parley();
      const [line] = await once(createInterface({ input: child.stdout }), 'line');
      const printed = JSON.parse(String(line)) as Announcement;
      expect(existsSync(printed.caFile)).toBe(true);
      const person = await openGateway(printed.gateway);
      person.send(2, { token: printed.userTokens[0] });
      const guild = await person.event('GUILD_CREATE');
      expect(guild.d['id']).toBe(printed.guildId);
      const authorization = `Bot ${printed.botTokens[0]}`;
      const me = await fetch(`${printed.api}/v10/users/@me`, { headers: { authorization } });
      expect(await me.json()).toMatchObject({ bot: true });

      child.kill(signal);

      const [code] = await once(child, 'exit');
      expect(code).toBe(0);
      expect(existsSync(printed.caFile)).toBe(false);
    },
  );

  test('says in one sentence that the port is taken, and exits 1', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const child = parley('--port', String(port));
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    taken.close();
    expect(said).toMatch(
      new RegExp(`^Cannot start Loopback Discord on port ${port}: it is in use[^\\n]*\\n$`),
    );
    expect(code).toBe(1);
  });
});

describe('LoopbackDiscord', () => {
  test('leaves nothing open that keeps a process alive', async () => {
    const loopback = new URL('../../loopback/loopback-discord.ts', import.meta.url).href;
    const program = `
      import { LoopbackDiscord } from '${loopback}';
      const discord = await LoopbackDiscord.listen();
      const guildId = discord.guilds[0].id;
      const alice = await discord.join({ guildId });
      await discord.join({ guildId });
      discord.faults.impair('both', { jitterMs: 5_000 });
      discord.faults.delayReady(60_000);
      new WebSocket(discord.gatewayUrl).onerror = () => {};
      const samples = new Float32Array(48_000);
      const speaking = alice.speak({ samples, sampleRateHz: 48_000 }, new AbortController().signal);
      speaking.catch((error) => console.log(error.message));
      alice.heard.firstVoicedAfter(0).catch((error) => console.log(error.message));
      setTimeout(() => discord[Symbol.asyncDispose](), 100);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program]);
    const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    expect(code).toBe(0);
    expect(output).toContain('has left the voice channel');
    expect(output).toContain('the caller has left');
  });
});
