/** What a guild's moderators can do; every change is told to the clients as Discord tells it. */
import type { Gateway } from './gateway/gateway.ts';
import { INTENT } from './gateway/messages.ts';
import { VOICE_CLOSE } from './voice/messages.ts';
import type { Presence } from './voice/presence.ts';
import {
  channelPayload,
  guildCreatePayload,
  memberPayload,
  rolePayload,
} from './world/payloads.ts';
import type { Channel, ChannelKind, Guild, GuildState, PermissionChange } from './world/types.ts';
import type { World } from './world/world.ts';

interface NewChannelOptions {
  readonly guildId: string;
  readonly type: ChannelKind;
  readonly name?: string;
  /** 0 = no limit. */
  readonly userLimit?: number;
}

interface PermissionOptions extends Partial<PermissionChange> {
  readonly guildId: string;
  /** In this channel; without it, in the whole guild. */
  readonly channelId?: string;
  /** Whose; everyone's without it. */
  readonly userId?: string;
}

export interface Administration {
  readonly addGuild: (name?: string) => Guild;
  /** @returns the channel's id. */
  readonly addChannel: (options: NewChannelOptions) => string;
  /** Whoever is in it is thrown out. */
  readonly deleteChannel: (channelId: string) => void;
  /**
   * Permissions as bits (`PermissionFlagsBits`). In a whole guild one person can only be given
   * some; what is denied there is denied in each channel, as Discord has nothing else.
   */
  readonly setPermissions: (options: PermissionOptions) => void;
  readonly kickFromVoice: (userId: string) => void;
  readonly moveTo: (userId: string, channelId: string) => void;
  readonly setServerMute: (userId: string, isMuted: boolean) => void;
  readonly setServerDeaf: (userId: string, isDeaf: boolean) => void;
  /** Lets someone speak on a stage, or sends them back into the audience. */
  readonly setSuppressed: (userId: string, isSuppressed: boolean) => void;
}

export function createAdministration(
  world: World,
  gateway: Gateway,
  presence: Presence,
): Administration {
  function tell(event: string, guildId: string, data: unknown): void {
    gateway.dispatch({ event, data, guildId, intent: INTENT.guilds });
  }

  /** The guild in whose voice channels the person is. */
  function guildOf(userId: string): GuildState {
    const guild = [...world.guilds.values()].find((known) => known.voiceStates.has(userId));
    if (guild === undefined) throw new Error(`${userId} is in no voice channel`);
    return guild;
  }

  function placeOf(channelId: string): { readonly guild: GuildState; readonly channel: Channel } {
    const place = world.findChannel(channelId);
    if (place === undefined) throw new Error(`There is no channel ${channelId}`);
    return place;
  }

  function overwrite(guild: GuildState, channel: Channel, options: PermissionOptions): void {
    const { userId, allow = 0n, deny = 0n } = options;
    const id = userId ?? guild.id;
    const before = channel.overwrites.get(id);
    channel.overwrites.set(id, {
      type: userId === undefined ? 0 : 1,
      allow: ((before?.allow ?? 0n) & ~deny) | allow,
      deny: ((before?.deny ?? 0n) & ~allow) | deny,
    });
    tell('CHANNEL_UPDATE', guild.id, channelPayload(channel));
  }

  function changeEveryone(guild: GuildState, { allow = 0n, deny = 0n }: PermissionOptions): void {
    const everyone = guild.roles.get(guild.id);
    if (everyone === undefined) return;
    everyone.permissions = (everyone.permissions & ~deny) | allow;
    const role = rolePayload(guild, guild.id);
    tell('GUILD_ROLE_UPDATE', guild.id, { guild_id: guild.id, role });
  }

  function changeMember(guild: GuildState, userId: string, options: PermissionOptions): void {
    const { allow = 0n, deny = 0n } = options;
    if (allow !== 0n) {
      const roleId = world.addRole(guild, `role of ${userId}`, allow);
      const roles = guild.memberRoles.get(userId) ?? new Set();
      guild.memberRoles.set(userId, roles.add(roleId));
      const role = rolePayload(guild, roleId);
      tell('GUILD_ROLE_CREATE', guild.id, { guild_id: guild.id, role });
      const member = { guild_id: guild.id, ...memberPayload(world, guild, userId) };
      tell('GUILD_MEMBER_UPDATE', guild.id, member);
    }
    if (deny === 0n) return;
    for (const channel of guild.channels.values())
      overwrite(guild, channel, { ...options, allow: 0n });
  }

  return {
    addGuild(name = `Guild ${world.guilds.size + 1}`) {
      const guild = world.addGuild(name);
      tell('GUILD_CREATE', guild.id, guildCreatePayload(world, guild));
      return guild;
    },

    addChannel({ guildId, type, name, userLimit }) {
      const guild = world.guild(guildId);
      const channel = world.addChannel(guild, {
        kind: type,
        ...(name === undefined ? {} : { name }),
        ...(userLimit === undefined ? {} : { userLimit }),
      });
      tell('CHANNEL_CREATE', guildId, channelPayload(channel));
      if (type === 'afk') tell('GUILD_UPDATE', guildId, guildCreatePayload(world, guild));
      return channel.id;
    },

    deleteChannel(channelId) {
      const { guild, channel } = placeOf(channelId);
      const inside = [...guild.voiceStates.values()].filter(
        (state) => state.channelId === channelId,
      );
      guild.channels.delete(channelId);
      tell('CHANNEL_DELETE', guild.id, channelPayload(channel));
      for (const { userId } of inside)
        presence.remove(guild.id, userId, VOICE_CLOSE.callTerminated);
    },

    setPermissions(options) {
      const guild = world.guild(options.guildId);
      if (options.channelId !== undefined)
        overwrite(guild, placeOf(options.channelId).channel, options);
      else if (options.userId === undefined) changeEveryone(guild, options);
      else changeMember(guild, options.userId, options);
      presence.refreshSuppression(guild);
    },

    kickFromVoice: (userId) => presence.remove(guildOf(userId).id, userId),
    moveTo: (userId, channelId) => presence.move(placeOf(channelId).guild.id, userId, channelId),
    setServerMute: (userId, isMuted) => presence.change(guildOf(userId).id, userId, { isMuted }),
    setServerDeaf: (userId, isDeaf) => presence.change(guildOf(userId).id, userId, { isDeaf }),
    setSuppressed: (userId, isSuppressed) =>
      presence.change(guildOf(userId).id, userId, { isSuppressed, requestToSpeakAt: undefined }),
  };
}
