/** What exists on Loopback Discord: accounts, guilds, their channels, and who is in voice. */

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
  /** What a real client logs in with; simulated callers never use theirs. */
  readonly token: string;
}

export type ChannelKind = 'text' | 'voice' | 'stage' | 'afk';

export interface PermissionChange {
  readonly allow: bigint;
  readonly deny: bigint;
}

interface Overwrite extends PermissionChange {
  /** 0 role, 1 member. */
  readonly type: 0 | 1;
}

export interface Channel {
  readonly id: string;
  readonly guildId: string;
  readonly kind: ChannelKind;
  readonly name: string;
  /** 0 = no limit. */
  readonly userLimit: number;
  /** By role or member id. */
  readonly overwrites: Map<string, Overwrite>;
  /** A voice channel's status line. */
  status: string | undefined;
}

interface Role {
  readonly id: string;
  readonly name: string;
  permissions: bigint;
}

export interface VoiceState {
  readonly guildId: string;
  readonly userId: string;
  readonly channelId: string;
  readonly sessionId: string;
  readonly isSelfMuted: boolean;
  readonly isSelfDeaf: boolean;
  /** By a moderator. */
  readonly isMuted: boolean;
  readonly isDeaf: boolean;
  /** May not speak: the audience of a stage, the AFK channel, no Speak permission. */
  readonly isSuppressed: boolean;
  readonly requestToSpeakAt: string | undefined;
}

/** A guild as tests and the command line see it. */
export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly textChannelId: string;
  readonly voiceChannelId: string;
}

export interface GuildState extends Guild {
  afkChannelId: string | undefined;
  readonly channels: Map<string, Channel>;
  /** @everyone has the guild's id. */
  readonly roles: Map<string, Role>;
  /** Ids of roles by member id, without @everyone. */
  readonly memberRoles: Map<string, Set<string>>;
  /** By user id: only those who are in a channel. */
  readonly voiceStates: Map<string, VoiceState>;
}
