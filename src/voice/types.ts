/** One guild's presence in a voice channel, as commands see it. */

export type LeaveReason =
  /** /leave. */
  | 'asked'
  | 'alone'
  | 'kicked'
  | 'channel-deleted'
  /** The connection could not be kept: the rejoin budget is spent, or Discord forbids it (4017, 4021, 4022). */
  | 'connection-lost'
  | 'shutdown';

export interface VoiceSession extends AsyncDisposable {
  readonly guildId: string;
  /** Follows when a moderator moves the bot. */
  readonly channelId: string;
  readonly state: 'joining' | 'live' | 'reconnecting' | 'left';
  /** Digits both sides can compare; undefined until the end-to-end encryption is up. */
  readonly privacyCode: string | undefined;
  /** Resolves once, when the session is over and everything of it is closed. */
  readonly ended: Promise<LeaveReason>;
  /** Stops or starts hearing a person at once, before decoding (the /privacy choice changed). */
  refreshListeners(): void;
  leave(reason: LeaveReason): Promise<void>;
}
