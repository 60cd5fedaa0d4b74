/** A real client's connection to the voice server: one WebSocket after another, one set of keys. */
import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import { u16, u8 } from '../dave/mls-bytes.ts';
import { VOICE_OP } from './messages.ts';
import type { Participant } from './participant.ts';
import { seal, type VoiceMode } from './rtp-crypto.ts';
import { writeRtp, type MediaPacket, type RtpStyle } from './rtp.ts';

export interface RemoteAddress {
  readonly address: string;
  readonly port: number;
}

export interface VoiceConnection extends Participant {
  readonly guildId: string;
  readonly sessionId: string;
  /** undefined until the client has selected a protocol. */
  readonly media: { readonly mode: VoiceMode; readonly key: Buffer } | undefined;
  readonly remote: RemoteAddress | undefined;
  readonly socket: WebSocket;
  select(mode: VoiceMode, remote: RemoteAddress): void;
  /** Where its packets really come from. */
  foundAt(remote: RemoteAddress): void;
  /** Goes on with a new socket after a RESUME; sends what came after `sequence`. */
  resume(socket: WebSocket, sequence: number): void;
  /** Sends outside the numbered stream. */
  sendUnnumbered(op: number, fields: unknown): void;
}

export interface VoiceConnectionOptions {
  readonly userId: string;
  readonly guildId: string;
  readonly sessionId: string;
  readonly ssrc: number;
  readonly usesDave: boolean;
  readonly socket: WebSocket;
  readonly rtpStyle: () => RtpStyle;
  readonly sendDatagram: (datagram: Buffer, to: RemoteAddress) => void;
  readonly trace: (line: string) => void;
}

/** Messages kept for a RESUME. */
const KEPT_MESSAGES = 1_000;

export function createVoiceConnection(options: VoiceConnectionOptions): VoiceConnection {
  const { userId, guildId, sessionId, ssrc, usesDave, trace } = options;
  const kept: { readonly sequence: number; readonly message: string | Buffer }[] = [];
  let { socket } = options;
  let sequence = 0;
  let media: { readonly mode: VoiceMode; readonly key: Buffer } | undefined;
  let remote: RemoteAddress | undefined;
  let packetCounter = 0;

  function sendNow(message: string | Buffer): void {
    if (socket.readyState !== WebSocket.OPEN) return;
    socket.send(message, { binary: typeof message !== 'string' });
  }
  function sendKept(message: string | Buffer): void {
    kept.push({ sequence, message });
    if (kept.length > KEPT_MESSAGES) kept.shift();
    sendNow(message);
  }

  return {
    userId,
    guildId,
    sessionId,
    ssrc,
    usesDave,
    isSimulated: false,
    get media() {
      return media;
    },
    get remote() {
      return remote;
    },
    get socket() {
      return socket;
    },

    sendJson(op, fields) {
      sequence += 1;
      trace(`voice -> ${userId} op ${op} ${JSON.stringify(fields)}`);
      sendKept(JSON.stringify({ op, d: fields, seq: sequence }));
    },
    sendDave(op, payload) {
      sequence += 1;
      trace(`voice -> ${userId} op ${op}, ${payload.length} bytes`);
      sendKept(Buffer.concat([u16(sequence & 0xffff), u8(op), payload]));
    },
    sendUnnumbered(op, fields) {
      sendNow(JSON.stringify({ op, d: fields }));
    },

    select(mode, claimed) {
      media = { mode, key: randomBytes(32) };
      remote ??= claimed;
      packetCounter = 0;
    },
    foundAt(found) {
      remote = found;
    },

    hear(_fromUserId, packet: MediaPacket) {
      if (media === undefined || remote === undefined) return;
      const { header, body } = writeRtp(packet, options.rtpStyle());
      packetCounter = (packetCounter + 1) >>> 0;
      const datagram = seal(header, body, media.mode, media.key, packetCounter);
      options.sendDatagram(datagram, remote);
    },

    resume(newSocket, after) {
      socket = newSocket;
      sendNow(JSON.stringify({ op: VOICE_OP.resumed, d: null }));
      for (const { sequence: at, message } of kept) if (at > after) sendNow(message);
    },
  };
}
