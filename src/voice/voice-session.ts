/** One guild's time in a voice channel: the connection, the ears and the mouth, until it is left. */
import {
  VoiceConnectionDisconnectReason,
  VoiceConnectionStatus,
  type VoiceConnection,
  type VoiceConnectionDisconnectedState,
  type VoiceConnectionState,
} from '@discordjs/voice';
import { Events, type Channel, type DMChannel, type VoiceState } from 'discord.js';
import type { Clock } from '../async/clock.ts';
import type { Logger } from '../log.ts';
import { connect } from './connect.ts';
import type { JoinRequest, JoinVoice } from './guild-room-types.ts';
import { afterClose } from './rejoin.ts';
import { listenToSpeaker, type SpeakerEars } from './speaker-ears.ts';
import { createMouth, type PlayerMouth } from './speech-to-player.ts';
import type { LeaveReason, VoiceSession } from './types.ts';

export interface JoinVoiceOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** How long the bot stays without anybody to hear. */
  readonly aloneAfterMs?: number;
  /** Keeps the connections of several clients in one process apart. */
  readonly group?: string;
}

const ALONE_AFTER_MS = 60_000;

/** A move shows within this; what looks like one and goes on longer was a dismissal. */
const MOVE_MS = 5000;

/** A rejoin that has not led to a connection by then has failed. */
const REJOIN_MS = 10_000;

class SessionEnded extends Error {
  override readonly name = 'SessionEnded';
}

export function createJoinVoice(options: JoinVoiceOptions): JoinVoice {
  const { clock, group = 'parley' } = options;
  return async (request) => {
    const { channel } = request;
    const log = options.log.child({ guildId: channel.guild.id });
    const connection = await connect(channel, group, clock, log, request.signal);
    const mouth = createMouth(clock, log);
    connection.subscribe(mouth.player);
    const { aloneAfterMs = ALONE_AFTER_MS } = options;
    return new ConnectedSession({ request, connection, mouth, clock, log, aloneAfterMs });
  };
}

interface SessionParts {
  readonly request: JoinRequest;
  readonly connection: VoiceConnection;
  readonly mouth: PlayerMouth;
  readonly clock: Clock;
  readonly log: Logger;
  readonly aloneAfterMs: number;
}

