import { PermissionFlagsBits, type TextChannel } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { LoopbackDiscord } from '../../loopback/loopback-discord.ts';
import { logIn } from './real-client.ts';

describe('the REST API', () => {
  test('answers 401 without a token that it knows, and records every request', async () => {
    await using discord = await LoopbackDiscord.listen();
    const status = async (path: string, authorization?: string) => {
      const headers = authorization === undefined ? {} : { authorization };
      return (await fetch(`${discord.apiBase}/v10${path}`, { headers })).status;
    };

    expect(await status('/users/@me')).toBe(401);
    expect(await status('/users/@me', 'Bot wrong')).toBe(401);
    expect(await status('/users/@me', `Bot ${discord.botTokens[0]}`)).toBe(200);
    expect(await status('/users/@me', discord.userTokens[0])).toBe(200);
    expect(await status('/gateway')).toBe(200);
    expect(await status('/soundboard-default-sounds', discord.userTokens[0])).toBe(200);
    expect(await status('/oauth2/applications/@me', `Bot ${discord.botTokens[0]}`)).toBe(200);
    expect(await status('/nowhere', `Bot ${discord.botTokens[0]}`)).toBe(404);
    expect(discord.rest.map(({ status }) => status)).toEqual([
      401, 401, 200, 200, 200, 200, 200, 404,
    ]);
  });

  test('posts, edits and deletes messages, and says who may not', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    await using bot = await logIn(discord);
    const channel = bot.client.channels.cache.get(guild!.textChannelId) as TextChannel;

    const message = await channel.send('first');
    await message.edit('second');
    expect(discord.messages[0]).toMatchObject({ content: 'second', authorId: bot.userId });
    expect(discord.messages[0]!.edits.map(({ content }) => content)).toEqual(['first', 'second']);
    await expect(channel.send('x'.repeat(2001))).rejects.toMatchObject({
      code: 50035,
      status: 400,
    });
    await expect(channel.send('')).rejects.toMatchObject({ code: 50006 });
    await message.delete();
    expect(discord.messages[0]!.isDeleted).toBe(true);

    discord.setPermissions({
      guildId: guild!.id,
      channelId: channel.id,
      deny: PermissionFlagsBits.SendMessages,
    });
    await expect(channel.send('silenced')).rejects.toMatchObject({ code: 50013, status: 403 });
  });

  test('takes a message that comes with a file', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    await using bot = await logIn(discord);
    const channel = bot.client.channels.cache.get(guild!.textChannelId) as TextChannel;
    await channel.send({
      content: 'see',
      files: [{ attachment: Buffer.from('x'), name: 'x.txt' }],
    });
    expect(discord.messages[0]!.content).toBe('see');
  });

  test.for([true, false])(
    'limits the rate when asked, for everything: %s, and clients wait as told',
    async (isGlobal) => {
      await using discord = await LoopbackDiscord.listen();
      const [guild] = discord.guilds;
      await using bot = await logIn(discord);
      const channel = bot.client.channels.cache.get(guild!.textChannelId) as TextChannel;
      discord.faults.rateLimit({ retryAfterMs: 300, isGlobal, route: /\/messages$/ });

      const askedAtMs = performance.now();
      await channel.send('late');

      expect(performance.now() - askedAtMs).toBeGreaterThan(290);
      const posts = discord.rest.filter(({ path }) => path.endsWith('/messages'));
      expect(posts.map(({ status }) => status)).toEqual([429, 200]);
    },
  );

  test('fails with any status as often as asked', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    await using bot = await logIn(discord, undefined, {
      rest: { api: discord.apiBase, retries: 0 },
    });
    discord.faults.failRest({ status: 503, times: 2 });
    const fetchGuild = () => bot.client.guilds.fetch({ guild: guild!.id, force: true });
    await expect(fetchGuild()).rejects.toMatchObject({ status: 503 });
    await expect(fetchGuild()).rejects.toMatchObject({ status: 503 });
    expect((await fetchGuild()).name).toBe('Guild 1');
  });

  test('says in one sentence that a port is taken', async () => {
    await using discord = await LoopbackDiscord.listen();
    const port = Number(new URL(discord.apiBase).port);
    await expect(LoopbackDiscord.listen({ port })).rejects.toThrow(
      `Cannot start Loopback Discord on port ${port}: it is in use`,
    );
  });
});
