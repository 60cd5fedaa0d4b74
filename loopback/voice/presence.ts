/**
 * Who is in which voice channel: answers op 4, moves and removes people, and keeps the voice
 * sessions that real clients connect with.
 */
import { randomBytes } from 'node:crypto';
import type { SimulatedCaller } from '../caller.ts';
import { INTENT, type VoiceStateRequest } from '../gateway/messages.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { voiceStatePayload } from '../world/payloads.ts';
import type { Channel, GuildState, VoiceState } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { entryObstacle, isSuppressedIn } from './entry-rules.ts';
import { VOICE_CLOSE, type VoiceIdentify } from './messages.ts';
import type { Room } from './room.ts';
import type { VoiceGateway } from './voice-gateway.ts';

export interface PresenceOptions {
  readonly world: World;
  readonly gateway: Gateway;
  readonly voice: () => VoiceGateway;
  readonly openRoom: (channelId: string) => Room;
  readonly closeRoom: (channelId: string) => void;
  /** Discord answers nothing, as when a channel is full. */
  readonly ignoresJoins: () => boolean;
  readonly later: (ms: number, callback: () => void) => void;
}

/** How long a person stays visible in a channel without a voice connection; ours. */
const COME_BACK_MS = 15_000;

type StateChange = Partial<
  Pick<
    VoiceState,
    'isSelfMuted' | 'isSelfDeaf' | 'isMuted' | 'isDeaf' | 'isSuppressed' | 'requestToSpeakAt'
  >
>;

export interface Presence {
  /** Op 4 of a real client. */
  request(userId: string, request: VoiceStateRequest): void;
  /** @throws an Error saying why a person cannot enter. */
  enter(guildId: string, channelId: string, caller: SimulatedCaller): void;
  /** By a moderator: no permission is asked of the person moved. */
  move(guildId: string, userId: string, channelId: string): void;
  /** @param code what a real client's voice socket is closed with. */
  remove(guildId: string, userId: string, code?: number): void;
  change(guildId: string, userId: string, change: StateChange): void;
  /** A real client's voice connection ended for good and it did not ask to come back. */
  lose(guildId: string, userId: string): void;
  /** Works out anew who may speak, after permissions changed. */
  refreshSuppression(guild: GuildState): void;
  admit(identify: Omit<VoiceIdentify, 'max_dave_protocol_version'>): Room | undefined;
  /** VOICE_SERVER_UPDATE, with no endpoint while the server is being replaced. */
  sendServer(guildId: string, userId: string, isGone?: boolean): void;
  /** A client has logged out: it leaves every channel. */
  logOut(userId: string): void;
  /** Ends every simulated caller. */
  close(): void;
}

