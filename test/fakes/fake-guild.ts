/** As much of a discord.js guild as a room needs: names, channels, voice states. */
import type { Guild, GuildMember, VoiceBasedChannel } from 'discord.js';

export interface FakeGuild {
  readonly guild: Guild;
  /** Every message written into the guild's channels, in order. */
  readonly written: { readonly channelId: string; readonly content: string }[];
  voiceChannel(channelId: string, name?: string): VoiceBasedChannel;
  member(userId: string): GuildMember;
  deafen(userId: string): void;
}

export interface FakeGuildOptions {
  readonly id?: string;
  /** Channels that the bot may write into. */
  readonly writable?: readonly string[];
  /** Channels where sending fails although it is allowed. */
  readonly failing?: readonly string[];
  readonly systemChannelId?: string;
}

export function fakeGuild(options: FakeGuildOptions = {}): FakeGuild {
  const { id = 'guild', writable = ['text'], failing = [], systemChannelId } = options;
  const written: { channelId: string; content: string }[] = [];
  const voiceStates = new Map<string, { deaf: boolean }>();
  const guild = {
    id,
    name: `Server ${id}`,
    systemChannelId: systemChannelId ?? null,
    members: { me: { id: 'bot' } },
    voiceStates: { cache: voiceStates },
    channels: {
      cache: {
        get: (channelId: string) => ({
          guild,
          isSendable: () => true,
          isThread: () => false,
          permissionsFor: () => ({ has: () => writable.includes(channelId) }),
          async send({ content }: { content: string }) {
            if (failing.includes(channelId)) throw new Error('Missing Access');
            written.push({ channelId, content });
          },
        }),
      },
    },
  } as unknown as Guild;
  return {
    guild,
    written,
    voiceChannel: (channelId, name = channelId) =>
      ({ id: channelId, name, guild }) as unknown as VoiceBasedChannel,
    member: (userId) => ({ id: userId, guild }) as unknown as GuildMember,
    deafen: (userId) => void voiceStates.set(userId, { deaf: true }),
  };
}