class ConnectedSession implements VoiceSession {
  readonly #parts: SessionParts;
  readonly #ears = new Map<string, SpeakerEars>();
  readonly #session = new AbortController();
  readonly #ended = Promise.withResolvers<LeaveReason>();
  #channelId: string;
  #leaving: Promise<void> | undefined;
  #attempts = 0;
  #alone: AbortController | undefined;
  #wasSilenced = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    const { connection, request, mouth } = parts;
    this.#channelId = request.channel.id;
    request.conversation.attach(mouth);
    connection.on('stateChange', this.#onConnection);
    connection.receiver.speaking.on('start', this.#onSpeaking);
    const { client } = request.channel;
    client.on(Events.VoiceStateUpdate, this.#onVoiceState);
    client.on(Events.ChannelDelete, this.#onChannelDelete);
    this.#watchPresence();
  }

  get guildId(): string {
    return this.#parts.request.channel.guild.id;
  }

  get channelId(): string {
    return this.#channelId;
  }

  get state(): VoiceSession['state'] {
    if (this.#leaving !== undefined) return 'left';
    const { status } = this.#parts.connection.state;
    return status === VoiceConnectionStatus.Ready ? 'live' : 'reconnecting';
  }

  get privacyCode(): string | undefined {
    return this.#parts.connection.voicePrivacyCode ?? undefined;
  }

  get ended(): Promise<LeaveReason> {
    return this.#ended.promise;
  }

  refreshListeners(): void {
    for (const [userId, ears] of this.#ears) if (!this.#mayHear(userId)) ears.close();
  }

  leave(reason: LeaveReason): Promise<void> {
    this.#leaving ??= this.#close(reason);
    return this.#leaving;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.leave('shutdown');
  }

  async #close(reason: LeaveReason): Promise<void> {
    const { connection, mouth, request } = this.#parts;
    this.#alone?.abort();
    this.#session.abort(new SessionEnded(`Left the voice channel: ${reason}`));
    request.channel.client.off(Events.VoiceStateUpdate, this.#onVoiceState);
    request.channel.client.off(Events.ChannelDelete, this.#onChannelDelete);
    connection.receiver.speaking.off('start', this.#onSpeaking);
    connection.off('stateChange', this.#onConnection);
    request.conversation.detach('left the voice channel');
    mouth[Symbol.dispose]();
    if (connection.state.status !== VoiceConnectionStatus.Destroyed) connection.destroy();
    await Promise.all([...this.#ears.values()].map((ears) => ears.done));
    this.#ended.resolve(reason);
  }

  // ---- ears

  readonly #onSpeaking = (userId: string): void => {
    if (this.#ears.has(userId) || !this.#mayHear(userId)) return;
    const { request, connection, clock, log } = this.#parts;
    const member = request.channel.guild.members.cache.get(userId);
    const speaker = { id: userId, name: member?.displayName ?? 'Someone' };
    const { signal } = this.#session;
    const ears = listenToSpeaker(
      connection.receiver,
      speaker,
      request.conversation,
      clock,
      log,
      signal,
    );
    this.#ears.set(userId, ears);
    void ears.done.finally(() => {
      if (this.#ears.get(userId) === ears) this.#ears.delete(userId);
    });
  };

  /** Only people, only in this channel, only who wants to be heard. */
  #mayHear(userId: string): boolean {
    const { channel, isIgnored } = this.#parts.request;
    if (userId === channel.client.user.id || isIgnored(userId)) return false;
    const state = channel.guild.voiceStates.cache.get(userId);
    return state?.channelId === this.#channelId && state.member?.user.bot !== true;
  }

  // ---- who is there

  readonly #onVoiceState = (_before: VoiceState, now: VoiceState): void => {
    const { channel } = this.#parts.request;
    if (now.guild.id !== channel.guild.id) return;
    if (now.id === channel.client.user.id) {
      if (now.channelId === null) {
        void this.leave('kicked');
        return;
      }
      if (now.channelId !== this.#channelId) this.#moved(now.channelId);
      this.#tellIfSilenced(now);
    } else if (now.channelId !== this.#channelId) {
      this.#ears.get(now.id)?.end();
    }
    this.#watchPresence();
  };

  readonly #onChannelDelete = (deleted: Channel | DMChannel): void => {
    if (deleted.id === this.#channelId) void this.leave('channel-deleted');
  };

  #moved(channelId: string): void {
    this.#parts.log.info({ channelId }, 'moved to another voice channel');
    this.#channelId = channelId;
    for (const ears of this.#ears.values()) ears.end();
    this.#parts.request.conversation.stop();
  }

  #tellIfSilenced({ serverMute, serverDeaf }: VoiceState): void {
    const isSilenced = serverMute === true || serverDeaf === true;
    if (isSilenced && !this.#wasSilenced)
      void this.#parts.request.notify(
        serverDeaf === true
          ? 'A moderator has deafened me: I cannot hear anybody until that is undone.'
          : 'A moderator has muted me: I listen, but nobody can hear my answers until that is undone.',
      );
    this.#wasSilenced = isSilenced;
  }

  /** Leaves some time after the last person has; whoever comes back in time keeps it. */
  #watchPresence(): void {
    const { request, clock, aloneAfterMs } = this.#parts;
    const isAlone = !request.channel.guild.voiceStates.cache.some(
      (state) => state.channelId === this.#channelId && state.member?.user.bot === false,
    );
    if (!isAlone) {
      this.#alone?.abort();
      this.#alone = undefined;
      return;
    }
    if (this.#alone !== undefined || this.#leaving !== undefined) return;
    const alone = new AbortController();
    this.#alone = alone;
    void clock.sleep(aloneAfterMs, alone.signal).then(
      () => this.leave('alone'),
      () => undefined,
    );
  }

  // ---- the connection

  readonly #onConnection = (_before: VoiceConnectionState, now: VoiceConnectionState): void => {
    if (now.status === VoiceConnectionStatus.Ready) this.#attempts = 0;
    if (now.status === VoiceConnectionStatus.Destroyed) void this.leave('connection-lost');
    if (now.status === VoiceConnectionStatus.Disconnected) void this.#recover(now);
  };

  async #recover(state: VoiceConnectionDisconnectedState): Promise<void> {
    const { connection, clock, log, request } = this.#parts;
    const { signal } = this.#session;
    const closeCode =
      state.reason === VoiceConnectionDisconnectReason.WebSocketClose ? state.closeCode : undefined;
    const next = afterClose(closeCode, this.#attempts);
    log.warn(
      { closeCode, reason: state.reason, attempts: this.#attempts, next: next.action },
      'The voice connection ended',
    );
    try {
      switch (next.action) {
        case 'leave':
          void request.notify(next.sentence);
          await this.leave(next.reason);
          break;
        case 'wait':
          await clock.sleep(MOVE_MS, signal);
          if (isDown(connection)) await this.leave('kicked');
          break;
        case 'rejoin':
          this.#attempts += 1;
          await clock.sleep(next.afterMs, signal);
          if (isDown(connection)) connection.rejoin();
          await clock.sleep(REJOIN_MS, signal);
          // Neither there nor told that it failed: Discord does not answer. Count it as a close.
          if (connection.state.status === VoiceConnectionStatus.Signalling)
            await this.#recover(state);
          break;
      }
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, 'Rejoining failed');
    }
  }
}

function isDown(connection: VoiceConnection): boolean {
  return connection.state.status === VoiceConnectionStatus.Disconnected;
}
