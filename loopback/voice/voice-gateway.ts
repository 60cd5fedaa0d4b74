/** The voice gateway (version 8, older ones tolerated): TLS WebSockets, one connection a client and guild. */
import { once } from 'node:events';
import { createServer } from 'node:https';
import { randomBytes } from 'node:crypto';
import { WebSocketServer, type WebSocket } from 'ws';
import { appendBounded } from '../bounded-log.ts';
import type { Certificate } from '../certificate.ts';
import { DAVE_OP } from '../dave/dave-member.ts';
import { parseJson } from '../json.ts';
import { portOf } from '../port-of.ts';
import type { MediaSocket } from './media-socket.ts';
import {
  selectProtocolSchema,
  speakingSchema,
  transitionReadySchema,
  VOICE_CLOSE,
  VOICE_OP,
  voiceFrameSchema,
  voiceHeartbeatSchema,
  voiceIdentifySchema,
  voiceResumeSchema,
  type VoiceIdentify,
} from './messages.ts';
import type { Room } from './room.ts';
import { isVoiceMode } from './rtp-crypto.ts';
import type { RtpStyle } from './rtp.ts';
import { createVoiceConnection, type VoiceConnection } from './voice-connection.ts';

export interface VoiceIdentifyRecord {
  readonly atMs: number;
  readonly userId: string;
  readonly guildId: string;
  readonly isResume: boolean;
}

export interface VoiceGatewayOptions {
  readonly certificate: Certificate;
  readonly media: MediaSocket;
  readonly modes: readonly string[];
  readonly daveVersion: 0 | 1;
  readonly heartbeatIntervalMs: number;
  readonly rtpStyle: () => RtpStyle;
  readonly nextSsrc: () => number;
  /** The room that these credentials open, if they are good. */
  readonly admit: (identify: Omit<VoiceIdentify, 'max_dave_protocol_version'>) => Room | undefined;
  /** The client is gone and did not come back. */
  readonly onLost: (connection: VoiceConnection) => void;
  readonly trace: (line: string) => void;
}

export interface VoiceGateway {
  readonly endpoint: string;
  readonly identifies: readonly VoiceIdentifyRecord[];
  readonly connections: readonly VoiceConnection[];
  find(userId: string, guildId?: string): VoiceConnection | undefined;
  roomOf(connection: VoiceConnection): Room | undefined;
  /** Ends a connection from our side; it cannot be resumed. */
  end(connection: VoiceConnection, code: number): void;
  close(): void;
}

/** How long a client may RESUME. Discord does not say; ours. */
const RESUME_WINDOW_MS = 15_000;
/** After these the client comes back with a RESUME: network errors, and 4015 "voice server crashed". */
const isResumable = (code: number) => code !== 1000 && (code < 4000 || code === 4015);