export function createPresence(options: PresenceOptions): Presence {
  const { world, gateway } = options;
  /** By guild and user. */
  const tokens = new Map<string, string>();
  const callers = new Map<string, SimulatedCaller>();

  function announce(state: VoiceState, channelId: string | null): void {
    gateway.dispatch({
      event: 'VOICE_STATE_UPDATE',
      data: voiceStatePayload(world, state, channelId),
      guildId: state.guildId,
      intent: INTENT.guildVoiceStates,
    });
  }

  function sendServer(guildId: string, userId: string, isGone = false): void {
    const endpoint = isGone ? null : options.voice().endpoint;
    const token = tokens.get(keyOf(guildId, userId)) ?? '';
    gateway.dispatch({
      event: 'VOICE_SERVER_UPDATE',
      data: { token, guild_id: guildId, endpoint },
      guildId,
      toUserId: userId,
    });
  }

  /** Puts a person into a channel and tells everyone. */
  function place(
    guild: GuildState,
    channel: Channel,
    userId: string,
    flags: { readonly isSelfMuted: boolean; readonly isSelfDeaf: boolean },
  ): void {
    const before = guild.voiceStates.get(userId);
    const state: VoiceState = {
      guildId: guild.id,
      userId,
      channelId: channel.id,
      sessionId: before?.sessionId ?? randomBytes(16).toString('hex'),
      isMuted: before?.isMuted ?? false,
      isDeaf: before?.isDeaf ?? false,
      isSuppressed: isSuppressedIn(guild, channel, userId),
      requestToSpeakAt: undefined,
      isSelfMuted: flags.isSelfMuted,
      isSelfDeaf: flags.isSelfDeaf,
    };
    guild.voiceStates.set(userId, state);
    tokens.set(keyOf(guild.id, userId), randomBytes(8).toString('hex'));
    announce(state, channel.id);
  }

  function request(userId: string, wanted: VoiceStateRequest): void {
    if (wanted.guild_id == null) {
      for (const guildId of world.guilds.keys()) remove(guildId, userId);
      return;
    }
    const guild = world.guilds.get(wanted.guild_id);
    if (guild === undefined) return;
    const before = guild.voiceStates.get(userId);
    if (wanted.channel_id == null) {
      remove(guild.id, userId);
      return;
    }
    const channel = guild.channels.get(wanted.channel_id);
    if (channel === undefined || options.ignoresJoins()) return;
    if (entryObstacle(guild, channel, userId) !== undefined) return;
    const flags = { isSelfMuted: wanted.self_mute, isSelfDeaf: wanted.self_deaf };
    if (before?.channelId === channel.id) {
      repeat(guild, before, flags);
      return;
    }
    place(guild, channel, userId, flags);
    sendServer(guild.id, userId);
    if (before === undefined) return;
    endConnection(guild.id, userId, VOICE_CLOSE.disconnected);
    options.closeRoom(before.channelId);
  }

  /**
   * Op 4 for the channel that the client is in. A change of its flags alone changes no server;
   * otherwise some clients wait for both events before they resume.
   */
  function repeat(
    guild: GuildState,
    before: VoiceState,
    flags: { readonly isSelfMuted: boolean; readonly isSelfDeaf: boolean },
  ): void {
    const isChanged =
      flags.isSelfMuted !== before.isSelfMuted || flags.isSelfDeaf !== before.isSelfDeaf;
    const connection = options.voice().find(before.userId, guild.id);
    const isConnected = connection?.socket.readyState === connection?.socket.OPEN;
    change(guild.id, before.userId, flags);
    if (isChanged && isConnected) return;
    sendServer(guild.id, before.userId);
  }

  function endConnection(guildId: string, userId: string, code: number): void {
    const connection = options.voice().find(userId, guildId);
    if (connection !== undefined) options.voice().end(connection, code);
  }

  function enter(guildId: string, channelId: string, caller: SimulatedCaller): void {
    const guild = world.guild(guildId);
    const channel = guild.channels.get(channelId);
    const { userId, name } = caller;
    if (channel === undefined)
      throw new Error(`${name} cannot join: guild ${guildId} has no channel ${channelId}`);
    if (guild.voiceStates.has(userId))
      throw new Error(`${name} cannot join: they are in voice already`);
    const reason = entryObstacle(guild, channel, userId);
    if (reason !== undefined) throw new Error(`${name} cannot join ${channel.name}: ${reason}`);
    callers.set(keyOf(guildId, userId), caller);
    place(guild, channel, userId, { isSelfMuted: false, isSelfDeaf: false });
    caller.enter(options.openRoom(channelId));
  }

  function move(guildId: string, userId: string, channelId: string): void {
    const guild = world.guild(guildId);
    const before = guild.voiceStates.get(userId);
    const channel = guild.channels.get(channelId);
    if (before === undefined)
      throw new Error(`Cannot move ${userId}: they are in no voice channel`);
    if (channel === undefined || channel.kind === 'text') {
      throw new Error(`Cannot move ${userId}: ${channelId} is no voice channel of ${guild.name}`);
    }
    const caller = callers.get(keyOf(guildId, userId));
    caller?.exit();
    place(guild, channel, userId, before);
    if (caller === undefined) {
      sendServer(guildId, userId);
      endConnection(guildId, userId, VOICE_CLOSE.disconnected);
    } else caller.enter(options.openRoom(channelId));
    options.closeRoom(before.channelId);
  }

  function remove(guildId: string, userId: string, code: number = VOICE_CLOSE.disconnected): void {
    const guild = world.guild(guildId);
    const before = guild.voiceStates.get(userId);
    if (before === undefined) return;
    guild.voiceStates.delete(userId);
    tokens.delete(keyOf(guildId, userId));
    announce({ ...before, isSuppressed: false, requestToSpeakAt: undefined }, null);
    endConnection(guildId, userId, code);
    callers.get(keyOf(guildId, userId))?.end();
    callers.delete(keyOf(guildId, userId));
    options.closeRoom(before.channelId);
  }

  function change(guildId: string, userId: string, changes: StateChange): void {
    const guild = world.guild(guildId);
    const before = guild.voiceStates.get(userId);
    if (before === undefined) return;
    const state = { ...before, ...changes };
    guild.voiceStates.set(userId, state);
    announce(state, state.channelId);
  }

  return {
    request,
    enter,
    move,
    remove,
    change,
    sendServer,

    lose(guildId, userId) {
      // A client that means to come back does so at once, with op 4 or a new op 0.
      options.later(COME_BACK_MS, () => {
        if (options.voice().find(userId, guildId) === undefined) remove(guildId, userId);
      });
    },

    refreshSuppression(guild) {
      for (const state of guild.voiceStates.values()) {
        const channel = guild.channels.get(state.channelId);
        // On a stage, moderators say who speaks.
        if (channel === undefined || channel.kind === 'stage') continue;
        const suppressed = isSuppressedIn(guild, channel, state.userId);
        if (suppressed !== state.isSuppressed) {
          change(guild.id, state.userId, { isSuppressed: suppressed });
        }
      }
    },

    admit({ server_id: guildId, user_id: userId, session_id: sessionId, token }) {
      const state = world.guilds.get(guildId)?.voiceStates.get(userId);
      const isKnown =
        state?.sessionId === sessionId && tokens.get(keyOf(guildId, userId)) === token;
      return isKnown && state !== undefined ? options.openRoom(state.channelId) : undefined;
    },

    logOut(userId) {
      const isElsewhere = gateway.sessions.some((session) => session.account.id === userId);
      if (isElsewhere) return;
      for (const guild of world.guilds.values()) {
        if (!callers.has(keyOf(guild.id, userId))) remove(guild.id, userId);
      }
    },

    close() {
      for (const caller of callers.values()) caller.end();
      callers.clear();
    },
  };
}

function keyOf(guildId: string, userId: string): string {
  return `${guildId} ${userId}`;
}
