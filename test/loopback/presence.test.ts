import { entersState, VoiceConnectionStatus } from '@discordjs/voice';
import { PermissionFlagsBits, type StageChannel } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { LoopbackDiscord } from '../../loopback/loopback-discord.ts';
import { listen, logIn, play } from './real-client.ts';
import { tone } from './tone.ts';
import { until } from '../fakes/until.ts';

const never = new AbortController().signal;
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('voice channels', () => {
  test('let nobody in who may not connect, and answer them nothing', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    await using bot = await logIn(discord);
    const { voiceChannelId } = guild!;
    discord.setPermissions({
      guildId: guild!.id,
      channelId: voiceChannelId,
      deny: PermissionFlagsBits.Connect,
    });

    await expect(discord.join({ guildId: guild!.id, name: 'Alice' })).rejects.toThrow(
      'Alice cannot join Voice: they may not connect to it',
    );
    await until(() => {
      const channel = bot.client.channels.cache.get(voiceChannelId);
      expect(channel?.isVoiceBased() && channel.joinable).toBe(false);
    });
    const joining = bot.join(voiceChannelId);
    joining.catch(() => {});
    await settled();
    expect(discord.voiceMembers(voiceChannelId)).toEqual([]);
    discord.setPermissions({
      guildId: guild!.id,
      channelId: voiceChannelId,
      userId: bot.userId,
      allow: PermissionFlagsBits.Connect,
    });
    bot.client.guilds.cache.get(guild!.id)!.shard.send({
      op: 4,
      d: { guild_id: guild!.id, channel_id: voiceChannelId, self_mute: false, self_deaf: false },
    });
    await joining;
    expect(discord.voiceMembers(voiceChannelId)).toEqual([bot.userId]);
  });

  test('are full at their limit, but not for those who may move members', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    const channelId = discord.addChannel({
      guildId: guild!.id,
      type: 'voice',
      name: 'Small',
      userLimit: 1,
    });
    const alice = await discord.join({ guildId: guild!.id, channelId, name: 'Alice' });
    await expect(discord.join({ guildId: guild!.id, channelId, name: 'Bob' })).rejects.toThrow(
      'it is full',
    );
    await discord.join({ guildId: guild!.id, channelId, userId: guild!.ownerId });
    expect(discord.voiceMembers(channelId)).toEqual([alice.userId, guild!.ownerId]);
  });

  test('pass on nothing of people who may not speak, are muted, or are deaf', async () => {
    await using discord = await LoopbackDiscord.listen({ dave: 0 });
    const [guild] = discord.guilds;
    await using bot = await logIn(discord);
    const alice = await discord.join({ guildId: guild!.id });
    const connection = await bot.join(guild!.voiceChannelId);
    const packetsOf = async (act: () => void) => {
      act();
      const before = discord.udpCounters.sent;
      await alice.speak(tone(440, 100), never);
      return discord.udpCounters.sent - before;
    };

    expect(await packetsOf(() => {})).toBeGreaterThan(5);
    expect(await packetsOf(() => discord.setServerMute(alice.userId, true))).toBe(0);
    expect(await packetsOf(() => discord.setServerMute(alice.userId, false))).toBeGreaterThan(5);
    const speak = { guildId: guild!.id, userId: alice.userId, channelId: guild!.voiceChannelId };
    expect(
      await packetsOf(() => discord.setPermissions({ ...speak, deny: PermissionFlagsBits.Speak })),
    ).toBe(0);
    expect(
      await packetsOf(() => discord.setPermissions({ ...speak, allow: PermissionFlagsBits.Speak })),
    ).toBeGreaterThan(5);
    expect(await packetsOf(() => alice.setMute(true))).toBe(0);
    expect(await packetsOf(() => alice.setMute(false))).toBeGreaterThan(5);
    expect(await packetsOf(() => discord.setServerDeaf(bot.userId, true))).toBe(0);
    alice.setDeaf(true);
    await play(connection, tone(440, 100));
    expect(alice.heard.packets).toBe(0);
  });

  test('of the stage kind have an audience, and moderators let it speak', async () => {
    await using discord = await LoopbackDiscord.listen({ dave: 0 });
    const [guild] = discord.guilds;
    const channelId = discord.addChannel({ guildId: guild!.id, type: 'stage', name: 'Stage' });
    await using bot = await logIn(discord);
    const alice = await discord.join({ guildId: guild!.id, channelId });
    const connection = await bot.join(channelId);
    const stage = bot.client.channels.cache.get(channelId) as StageChannel;
    const me = stage.guild.members.me!;
    await until(() => expect(me.voice.suppress).toBe(true));

    await expect(me.voice.setSuppressed(false)).rejects.toMatchObject({ code: 50013 });
    await play(connection, tone(440, 100));
    expect(alice.heard.packets).toBe(0);
    await me.voice.setRequestToSpeak(true);
    await until(() => expect(me.voice.requestToSpeakTimestamp).toBeGreaterThan(0));
    discord.setPermissions({
      guildId: guild!.id,
      userId: bot.userId,
      allow: PermissionFlagsBits.MuteMembers,
    });
    await me.voice.setSuppressed(false);
    await until(() => expect(me.voice.suppress).toBe(false));
    await play(connection, tone(440, 100));
    expect(alice.heard.packets).toBeGreaterThan(4);
  });

  test('of the AFK kind silence everyone', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    await using bot = await logIn(discord);
    const channelId = discord.addChannel({ guildId: guild!.id, type: 'afk' });
    await until(() => expect(bot.client.guilds.cache.get(guild!.id)!.afkChannelId).toBe(channelId));
    const alice = await discord.join({ guildId: guild!.id, channelId });
    await until(() => {
      const states = bot.client.guilds.cache.get(guild!.id)!.voiceStates.cache;
      expect(states.get(alice.userId)?.suppress).toBe(true);
    });
  });

  test('are left by kick with 4014, and by deletion with 4022', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    await using bot = await logIn(discord);
    const connection = await bot.join(guild!.voiceChannelId);
    const alice = await discord.join({ guildId: guild!.id });
    discord.kickFromVoice(bot.userId);
    await entersState(connection, VoiceConnectionStatus.Disconnected, 5_000);
    expect(connection.state).toMatchObject({ closeCode: 4014 });

    discord.deleteChannel(guild!.voiceChannelId);
    expect(alice.isInVoice).toBe(false);
    await until(() => expect(bot.client.channels.cache.has(guild!.voiceChannelId)).toBe(false));
    await expect(alice.speak(tone(440, 100), never)).rejects.toThrow('has left');
  });

  test('are changed by a moderator: bot and caller go along and go on', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    const other = discord.addChannel({ guildId: guild!.id, type: 'voice', name: 'Other' });
    await using bot = await logIn(discord);
    const alice = await discord.join({ guildId: guild!.id });
    const connection = await bot.join(guild!.voiceChannelId);

    discord.moveTo(bot.userId, other);
    discord.moveTo(alice.userId, other);

    expect(alice.channelId).toBe(other);
    await until(() => expect(connection.joinConfig.channelId).toBe(other));
    await entersState(connection, VoiceConnectionStatus.Ready, 5_000);
    await until(() => expect(discord.daveGroup(other).memberIds).toHaveLength(2));
    const heard = listen(connection, alice.userId);
    await alice.speak(tone(440, 200), never);
    expect(heard.packets.length).toBeGreaterThan(5);
  });

  test('are ruled by moderators over REST too', async () => {
    await using discord = await LoopbackDiscord.listen();
    const [guild] = discord.guilds;
    const other = discord.addChannel({ guildId: guild!.id, type: 'voice' });
    await using bot = await logIn(discord);
    const alice = await discord.join({ guildId: guild!.id });
    const member = await bot.client.guilds.cache.get(guild!.id)!.members.fetch(alice.userId);
    await expect(member.voice.setChannel(other)).rejects.toMatchObject({ code: 50013 });
    const allow = PermissionFlagsBits.MoveMembers | PermissionFlagsBits.MuteMembers;
    discord.setPermissions({ guildId: guild!.id, userId: bot.userId, allow });
    await member.voice.setChannel(other);
    await member.voice.setMute(true);
    expect(alice.channelId).toBe(other);
    await until(() => expect(member.voice.serverMute).toBe(true));
    await member.voice.disconnect();
    expect(alice.isInVoice).toBe(false);
  });

  test('of several guilds share nothing', async () => {
    await using discord = await LoopbackDiscord.listen({ guildCount: 2 });
    const [first, second] = discord.guilds;
    await using bot = await logIn(discord);
    const connections = [
      await bot.join(first!.voiceChannelId),
      await bot.join(second!.voiceChannelId),
    ];
    const alice = await discord.join({ guildId: first!.id });
    const bob = await discord.join({ guildId: second!.id });
    const heardInSecond = listen(connections[1]!, bob.userId);
    await alice.speak(tone(440, 100), never);
    await play(connections[0]!, tone(500, 100));
    expect(alice.heard.packets).toBeGreaterThan(4);
    expect(bob.heard.packets + heardInSecond.packets.length).toBe(0);
  });
});
