/** One guild's time in a voice channel: the connection, the ears and the mouth, until it is left. */
import {
  VoiceConnectionStatus,
  type VoiceConnection,
  type VoiceConnectionState,
} from '@discordjs/voice';
import { Status, type Guild, type VoiceState } from 'discord.js';
import type { Clock } from '../async/clock.ts';
import type { Logger } from '../log.ts';
import { createAttendance, type Attendance } from './attendance.ts';
import { createGraceTimer, type GraceTimer } from './grace-timer.ts';
import { closeCodeOf, isReady } from './connection-state.ts';
import { watchGuild } from './guild-events.ts';
import type { JoinRequest } from './guild-room-types.ts';
import { keepConnected } from './keep-connected.ts';
import { createListeners, type Listeners } from './listeners.ts';
import { mutedIn, peopleIn, silencedNotice, type Silencing } from './presence.ts';
import { DISCONNECTED } from './rejoin.ts';
import { createMouth, type PlayerMouth } from './speech-to-player.ts';
import type { LeaveReason, VoiceSession } from './types.ts';
import { watchFaults } from './watch-faults.ts';

/** That a channel was deleted is told within this after everybody was put out of it (a guess). */
const DISMISSAL_MS = 500;

/** A reply waits this long for a connection that is brought back; later it would be out of place. */
const REPLY_WAITS_MS = 2000;

class SessionEnded extends Error {
  override readonly name = 'SessionEnded';
}

interface SessionParts {
  readonly request: JoinRequest;
  readonly connection: VoiceConnection;
  readonly clock: Clock;
  readonly log: Logger;
  readonly aloneAfterMs: number;
}

