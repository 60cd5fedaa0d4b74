/** Accounts, members, channels and guilds as the API writes them. */
import { permissionsOf } from './permissions.ts';
import type { Account, Channel, GuildState, VoiceState } from './types.ts';
import type { World } from './world.ts';

const JOINED_AT = '2024-01-01T00:00:00.000Z';
const CHANNEL_TYPE = { text: 0, voice: 2, afk: 2, stage: 13 } as const;

export function userPayload(account: Account) {
  return {
    id: account.id,
    username: account.name,
    discriminator: '0',
    global_name: account.isBot ? null : account.name,
    avatar: null,
    bot: account.isBot,
    system: false,
    mfa_enabled: false,
    verified: true,
    email: null,
    locale: 'en-US',
    premium_type: 0,
    public_flags: 0,
    flags: 0,
  };
}

export function memberPayload(world: World, guild: GuildState, userId: string) {
  const voice = guild.voiceStates.get(userId);
  return {
    user: userPayload(world.account(userId)),
    nick: null,
    avatar: null,
    banner: null,
    roles: [...(guild.memberRoles.get(userId) ?? [])],
    joined_at: JOINED_AT,
    premium_since: null,
    deaf: voice?.isDeaf ?? false,
    mute: voice?.isMuted ?? false,
    flags: 0,
    pending: false,
    communication_disabled_until: null,
  };
}

export function channelPayload(channel: Channel) {
  const overwrites = [...channel.overwrites].map(([id, { type, allow, deny }]) => ({
    id,
    type,
    allow: String(allow),
    deny: String(deny),
  }));
  const common = {
    id: channel.id,
    type: CHANNEL_TYPE[channel.kind],
    guild_id: channel.guildId,
    name: channel.name,
    position: 0,
    permission_overwrites: overwrites,
    parent_id: null,
    nsfw: false,
    flags: 0,
    last_message_id: null,
    rate_limit_per_user: 0,
  };
  if (channel.kind === 'text') return { ...common, topic: null };
  const voice = { bitrate: 64_000, user_limit: channel.userLimit, rtc_region: null };
  return { ...common, ...voice, status: channel.status ?? null };
}

export function rolePayload(guild: GuildState, roleId: string) {
  const role = guild.roles.get(roleId);
  return {
    id: roleId,
    name: role?.name ?? '',
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position: roleId === guild.id ? 0 : 1,
    permissions: String(role?.permissions ?? 0n),
    managed: false,
    mentionable: false,
    flags: 0,
  };
}

/** @param channelId null = has just left. */
export function voiceStatePayload(world: World, state: VoiceState, channelId: string | null) {
  return {
    guild_id: state.guildId,
    channel_id: channelId,
    user_id: state.userId,
    member: memberPayload(world, world.guild(state.guildId), state.userId),
    session_id: state.sessionId,
    deaf: state.isDeaf,
    mute: state.isMuted,
    self_deaf: state.isSelfDeaf,
    self_mute: state.isSelfMuted,
    self_video: false,
    self_stream: false,
    suppress: state.isSuppressed,
    request_to_speak_timestamp: state.requestToSpeakAt ?? null,
  };
}

/** The guild as GET /guilds/:id gives it. */
export function guildPayload(world: World, guild: GuildState) {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    owner_id: guild.ownerId,
    afk_channel_id: guild.afkChannelId ?? null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    roles: [...guild.roles.keys()].map((id) => rolePayload(guild, id)),
    emojis: [],
    stickers: [],
    features: [],
    mfa_level: 0,
    application_id: null,
    system_channel_id: guild.textChannelId,
    system_channel_flags: 0,
    rules_channel_id: null,
    vanity_url_code: null,
    description: null,
    banner: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: 'en-US',
    public_updates_channel_id: null,
    nsfw_level: 0,
    premium_progress_bar_enabled: false,
    safety_alerts_channel_id: null,
    approximate_member_count: world.accounts.size,
  };
}

/** The guild as GUILD_CREATE brings it. */
export function guildCreatePayload(world: World, guild: GuildState) {
  const voiceStates = [...guild.voiceStates.values()];
  return {
    ...guildPayload(world, guild),
    joined_at: JOINED_AT,
    large: false,
    unavailable: false,
    member_count: world.accounts.size,
    voice_states: voiceStates.map((state) => voiceStatePayload(world, state, state.channelId)),
    members: [...world.accounts.keys()].map((id) => memberPayload(world, guild, id)),
    channels: [...guild.channels.values()].map(channelPayload),
    threads: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

/** The member who sends an interaction: with what it may do in that channel. */
export function interactionMemberPayload(
  world: World,
  guild: GuildState,
  channel: Channel,
  userId: string,
) {
  const permissions = String(permissionsOf(guild, userId, channel));
  return { ...memberPayload(world, guild, userId), permissions };
}
