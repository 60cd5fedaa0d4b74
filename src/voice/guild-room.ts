/** All that Parley keeps for one guild: its conversation, and its voice while it is in a channel. */
import type { Guild, GuildMember, VoiceBasedChannel } from 'discord.js';
import { LOG_SERIALIZERS, type Logger } from '../log.ts';
import type { Conversation, ConversationSettings } from '../pipeline/deciding/conversation-port.ts';
import type { TurnRecord } from '../pipeline/timeline.ts';
import { replyAsText } from './reply-as-text.ts';
import { writeToGuild } from './text-channel.ts';
import type { GuildRoom, JoinObstacle, JoinRequest, JoinVoice } from './guild-room-types.ts';
import type { LeaveReason, VoiceSession } from './types.ts';

/** The abort reason of a join that was given up. */
export class JoinAbandoned extends Error {
  override readonly name = 'JoinAbandoned';
}

export interface GuildRoomOptions {
  readonly guild: Guild;
  readonly createConversation: (
    guildId: string,
    onTurn: (record: TurnRecord) => void,
    postToChat: (text: string) => Promise<void>,
  ) => Conversation;
  readonly joinVoice: JoinVoice;
  readonly joinObstacle: JoinObstacle;
  readonly isIgnored: (userId: string) => boolean;
  /** How the guild wants it to take part, as of now. */
  readonly settings: () => ConversationSettings;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

interface Joining {
  readonly channelId: string;
  readonly session: Promise<VoiceSession>;
  abandon(reason: Error): void;
}

const FAREWELLS: Partial<Record<LeaveReason, string>> = {
  alone: 'I left the voice channel because nobody was there any more. Use /join to bring me back.',
  'connection-lost':
    'I lost the connection to the voice channel and could not get it back. Use /join to bring me back.',
  'channel-deleted': 'The voice channel was deleted, so I left it.',
};

export function createGuildRoom(options: GuildRoomOptions): GuildRoom {
  const { guild, joinVoice, joinObstacle, isIgnored, signal } = options;
  const log = options.log.child({ guildId: guild.id }, { serializers: LOG_SERIALIZERS });
  const conversation = options.createConversation(guild.id, onTurn, notify);
  let session: VoiceSession | undefined;
  let joining: Joining | undefined;
  let leaving: Promise<void> | undefined;
  let textChannelId: string | undefined;
  conversation.configure(options.settings());
  conversation.place({ guildName: guild.name });

  const present = () => (session?.state === 'left' ? undefined : session);

  function onTurn(record: TurnRecord): void {
    const isDeaf = guild.voiceStates.cache.get(record.speakerId)?.deaf === true;
    const text = replyAsText(record, isDeaf);
    if (text !== undefined) void notify(text);
  }

  function notify(text: string): Promise<void> {
    return writeToGuild(guild, [textChannelId, session?.channelId], text, log);
  }

  function begin(channel: VoiceBasedChannel): Joining {
    const abandoned = new AbortController();
    const request: JoinRequest = {
      channel,
      conversation,
      isIgnored,
      notify,
      signal: AbortSignal.any([signal, abandoned.signal]),
    };
    return {
      channelId: channel.id,
      session: open(request),
      abandon: (reason) => abandoned.abort(reason),
    };
  }

  async function open(request: JoinRequest): Promise<VoiceSession> {
    const opened = await joinVoice(request);
    if (request.signal.aborted) {
      await opened.leave(signal.aborted ? 'shutdown' : 'asked');
      throw request.signal.reason;
    }
    session = opened;
    conversation.place({ guildName: guild.name, channelName: request.channel.name });
    void watch(opened);
    return opened;
  }

  async function watch(opened: VoiceSession): Promise<void> {
    const reason = await opened.ended;
    log.info({ channelId: opened.channelId, reason }, 'left the voice channel');
    if (session === opened) {
      session = undefined;
      conversation.place({ guildName: guild.name });
    }
    const farewell = FAREWELLS[reason];
    if (farewell !== undefined)
      await writeToGuild(guild, [textChannelId, opened.channelId], farewell, log);
  }

  function obstacle(member: GuildMember, channel: VoiceBasedChannel): string | undefined {
    if (joining !== undefined && joining.channelId !== channel.id)
      return `I am just joining <#${joining.channelId}>.`;
    const current = present()?.channelId;
    if (current === channel.id) return `I am already in <#${current}>.`;
    return joinObstacle(member, channel, current);
  }

  return {
    guild,
    conversation,
    obstacle,
    notify,
    get session() {
      return present();
    },
    get isOccupied() {
      return session !== undefined || joining !== undefined || leaving !== undefined;
    },

    async join(member, channel, usedInChannelId) {
      if (leaving !== undefined) await leaving;
      const current = present();
      if (current?.channelId === channel.id) return { status: 'already-there', session: current };
      if (joining?.channelId === channel.id)
        return { status: 'already-there', session: await joining.session };
      const sentence = obstacle(member, channel);
      if (sentence !== undefined) return { status: 'refused', sentence };
      textChannelId = usedInChannelId;
      const attempt = begin(channel);
      joining = attempt;
      try {
        return { status: 'joined', session: await attempt.session };
      } finally {
        joining = undefined;
      }
    },

    async leave(reason) {
      if (leaving !== undefined) {
        await leaving;
        return true;
      }
      const attempt = joining;
      if (attempt !== undefined) {
        attempt.abandon(new JoinAbandoned('I was told to leave before I had joined.'));
        await attempt.session.catch(() => {}); // its own caller hears of it
      }
      const left = session;
      if (left === undefined) return attempt !== undefined;
      leaving = left.leave(reason).finally(() => {
        leaving = undefined;
        if (session === left) session = undefined;
      });
      await leaving;
      return true;
    },

    configure: () => conversation.configure(options.settings()),

    moved(channel) {
      if (session !== undefined)
        conversation.place({ guildName: guild.name, channelName: channel.name });
    },

    async [Symbol.asyncDispose]() {
      await this.leave('shutdown');
      await conversation[Symbol.asyncDispose]();
    },
  };
}
