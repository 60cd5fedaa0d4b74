import { PermissionsBitField } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { checkDiscord } from '../../src/doctor/check-discord.ts';
import { restStub } from '../fakes/rest-stub.ts';

const signal = new AbortController().signal;
const enough = new PermissionsBitField(['ViewChannel', 'Connect', 'Speak', 'SendMessages']);
const tooFew = new PermissionsBitField(['ViewChannel', 'Connect']);

const discordWith = (guilds: unknown, me: unknown = { id: '9', username: 'parley' }) =>
  restStub({
    '/api/v10/users/@me': me,
    '/api/v10/applications/@me': { id: '9', name: 'Parley' },
    '/api/v10/users/@me/guilds': guilds,
  });
const guild = (name: string, permissions: PermissionsBitField) => ({
  id: '1',
  name,
  permissions: String(permissions.bitfield),
});

async function check(discord: { origin: string }) {
  return checkDiscord({ token: 'token', apiBase: `${discord.origin}/api` }, signal);
}

describe('checkDiscord()', () => {
  test('has nothing to check without a token, and says what Parley does then', async () => {
    expect(await checkDiscord({ token: undefined }, signal)).toEqual([
      expect.objectContaining({ status: 'skipped', found: expect.stringMatching(/Loopback/) }),
    ]);
  });

  test('is content with a bot that is in a server and may do what it needs', async () => {
    await using discord = await discordWith([guild('Home', enough)]);
    const results = await check(discord);
    expect(results.map(({ name, status }) => [name, status])).toEqual([
      ['Discord token', 'ok'],
      ['intents', 'ok'],
      ['servers', 'ok'],
    ]);
    expect(results[0]!.found).toContain('parley (9)');
  });

  test('names what each server withholds', async () => {
    await using discord = await discordWith([guild('Home', enough), guild('Away', tooFew)]);
    const results = await check(discord);
    expect(results.at(-1)).toMatchObject({
      status: 'failed',
      isFatal: false,
      found: 'in "Away" I lack: SendMessages, Speak',
    });
  });

  test('gives the invitation to a bot that is in no server', async () => {
    await using discord = await discordWith([]);
    const { advice } = (await check(discord)).at(-1)!;
    expect(advice).toMatch(/client_id=9&scope=bot\+applications\.commands&permissions=36703232$/);
  });

  test('says what to do about a wrong token', async () => {
    await using discord = await discordWith([], 401);
    expect(await check(discord)).toEqual([
      expect.objectContaining({ isFatal: true, advice: expect.stringContaining('Bot page') }),
    ]);
  });

  test('says that Discord cannot be reached', async () => {
    const [result] = await check({ origin: 'http://127.0.0.1:1' });
    expect(result).toMatchObject({ isFatal: true, found: expect.stringContaining('ECONNREFUSED') });
  });
});