export class ConnectedSession implements VoiceSession {
  readonly #parts: SessionParts;
  readonly #mouth: PlayerMouth;
  readonly #listeners: Listeners;
  readonly #attendance: Attendance;
  readonly #alone: GraceTimer;
  readonly #speechless: GraceTimer;
  readonly #endFaultWatch: () => void;
  readonly #guildWatch: Disposable;
  readonly #session = new AbortController();
  readonly #ended = Promise.withResolvers<LeaveReason>();
  #channelId: string;
  #silencing: Silencing | undefined;
  #hasNewSession = false;
  #leaving: Promise<void> | undefined;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    const { connection, request, clock, log, aloneAfterMs } = parts;
    const { channel, conversation, isIgnored, notify } = request;
    const { signal } = this.#session;
    this.#channelId = channel.id;
    this.#mouth = createMouth(clock, log);
    connection.subscribe(this.#mouth.player);
    conversation.attach(this.#mouth);
    this.#listeners = createListeners(
      { receiver: connection.receiver, conversation, isIgnored, clock, log },
      signal,
    );
    this.#attendance = createAttendance(conversation);
    this.#alone = createGraceTimer(clock, aloneAfterMs, () => void this.leave('alone'));
    this.#speechless = createGraceTimer(clock, REPLY_WAITS_MS, () => void conversation.stop());
    connection.on('stateChange', this.#onConnection);
    this.#endFaultWatch = watchFaults(connection, clock, log);
    this.#guildWatch = watchGuild(channel.guild, {
      onVoiceState: (state) => this.#onVoiceState(state),
      onRenamed: () => this.#update(),
      onChannelDeleted: (id) => {
        if (id === this.#channelId) void this.leave('channel-deleted');
      },
      onNewSession: () => (this.#hasNewSession = true),
    });
    this.#update();
    const isOut = () => this.#isPutOut();
    keepConnected({ connection, clock, log, notify, isPutOut: isOut }, signal).then(
      (reason) => this.leave(reason),
      (error: unknown) => this.#lost(error),
    );
  }

  get guildId(): string {
    return this.#guild.id;
  }

  get channelId(): string {
    return this.#channelId;
  }

  get state(): VoiceSession['state'] {
    if (this.#leaving !== undefined) return 'left';
    return isReady(this.#parts.connection.state) ? 'live' : 'reconnecting';
  }

  get privacyCode(): string | undefined {
    const code = this.#parts.connection.voicePrivacyCode;
    return code === '' ? undefined : code;
  }

  get ended(): Promise<LeaveReason> {
    return this.#ended.promise;
  }

  refreshListeners(): void {
    this.#listeners.refresh();
  }

  leave(reason: LeaveReason): Promise<void> {
    this.#leaving ??= this.#close(reason);
    return this.#leaving;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.leave('shutdown');
  }

  get #guild(): Guild {
    return this.#parts.request.channel.guild;
  }

  get #ownId(): string {
    return this.#parts.request.channel.client.user.id;
  }

  async #close(reason: LeaveReason): Promise<void> {
    const { connection, request } = this.#parts;
    this.#session.abort(new SessionEnded(`Left the voice channel: ${reason}`));
    this.#alone[Symbol.dispose]();
    connection.off('stateChange', this.#onConnection);
    this.#speechless[Symbol.dispose]();
    this.#guildWatch[Symbol.dispose]();
    this.#endFaultWatch();
    request.conversation.detach('left the voice channel');
    this.#attendance.end();
    this.#mouth[Symbol.dispose]();
    if (connection.state.status !== VoiceConnectionStatus.Destroyed) connection.destroy();
    await this.#listeners.closed();
    this.#ended.resolve(reason);
  }

  #lost(error: unknown): void {
    if (this.#session.signal.aborted) return;
    this.#parts.log.error({ err: error }, 'Keeping the voice connection failed');
    void this.leave('connection-lost');
  }

  readonly #onConnection = (_before: VoiceConnectionState, now: VoiceConnectionState): void =>
    this.#speechless.update(!isReady(now));

  #onVoiceState(now: VoiceState): void {
    if (now.id === this.#ownId) {
      if (now.channelId === null) {
        void this.#dismissed();
        return;
      }
      if (now.channelId !== this.#channelId) this.#moved(now.channelId);
    }
    this.#update();
  }

  /** Takes in who is there, and what Parley itself may do. */
  #update(): void {
    const { voiceStates, members } = this.#guild;
    const people = peopleIn(this.#channelId, voiceStates.cache.values(), this.#ownId);
    this.#attendance.update(people, mutedIn(this.#channelId, voiceStates.cache.values()));
    this.#listeners.hear(people);
    this.#alone.update(people.length === 0);
    const own = members.me?.voice;
    if (own === undefined) return;
    const { serverMute, serverDeaf, suppress } = own;
    const notice = silencedNotice(this.#silencing, { serverMute, serverDeaf, suppress });
    this.#silencing = { serverMute, serverDeaf, suppress };
    if (notice !== undefined) void this.#parts.request.notify(notice);
  }

  #moved(channelId: string): void {
    this.#parts.log.info({ channelId }, 'moved to another voice channel');
    this.#channelId = channelId;
    // What it was saying was meant for the people it left.
    this.#parts.request.conversation.stop();
  }

  /** Put out of the channel, unless that only follows from a connection that is being brought back. */
  async #dismissed(): Promise<void> {
    const { connection, clock, request } = this.#parts;
    const { state } = connection;
    if (!isReady(state) && closeCodeOf(state) !== DISCONNECTED) return;
    this.#listeners.hear([]);
    this.#attendance.end();
    request.conversation.stop();
    try {
      await clock.sleep(DISMISSAL_MS, this.#session.signal);
    } catch {
      return; // left meanwhile: by the channel's deletion
    }
    const isThere = this.#guild.channels.cache.has(this.#channelId);
    await this.leave(isThere ? 'kicked' : 'channel-deleted');
  }

  /**
   * Whether a close with 4014 that no other channel follows was somebody's will; otherwise Discord
   * has lost the gateway session that the voice connection belongs to.
   */
  #isPutOut(): boolean {
    const isOwnLoss = this.#hasNewSession || this.#guild.shard.status !== Status.Ready;
    this.#hasNewSession = false;
    return !isOwnLoss;
  }
}
