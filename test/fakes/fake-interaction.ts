/** A slash command as discord.js hands it over, and a record of what was answered. */
import {
  MessageFlags,
  PermissionsBitField,
  type Guild,
  type Interaction,
  type PermissionResolvable,
} from 'discord.js';

interface Payload extends Record<string, unknown> {
  readonly content?: string;
  readonly flags?: number | readonly number[];
}

export interface Answered {
  readonly via: 'reply' | 'defer' | 'edit' | 'followUp' | 'channel';
  readonly content: string;
  readonly isPrivate: boolean;
  readonly payload: Record<string, unknown>;
}

export interface FakeInteractionOptions {
  readonly guild: Guild;
  readonly command: string;
  readonly subcommand?: string;
  readonly text?: string;
  /** Further options by name. */
  readonly values?: Readonly<Record<string, string | number>>;
  /** What the person may do in that channel. */
  readonly permissions?: PermissionResolvable;
  readonly userId?: string;
  readonly displayName?: string;
  /** The voice channel that the person sits in. */
  readonly voiceChannelId?: string;
  readonly isDeaf?: boolean;
  /** Not a server that the bot is a member of. */
  readonly isForeign?: boolean;
  /** Thrown by the named call. */
  readonly failing?: Partial<Record<Answered['via'], unknown>>;
}

/** Somebody is typing an option; `choices()` is what they are offered. */
export function fakeCompletion(options: {
  readonly guild: Guild;
  readonly command: string;
  readonly subcommand: string;
  readonly typed: string;
}): { readonly interaction: Interaction; readonly choices: () => readonly unknown[] | undefined } {
  let offered: readonly unknown[] | undefined;
  const interaction = {
    commandName: options.command,
    guild: options.guild,
    guildId: options.guild.id,
    isChatInputCommand: () => false,
    isRepliable: () => false,
    isAutocomplete: () => true,
    inCachedGuild: () => true,
    options: { getFocused: () => options.typed, getSubcommand: () => options.subcommand },
    respond: async (choices: readonly unknown[]) => {
      offered = choices;
    },
  };
  return { interaction: interaction as unknown as Interaction, choices: () => offered };
}

export interface FakeInteraction {
  readonly interaction: Interaction;
  readonly answers: readonly Answered[];
  /** What the person reads in the end, last state of the first message. */
  readonly text: () => string;
}

export function fakeInteraction(options: FakeInteractionOptions): FakeInteraction {
  const { guild, voiceChannelId, userId = '200000000000000001', failing = {} } = options;
  const answers: Answered[] = [];
  const record =
    (via: Answered['via']) =>
    async (payload: Payload = {}) => {
      if (failing[via] !== undefined) throw failing[via];
      const flags = [payload.flags ?? []].flat();
      answers.push({
        via,
        content: payload.content ?? '',
        isPrivate: flags.includes(MessageFlags.Ephemeral),
        payload,
      });
      interaction.deferred ||= via === 'defer';
      interaction.replied ||= via === 'reply';
      return { id: `message-${answers.length}` };
    };
  const channel =
    voiceChannelId === undefined ? null : { id: voiceChannelId, name: voiceChannelId, guild };
  const member = {
    id: userId,
    guild,
    displayName: options.displayName ?? 'Alice',
    voice: { channel, channelId: voiceChannelId ?? null, deaf: options.isDeaf ?? false },
  };
  const interaction = {
    id: '1',
    commandName: options.command,
    guild,
    guildId: guild.id,
    channelId: 'text',
    channel: { isSendable: () => true, send: record('channel') },
    user: { id: userId },
    member,
    deferred: false,
    replied: false,
    isChatInputCommand: () => true,
    isRepliable: () => true,
    inCachedGuild: () => options.isForeign !== true,
    memberPermissions: new PermissionsBitField(options.permissions ?? []),
    options: {
      getString: (name: string) =>
        (name === 'text' ? options.text : options.values?.[name]) ?? null,
      getNumber: (name: string) => options.values?.[name] ?? null,
      getSubcommand: () => options.subcommand,
    },
    reply: record('reply'),
    deferReply: record('defer'),
    editReply: record('edit'),
    followUp: record('followUp'),
  };
  return {
    interaction: interaction as unknown as Interaction,
    answers,
    text: () => answers.findLast(({ via }) => via === 'edit' || via === 'reply')?.content ?? '',
  };
}
