import { once } from 'node:events';
import { Events } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { LoopbackDiscord } from '../../loopback/loopback-discord.ts';
import { logIn } from './real-client.ts';
import { openGateway } from './raw-gateway.ts';
import { until } from '../fakes/until.ts';

describe('the main gateway', () => {
  test('closes with 4004 on an unknown token', async () => {
    await using discord = await LoopbackDiscord.listen();
    const gateway = await openGateway(discord.gatewayUrl);
    gateway.send(2, { token: 'not.a.token', intents: 1 });
    expect(await gateway.closed).toBe(4004);
  });

  test('closes with 4003 when somebody asks before identifying, with 4002 on garbage', async () => {
    await using discord = await LoopbackDiscord.listen();
    const early = await openGateway(discord.gatewayUrl);
    early.send(4, { guild_id: discord.guilds[0]!.id, channel_id: null });
    expect(await early.closed).toBe(4003);
    const garbled = await openGateway(discord.gatewayUrl);
    garbled.sendText('{');
    expect(await garbled.closed).toBe(4002);
  });

  test('takes ids that come as JSON numbers, digit by digit', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    const gateway = await openGateway(discord.gatewayUrl);
    gateway.send(2, { token: discord.botTokens[0], intents: 129 });
    await gateway.event('GUILD_CREATE');

    gateway.sendText(
      `{"op":4,"d":{"guild_id":${guild!.id},"channel_id":${guild!.voiceChannelId},"self_mute":false,"self_deaf":false}}`,
    );

    expect((await gateway.event('VOICE_STATE_UPDATE')).d['channel_id']).toBe(guild!.voiceChannelId);
    expect((await gateway.event('VOICE_SERVER_UPDATE')).d['guild_id']).toBe(guild!.id);
    gateway.close();
  });

  test('sends both events again when op 4 is repeated for the same channel', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    const gateway = await openGateway(discord.gatewayUrl);
    gateway.send(2, { token: discord.botTokens[0], intents: 129 });
    await gateway.event('GUILD_CREATE');
    const ask = { guild_id: guild!.id, channel_id: guild!.voiceChannelId, self_mute: false };
    gateway.send(4, ask);
    gateway.send(4, ask);
    await until(() => {
      const names = gateway.frames.map(({ t }) => t);
      expect(names.filter((name) => name === 'VOICE_STATE_UPDATE')).toHaveLength(2);
      expect(names.filter((name) => name === 'VOICE_SERVER_UPDATE')).toHaveLength(2);
    });
    gateway.close();
  });

  test('tells a bot without the voice intent nothing of voice, and gives the server only to its owner', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    const deaf = await openGateway(discord.gatewayUrl);
    deaf.send(2, { token: discord.botTokens[0], intents: 1 });
    const other = await openGateway(discord.gatewayUrl);
    other.send(2, { token: discord.botTokens[1], intents: 129 });
    await Promise.all([deaf.event('GUILD_CREATE'), other.event('GUILD_CREATE')]);

    deaf.send(4, { guild_id: guild!.id, channel_id: guild!.voiceChannelId });

    await deaf.event('VOICE_SERVER_UPDATE');
    await other.event('VOICE_STATE_UPDATE');
    expect(deaf.frames.some(({ t }) => t === 'VOICE_STATE_UPDATE')).toBe(false);
    expect(other.frames.some(({ t }) => t === 'VOICE_SERVER_UPDATE')).toBe(false);
    deaf.close();
    other.close();
  });

  test('lets a dropped client resume, and replays what it missed', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    await using bot = await logIn(discord);
    const resumed = once(bot.client, Events.ShardResume);

    discord.faults.dropGateway(bot.userId);
    const alice = await discord.join({ guildId: guild!.id, name: 'Alice' });

    const [, replayedEvents] = await resumed;
    expect(replayedEvents).toBeGreaterThan(0);
    await until(() => {
      const { voiceStates } = bot.client.guilds.cache.get(guild!.id)!;
      expect(voiceStates.cache.get(alice.userId)?.channelId).toBe(guild!.voiceChannelId);
    });
  });

  test('makes a client identify anew when its session is invalid', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    await using bot = await logIn(discord);
    discord.faults.invalidateSession(bot.userId);
    await once(bot.client, Events.ShardReady);
    await using _alice = await discord.join({ guildId: guild!.id });
    await until(() =>
      expect(bot.client.guilds.cache.get(guild!.id)!.voiceStates.cache.size).toBe(1),
    );
  });

  test('holds READY back for as long as asked, and sends nothing before it', async () => {
    await using discord = await LoopbackDiscord.listen();
    discord.faults.delayReady(150);
    const gateway = await openGateway(discord.gatewayUrl);
    const askedAtMs = performance.now();
    gateway.send(2, { token: discord.botTokens[0], intents: 129 });
    await discord.join({ guildId: discord.guilds[0]!.id });
    await gateway.event('READY');
    expect(performance.now() - askedAtMs).toBeGreaterThan(140);
    expect(gateway.frames.find(({ op }) => op === 0)?.t).toBe('READY');
    gateway.close();
  });

  test('a client that logs out leaves its voice channel', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    const bot = await logIn(discord);
    await bot.join(guild!.voiceChannelId);
    expect(discord.voiceMembers(guild!.voiceChannelId)).toEqual([bot.userId]);
    await bot.client.destroy();
    await until(() => expect(discord.voiceMembers(guild!.voiceChannelId)).toEqual([]));
  });
});
