import { InteractionContextType } from 'discord.js';
import { pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/commands/index.ts';
import { registerCommands, type Registration } from '../../src/discord/register-commands.ts';
import { openSettings, type Settings } from '../../src/settings/store.ts';

const log = pino({ level: 'silent' });
const signal = new AbortController().signal;
const definitions = COMMANDS.map(({ definition }) => definition);
const changed = definitions.slice(1);

let settings: Settings;
let puts: { route: string; count: number }[];
let failWith: Error | undefined;
const rest: Registration['rest'] = {
  async put(route, options) {
    if (failWith !== undefined) throw failWith;
    puts.push({ route, count: (options!.body as unknown[]).length });
    return [];
  },
};
const register = (parts: Partial<Registration> = {}) =>
  registerCommands({ rest, applicationId: 'app', definitions, settings, log, signal, ...parts });

beforeEach(() => {
  settings = openSettings({ dataDir: undefined, log });
  puts = [];
  failWith = undefined;
});

describe('registerCommands()', () => {
  test('registers once, and again only when a definition changed', async () => {
    expect(await register()).toBe(true);
    expect(await register()).toBe(false);
    expect(await register({ definitions: changed })).toBe(true);
    expect(puts).toEqual([
      { route: '/applications/app/commands', count: 10 },
      { route: '/applications/app/commands', count: 9 },
    ]);
  });

  test('takes the commands out of the scope they were in before', async () => {
    await register();
    await register({ guildId: '100000000000000001' });
    expect(puts.slice(1)).toEqual([
      { route: '/applications/app/commands', count: 0 },
      { route: '/applications/app/guilds/100000000000000001/commands', count: 10 },
    ]);
    puts.length = 0;
    await register();
    expect(puts.map(({ count }) => count)).toEqual([0, 10]);
  });

  test('leaves the commands of another application alone', async () => {
    await register({ applicationId: 'other' });
    await register();
    expect(puts.map(({ route }) => route)).toEqual([
      '/applications/other/commands',
      '/applications/app/commands',
    ]);
  });

  test('registers on request even when nothing changed', async () => {
    await register();
    expect(await register({ always: true })).toBe(true);
    expect(puts).toHaveLength(2);
  });

  test('tries again next time when it failed', async () => {
    failWith = new Error('fetch failed', { cause: new Error('connect ECONNREFUSED') });
    await expect(register()).rejects.toThrow(
      /Cannot register the slash commands for all servers: connect ECONNREFUSED/,
    );
    failWith = undefined;
    expect(await register()).toBe(true);
  });
});

describe('COMMANDS', () => {
  test('are those that people are told about, for servers only', () => {
    expect(definitions.map(({ name }) => name)).toEqual([
      'join',
      'leave',
      'ask',
      'stop',
      'reset',
      'status',
      'settings',
      'voice',
      'pronounce',
      'privacy',
    ]);
    for (const { contexts } of definitions)
      expect(contexts).toEqual([InteractionContextType.Guild]);
  });
});
