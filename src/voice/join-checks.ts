/** Whether Parley can be brought into a voice channel, and if not, why. */
import {
  ChannelType,
  PermissionFlagsBits,
  type GuildMember,
  type VoiceBasedChannel,
} from 'discord.js';

/** Why no further conversation begins while those that run take all the machine can do. */
export const BUSY =
  'I am talking in as many channels as I can keep up with at the moment. Please try again in a few minutes.';

const NEEDED = [
  [PermissionFlagsBits.ViewChannel, 'View Channel'],
  [PermissionFlagsBits.Connect, 'Connect'],
  [PermissionFlagsBits.Speak, 'Speak'],
] as const;

/** @returns one plain sentence saying why not; undefined: nothing is in the way. */
export function joinObstacle(
  member: GuildMember,
  channel: VoiceBasedChannel,
  currentChannelId: string | undefined,
): string | undefined {
  const name = `<#${channel.id}>`;
  if (member.voice.channelId !== channel.id) return `Join ${name} first, then use /join there.`;
  if (channel.type === ChannelType.GuildStageVoice)
    return `${name} is a stage, where only invited speakers are heard. Please use an ordinary voice channel.`;
  if (channel.guild.afkChannelId === channel.id)
    return `${name} is the AFK channel, where nobody can speak. Please use another voice channel.`;
  if (currentChannelId !== undefined && currentChannelId !== channel.id)
    return `I am already in <#${currentChannelId}>. Use /leave there first, or join me.`;
  const { me } = channel.guild.members;
  const permissions = me === null ? null : channel.permissionsFor(me);
  const missing = NEEDED.filter(([flag]) => permissions?.has(flag) === false).map(
    ([, text]) => text,
  );
  if (missing.length > 0)
    return `I may not join ${name}: I am missing the permission ${missing.join(', ')} there.`;
  const mayEnterFull = permissions?.has(PermissionFlagsBits.MoveMembers) === true;
  if (channel.full && !mayEnterFull && currentChannelId !== channel.id)
    return `${name} is full. Make room for one more, then use /join again.`;
  return undefined;
}
