/** Against the real client's idea of permissions, on Loopback Discord. */
import { PermissionFlagsBits, type GuildMember, type VoiceBasedChannel } from 'discord.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LoopbackDiscord } from '../../loopback/loopback-discord.ts';
import type { Guild } from '../../loopback/world/types.ts';
import { joinObstacle } from '../../src/voice/join-checks.ts';
import { logIn, type RealClient } from '../loopback/real-client.ts';
import { until } from '../fakes/until.ts';

let discord: LoopbackDiscord;
let bot: RealClient;
let guild: Guild;

beforeAll(async () => {
  discord = await LoopbackDiscord.listen();
  guild = discord.guilds[0]!;
  bot = await logIn(discord);
});
afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  await discord[Symbol.asyncDispose]();
});

/** Somebody in a new channel, as the bot sees them. */
async function inNewChannel(options: Partial<Parameters<LoopbackDiscord['addChannel']>[0]> = {}) {
  const channelId = discord.addChannel({ guildId: guild.id, type: 'voice', ...options });
  const caller = await discord.join({ guildId: guild.id, channelId });
  const { channels, guilds } = bot.client;
  return until(() => {
    const channel = channels.cache.get(channelId);
    const member = guilds.cache.get(guild.id)?.members.cache.get(caller.userId);
    if (channel?.isVoiceBased() !== true || member?.voice.channelId !== channelId)
      throw new Error('not told yet');
    return { channel, member };
  });
}

async function deny(channel: VoiceBasedChannel, deny: bigint): Promise<void> {
  discord.setPermissions({ guildId: guild.id, channelId: channel.id, deny });
  await until(() => expect(channel.permissionsFor(bot.userId)?.any(deny, false)).toBe(false));
}

function obstacleFor({ member, channel }: { member: GuildMember; channel: VoiceBasedChannel }) {
  return joinObstacle(member, channel, undefined);
}

describe('joinObstacle()', () => {
  test('finds nothing in the way of an ordinary channel', async () => {
    expect(obstacleFor(await inNewChannel())).toBeUndefined();
  });

  test.for([
    [PermissionFlagsBits.ViewChannel, 'View Channel'],
    [PermissionFlagsBits.Connect, 'Connect'],
    [PermissionFlagsBits.Speak, 'Speak'],
    [PermissionFlagsBits.Connect | PermissionFlagsBits.Speak, 'Connect, Speak'],
  ] as const)('names a missing permission: %s', async ([permissions, names]) => {
    const place = await inNewChannel();
    await deny(place.channel, permissions);
    expect(obstacleFor(place)).toContain(`missing the permission ${names} there`);
  });

  test('says that a channel is full, unless Parley may enter full ones', async () => {
    const place = await inNewChannel({ userLimit: 1 });
    expect(obstacleFor(place)).toContain('is full');
    // Already inside, it takes no other place.
    expect(joinObstacle(place.member, place.channel, place.channel.id)).toBeUndefined();
    discord.setPermissions({
      guildId: guild.id,
      channelId: place.channel.id,
      allow: PermissionFlagsBits.MoveMembers,
    });
    await until(() => expect(obstacleFor(place)).toBeUndefined());
  });

  test('explains what a stage and the AFK channel are', async () => {
    expect(obstacleFor(await inNewChannel({ type: 'stage' }))).toContain('is a stage');
    const afk = await inNewChannel({ type: 'afk' });
    await until(() => expect(obstacleFor(afk)).toContain('AFK channel'));
  });

  test('says where Parley is already', async () => {
    const { member, channel } = await inNewChannel();
    expect(joinObstacle(member, channel, '42')).toBe(
      'I am already in <#42>. Use /leave there first, or join me.',
    );
  });

  test('wants the person in the channel', async () => {
    const { member } = await inNewChannel();
    const { channel } = await inNewChannel();
    expect(joinObstacle(member, channel, undefined)).toContain('Join <#');
  });
});
