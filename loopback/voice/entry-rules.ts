/** Who gets into a voice channel, and who may speak there. */
import { may, PERMISSION } from '../world/permissions.ts';
import type { Channel, GuildState } from '../world/types.ts';

/** Why Discord would ignore a join, in plain words; undefined when nothing is in the way. */
export function entryObstacle(
  guild: GuildState,
  channel: Channel,
  userId: string,
): string | undefined {
  if (channel.kind === 'text') return 'it is a text channel';
  const mayEnter = may(guild, userId, PERMISSION.viewChannel | PERMISSION.connect, channel);
  if (!mayEnter) return 'they may not connect to it';
  const present = [...guild.voiceStates.values()].filter((state) => state.channelId === channel.id);
  const isFull = channel.userLimit > 0 && present.length >= channel.userLimit;
  const isInside = present.some((state) => state.userId === userId);
  if (isFull && !isInside && !may(guild, userId, PERMISSION.moveMembers, channel))
    return 'it is full';
  return undefined;
}

/** Whether a person who enters may only listen. */
export function isSuppressedIn(guild: GuildState, channel: Channel, userId: string): boolean {
  if (channel.kind === 'stage' || channel.kind === 'afk') return true;
  return !may(guild, userId, PERMISSION.speak, channel);
}
