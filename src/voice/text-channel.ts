/** Finds where a guild can be written to, and writes there. */
import {
  PermissionFlagsBits,
  type Guild,
  type GuildBasedChannel,
  type SendableChannels,
} from 'discord.js';
import { plainMessage } from '../discord/plain-message.ts';
import { splitMessage } from '../discord/split-message.ts';
import type { Logger } from '../log.ts';

/**
 * Writes `text` into the first of `channelIds`, then the guild's system channel, that takes it.
 * Never rejects: what could not be written is logged.
 *
 * @param channelIds where `/join` was used, then the voice channel (its own chat).
 */
export async function writeToGuild(
  guild: Guild,
  channelIds: readonly (string | undefined)[],
  text: string,
  log: Logger,
): Promise<void> {
  const tried = new Set<string>();
  for (const channelId of [...channelIds, guild.systemChannelId ?? undefined]) {
    if (channelId === undefined || tried.has(channelId)) continue;
    tried.add(channelId);
    const channel = guild.channels.cache.get(channelId);
    if (channel === undefined || !mayWrite(channel)) continue;
    try {
      for (const piece of splitMessage(text)) await channel.send(plainMessage(piece));
      return;
    } catch (error) {
      log.warn({ err: error, guildId: guild.id, channelId }, 'could not write to a text channel');
    }
  }
  log.warn({ guildId: guild.id, text }, 'no channel of the guild takes a message from me');
}

function mayWrite(channel: GuildBasedChannel): channel is GuildBasedChannel & SendableChannels {
  const me = channel.guild.members.me;
  if (!channel.isSendable() || me === null) return false;
  const send = channel.isThread()
    ? PermissionFlagsBits.SendMessagesInThreads
    : PermissionFlagsBits.SendMessages;
  return channel.permissionsFor(me)?.has([PermissionFlagsBits.ViewChannel, send]) ?? false;
}
