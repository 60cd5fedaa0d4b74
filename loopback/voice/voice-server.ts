/** One voice server for all guilds: its rooms, its UDP socket, its gateway. */
import type { Certificate } from '../certificate.ts';
import { createExternalSender, type ExternalSender } from '../dave/external-sender.ts';
import type { FaultState } from '../faults/fault-state.ts';
import type { CompleteOptions } from '../options.ts';
import type { VoiceState } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { listenMedia, type MediaSocket } from './media-socket.ts';
import type { Presence } from './presence.ts';
import { createRoom, type Room } from './room.ts';
import { open } from './rtp-crypto.ts';
import { payloadOf, readRtpHeader } from './rtp.ts';
import type { RemoteAddress, VoiceConnection } from './voice-connection.ts';
import { listenVoiceGateway, type VoiceGateway } from './voice-gateway.ts';

export interface VoiceServer {
  readonly gateway: VoiceGateway;
  readonly media: MediaSocket;
  readonly sender: ExternalSender;
  readonly nextSsrc: () => number;
  readonly room: (channelId: string) => Room | undefined;
  /** Makes the room when nobody is in it yet. */
  readonly openRoom: (channelId: string) => Room;
  /** Drops the room when nobody is left in it. */
  readonly closeRoom: (channelId: string) => void;
  readonly roomOf: (userId: string) => Room | undefined;
  close(): void;
}

export interface VoiceServerOptions {
  readonly options: CompleteOptions;
  readonly certificate: Certificate;
  readonly world: World;
  readonly faults: FaultState;
  readonly presence: () => Presence;
}

export async function listenVoice(setup: VoiceServerOptions): Promise<VoiceServer> {
  const { options, world, faults, presence } = setup;
  const { trace } = options;
  const sender = createExternalSender();
  const rooms = new Map<string, Room>();
  let lastSsrc = 1_000;
  const nextSsrc = () => ++lastSsrc;

  function openRoom(channelId: string): Room {
    const known = rooms.get(channelId);
    if (known !== undefined) return known;
    const stateOf = (userId: string): VoiceState | undefined =>
      world.findChannel(channelId)?.guild.voiceStates.get(userId);
    const room = createRoom({
      channelId,
      sender,
      botCommits: options.botCommits,
      mayBeHeard(userId) {
        const state = stateOf(userId);
        return state !== undefined && !state.isMuted && !state.isSuppressed;
      },
      mayHear(userId) {
        const state = stateOf(userId);
        return state !== undefined && !state.isDeaf && !state.isSelfDeaf;
      },
      trace,
    });
    rooms.set(channelId, room);
    return room;
  }

  const media = await listenMedia({
    impair: (direction, pass) => faults.paths[direction].carry(pass),
    isBlocked: () => faults.isUdpBlocked,
    onDiscovery(ssrc, from) {
      gateway.connections.find((connection) => connection.ssrc === ssrc)?.foundAt(from);
    },
    onMedia(datagram, from) {
      const header = readRtpHeader(datagram);
      const connection = gateway.connections.find(({ remote }) => isSame(remote, from));
      if (header === undefined || connection?.media === undefined) return 'ignored';
      const opened = tryOpen(datagram, header.headerBytes, connection);
      if (opened === undefined) return 'undecryptable';
      const { sequence, timestamp } = header;
      const packet = { sequence, timestamp, payload: payloadOf(header, opened) };
      gateway.roomOf(connection)?.relay(connection, packet);
      return 'taken';
    },
  });

  const gateway: VoiceGateway = await listenVoiceGateway({
    certificate: setup.certificate,
    media,
    modes: options.modes,
    daveVersion: options.dave,
    heartbeatIntervalMs: options.voiceHeartbeatMs,
    rtpStyle: () => ({
      hasExtension: options.rtpExtension,
      paddingBytes: options.rtpPaddingBytes,
    }),
    nextSsrc,
    admit: (identify) => presence().admit(identify),
    onLost: (connection) => presence().lose(connection.guildId, connection.userId),
    trace,
  });

  return {
    gateway,
    media,
    sender,
    nextSsrc,
    room: (channelId) => rooms.get(channelId),
    openRoom,
    closeRoom(channelId) {
      const room = rooms.get(channelId);
      if (room?.isEmpty !== true) return;
      room.dave[Symbol.dispose]();
      rooms.delete(channelId);
    },
    roomOf: (userId) => [...rooms.values()].find((room) => room.userIds.includes(userId)),
    close() {
      for (const room of rooms.values()) room.dave[Symbol.dispose]();
      gateway.close();
      media.close();
    },
  };
}

function isSame(one: RemoteAddress | undefined, other: RemoteAddress): boolean {
  return one?.port === other.port && one.address === other.address;
}

function tryOpen(
  datagram: Buffer,
  headerBytes: number,
  { media }: VoiceConnection,
): Buffer | undefined {
  if (media === undefined) return undefined;
  try {
    return open(datagram, headerBytes, media.mode, media.key);
  } catch {
    return undefined;
  }
}