export async function listenVoiceGateway(options: VoiceGatewayOptions): Promise<VoiceGateway> {
  const { trace, media } = options;
  const { certPem: cert, keyPem: key } = options.certificate;
  const server = createServer({ cert, key });
  const sockets = new WebSocketServer({ server });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);

  const identifies: VoiceIdentifyRecord[] = [];
  /** With the room that each entered. */
  const connections = new Map<VoiceConnection, Room>();
  const expiries = new Map<VoiceConnection, NodeJS.Timeout>();
  const bySocket = new WeakMap<WebSocket, VoiceConnection>();

  sockets.on('connection', (socket, request) => {
    trace(`voice: socket open ${request.url ?? ''}`);
    const version = Number(new URL(request.url ?? '', 'wss://host').searchParams.get('v') ?? 1);
    socket.on('error', (error) => trace(`voice: ${error.message}`));
    socket.on('close', (code) => lose(socket, code));
    socket.on('message', (bytes: Buffer, isBinary: boolean) => {
      try {
        if (isBinary) receiveBinary(socket, bytes);
        else receive(socket, bytes.toString());
      } catch (error) {
        trace(`voice: cannot read a message: ${String(error)}`);
        socket.close(VOICE_CLOSE.decodeError, 'Failed to decode payload.');
      }
    });
    const hello = { v: version, heartbeat_interval: options.heartbeatIntervalMs };
    socket.send(JSON.stringify({ op: VOICE_OP.hello, d: hello }));
  });

  function receive(socket: WebSocket, text: string): void {
    const { op, d: fields } = voiceFrameSchema.parse(parseJson(text));
    if (op !== VOICE_OP.heartbeat) trace(`voice <- ${text.slice(0, 200)}`);
    if (op === VOICE_OP.heartbeat) {
      const beat = voiceHeartbeatSchema.parse(fields);
      const echo = typeof beat === 'object' ? { t: beat.t } : beat;
      socket.send(JSON.stringify({ op: VOICE_OP.heartbeatAck, d: echo }));
      return;
    }
    if (op === VOICE_OP.identify) identify(socket, fields);
    else if (op === VOICE_OP.resume) resume(socket, fields);
    else {
      const connection = bySocket.get(socket);
      if (connection === undefined)
        socket.close(VOICE_CLOSE.notAuthenticated, 'Not authenticated.');
      else receiveFrom(connection, op, fields);
    }
  }

  function receiveFrom(connection: VoiceConnection, op: number, fields: unknown): void {
    const room = connections.get(connection);
    if (op === VOICE_OP.selectProtocol) select(connection, room, fields);
    else if (op === VOICE_OP.speaking) {
      room?.speaking(connection, Number(speakingSchema.parse(fields).speaking));
    } else if (op === VOICE_OP.transitionReady) {
      const { transition_id: id } = transitionReadySchema.parse(fields);
      room?.dave.transitionReady(connection.userId, id);
    }
    // Op 31 needs no answer: the new key package behind it brings the client back into the group.
  }

  function receiveBinary(socket: WebSocket, bytes: Buffer): void {
    const connection = bySocket.get(socket);
    if (connection === undefined) return;
    const op = bytes.readUInt8(0);
    const payload = bytes.subarray(1);
    trace(`voice <- ${connection.userId} op ${op}, ${payload.length} bytes`);
    const dave = connections.get(connection)?.dave;
    if (op === DAVE_OP.keyPackage) dave?.keyPackage(connection.userId, payload);
    else if (op === DAVE_OP.commitWelcome) dave?.commit(connection.userId, payload);
  }

  function identify(socket: WebSocket, fields: unknown): void {
    const wanted = voiceIdentifySchema.parse(fields);
    if (bySocket.has(socket)) {
      socket.close(VOICE_CLOSE.alreadyAuthenticated, 'Already authenticated.');
      return;
    }
    record(wanted.user_id, wanted.server_id, false);
    const room = options.admit(wanted);
    if (room === undefined) {
      socket.close(VOICE_CLOSE.sessionInvalid, 'Session is no longer valid.');
      return;
    }
    if (options.daveVersion > 0 && wanted.max_dave_protocol_version === 0) {
      socket.close(VOICE_CLOSE.daveRequired, 'E2EE/DAVE protocol required.');
      return;
    }
    const former = find(wanted.user_id, wanted.server_id);
    if (former !== undefined) end(former, VOICE_CLOSE.sessionInvalid);
    const connection = createVoiceConnection({
      userId: wanted.user_id,
      guildId: wanted.server_id,
      sessionId: wanted.session_id,
      ssrc: options.nextSsrc(),
      usesDave: options.daveVersion > 0,
      socket,
      rtpStyle: options.rtpStyle,
      sendDatagram: media.send,
      trace,
    });
    connections.set(connection, room);
    bySocket.set(socket, connection);
    connection.sendUnnumbered(VOICE_OP.ready, {
      ssrc: connection.ssrc,
      ip: '127.0.0.1',
      port: media.port,
      modes: options.modes,
      experiments: [],
      streams: [],
    });
    room.enter(connection);
  }

  function select(connection: VoiceConnection, room: Room | undefined, fields: unknown): void {
    const { data } = selectProtocolSchema.parse(fields);
    if (!isVoiceMode(data.mode) || !options.modes.includes(data.mode)) {
      connection.socket.close(VOICE_CLOSE.unknownEncryption, 'Unknown encryption mode.');
      return;
    }
    const isFirst = connection.media === undefined;
    connection.select(data.mode, { address: data.address, port: data.port });
    connection.sendUnnumbered(VOICE_OP.sessionDescription, {
      mode: data.mode,
      secret_key: [...(connection.media?.key ?? [])],
      dave_protocol_version: connection.usesDave ? options.daveVersion : 0,
      audio_codec: 'opus',
      video_codec: 'H264',
      media_session_id: randomBytes(16).toString('hex'),
    });
    if (isFirst) room?.open(connection);
  }

  function resume(socket: WebSocket, fields: unknown): void {
    const wanted = voiceResumeSchema.parse(fields);
    const connection = [...connections.keys()].find(
      ({ sessionId }) => sessionId === wanted.session_id,
    );
    const isGood =
      connection !== undefined &&
      options.admit({ ...wanted, user_id: connection.userId }) !== undefined;
    record(connection?.userId ?? '', wanted.server_id, true);
    if (!isGood) {
      socket.close(VOICE_CLOSE.sessionInvalid, 'Session is no longer valid.');
      return;
    }
    clearTimeout(expiries.get(connection));
    expiries.delete(connection);
    bySocket.delete(connection.socket);
    if (connection.socket !== socket) connection.socket.terminate();
    bySocket.set(socket, connection);
    connection.resume(socket, wanted.seq_ack ?? Infinity);
  }

  function record(userId: string, guildId: string, isResume: boolean): void {
    appendBounded(identifies, { atMs: performance.now(), userId, guildId, isResume });
  }

  function lose(socket: WebSocket, code: number): void {
    const connection = bySocket.get(socket);
    trace(`voice: socket of ${connection?.userId ?? 'a stranger'} closed with ${code}`);
    if (connection === undefined) return;
    bySocket.delete(socket);
    if (isResumable(code)) {
      expiries.set(connection, setTimeout(() => forget(connection), RESUME_WINDOW_MS).unref());
    } else forget(connection);
  }

  /** Takes the connection out of its room. */
  function remove(connection: VoiceConnection): boolean {
    clearTimeout(expiries.get(connection));
    expiries.delete(connection);
    connections.get(connection)?.leave(connection);
    return connections.delete(connection);
  }

  function forget(connection: VoiceConnection): void {
    if (remove(connection)) options.onLost(connection);
  }

  function end(connection: VoiceConnection, code: number): void {
    remove(connection);
    bySocket.delete(connection.socket);
    connection.socket.close(code);
  }

  function find(userId: string, guildId?: string): VoiceConnection | undefined {
    return [...connections.keys()].find(
      (other) => other.userId === userId && (guildId === undefined || other.guildId === guildId),
    );
  }

  return {
    endpoint: `127.0.0.1:${port}`,
    identifies,
    get connections() {
      return [...connections.keys()];
    },
    find,
    roomOf: (connection) => connections.get(connection),
    end,
    close() {
      for (const timer of expiries.values()) clearTimeout(timer);
      for (const socket of sockets.clients) socket.terminate();
      connections.clear();
      sockets.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
