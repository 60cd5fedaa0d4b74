/** What a guild's room offers, and what it needs to come into being. */
import type { Guild, GuildMember, VoiceBasedChannel } from 'discord.js';
import type { Conversation } from '../pipeline/deciding/conversation-port.ts';
import type { LeaveReason, VoiceSession } from './types.ts';

export interface JoinRequest {
  readonly channel: VoiceBasedChannel;
  readonly conversation: Conversation;
  /** Asked for every packet's sender, before decoding. */
  readonly isIgnored: (userId: string) => boolean;
  /** Tells the people of the guild something in text. Never rejects. */
  readonly notify: (text: string) => Promise<void>;
  /** Aborted when the join is given up; a session that was handed over is left by `leave()`. */
  readonly signal: AbortSignal;
}

/** A voice channel could not be joined; the message is a plain sentence for the person who asked. */
export class JoinFailed extends Error {
  override readonly name = 'JoinFailed';
}

/** Connects to a voice channel. @throws {JoinFailed}; `signal.reason` once aborted. */
export type JoinVoice = (request: JoinRequest) => Promise<VoiceSession>;

/** @returns a plain sentence saying why `member` cannot bring Parley into `channel`, if so. */
export type JoinObstacle = (
  member: GuildMember,
  channel: VoiceBasedChannel,
  currentChannelId: string | undefined,
) => string | undefined;

type JoinOutcome =
  | { readonly status: 'joined'; readonly session: VoiceSession }
  /** Somebody else's request brought Parley there. */
  | { readonly status: 'already-there'; readonly session: VoiceSession }
  | { readonly status: 'refused'; readonly sentence: string };

export interface GuildRoom extends AsyncDisposable {
  readonly guild: Guild;
  readonly conversation: Conversation;
  /** Undefined while Parley is in no channel. */
  readonly session: VoiceSession | undefined;
  /** In a channel, or on the way into or out of one. */
  readonly isOccupied: boolean;
  /** Why `member` cannot bring Parley into `channel` now, as a plain sentence; undefined: they can. */
  obstacle(member: GuildMember, channel: VoiceBasedChannel): string | undefined;
  /** @throws what `joinVoice` throws; {@link JoinAbandoned} when told to leave meanwhile. */
  join(
    member: GuildMember,
    channel: VoiceBasedChannel,
    textChannelId: string,
  ): Promise<JoinOutcome>;
  /** @returns whether there was anything to leave. Resolves when Parley is gone from the channel. */
  leave(reason: LeaveReason): Promise<boolean>;
  /** The guild's settings have changed: they hold from this moment. */
  configure(): void;
  /** The bot is in another channel than before: a moderator moved it. */
  moved(channel: VoiceBasedChannel): void;
  notify(text: string): Promise<void>;
}
