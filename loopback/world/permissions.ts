/** Discord's permission arithmetic (documentation, Permissions). */
import type { Channel, GuildState } from './types.ts';

export const PERMISSION = {
  administrator: 1n << 3n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  connect: 1n << 20n,
  speak: 1n << 21n,
  muteMembers: 1n << 22n,
  deafenMembers: 1n << 23n,
  moveMembers: 1n << 24n,
  requestToSpeak: 1n << 32n,
  setVoiceChannelStatus: 1n << 48n,
} as const;

/** All bits that Discord had defined by the end of 2025. */
export const ALL_PERMISSIONS = (1n << 53n) - 1n;

/** What @everyone may do in a new guild, as Discord gives it: all but moderation. */
export const DEFAULT_EVERYONE =
  PERMISSION.viewChannel |
  PERMISSION.sendMessages |
  PERMISSION.connect |
  PERMISSION.speak |
  PERMISSION.requestToSpeak |
  PERMISSION.setVoiceChannelStatus |
  (1n << 6n) | // add reactions
  (1n << 9n) | // stream
  (1n << 14n) | // embed links
  (1n << 15n) | // attach files
  (1n << 16n) | // read message history
  (1n << 25n) | // use voice activity
  (1n << 26n) | // change nickname
  (1n << 31n) | // use application commands
  (1n << 38n); // send messages in threads

/** @param channel leave it out for what the person may do in the guild at large. */
export function permissionsOf(guild: GuildState, userId: string, channel?: Channel): bigint {
  if (guild.ownerId === userId) return ALL_PERMISSIONS;
  const roleIds = [guild.id, ...(guild.memberRoles.get(userId) ?? [])];
  const base = roleIds.reduce((sum, id) => sum | (guild.roles.get(id)?.permissions ?? 0n), 0n);
  if ((base & PERMISSION.administrator) !== 0n) return ALL_PERMISSIONS;
  if (channel === undefined) return base;

  const [everyoneId, ...ownRoleIds] = roleIds;
  const ofRoles = ownRoleIds
    .map((id) => channel.overwrites.get(id))
    .filter((rule) => rule !== undefined);
  const merged = {
    allow: ofRoles.reduce((sum, rule) => sum | rule.allow, 0n),
    deny: ofRoles.reduce((sum, rule) => sum | rule.deny, 0n),
  };
  const rules = [channel.overwrites.get(everyoneId ?? ''), merged, channel.overwrites.get(userId)];
  return rules.reduce(
    (granted, rule) => (rule === undefined ? granted : (granted & ~rule.deny) | rule.allow),
    base,
  );
}

export function may(
  guild: GuildState,
  userId: string,
  permission: bigint,
  channel?: Channel,
): boolean {
  return (permissionsOf(guild, userId, channel) & permission) === permission;
}
