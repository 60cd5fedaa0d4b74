/** The voice server's UDP socket: address discovery, keep-alives and media. */
import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import type { RemoteAddress } from './voice-connection.ts';

export interface UdpCounters {
  received: number;
  discoveries: number;
  keepAlives: number;
  /** Voice packets that were understood. */
  media: number;
  /** No voice packet, or from an address nobody claimed. */
  ignored: number;
  /** Looked like a voice packet of a known client and could not be decrypted. */
  undecryptable: number;
  sent: number;
}

export interface MediaSocketOptions {
  /** A datagram on its way in or out: `pass` lets it through, as often and as late as it likes. */
  readonly impair: (direction: 'to-clients' | 'from-clients', pass: () => void) => void;
  readonly isBlocked: () => boolean;
  readonly onDiscovery: (ssrc: number, from: RemoteAddress) => void;
  readonly onMedia: (
    datagram: Buffer,
    from: RemoteAddress,
  ) => 'taken' | 'ignored' | 'undecryptable';
}

export interface MediaSocket {
  readonly port: number;
  readonly counters: Readonly<UdpCounters>;
  /** Goes through the faults that are set. */
  readonly send: (datagram: Buffer, to: RemoteAddress) => void;
  /** Goes out as it is. */
  sendRaw(datagram: Buffer, to: RemoteAddress): void;
  close(): void;
}

/** Voice documentation, IP Discovery: type, length, ssrc, 64 bytes of address, port. */
const DISCOVERY = { bytes: 74, request: 1, response: 2, length: 70, addressAt: 8, portAt: 72 };
/** A counter that clients send every few seconds to keep their router's path open. */
const KEEP_ALIVE_BYTES = 8;

export async function listenMedia(options: MediaSocketOptions): Promise<MediaSocket> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const counters: UdpCounters = {
    received: 0,
    discoveries: 0,
    keepAlives: 0,
    media: 0,
    ignored: 0,
    undecryptable: 0,
    sent: 0,
  };
  let isClosed = false;

  function sendRaw(datagram: Buffer, to: RemoteAddress): void {
    if (isClosed) return;
    counters.sent += 1;
    // A client that is just closing refuses datagrams; that is no fault of ours.
    socket.send(datagram, to.port, to.address, () => {});
  }

  function receive(datagram: Buffer, from: RemoteInfo): void {
    if (isDiscovery(datagram)) {
      counters.discoveries += 1;
      options.onDiscovery(datagram.readUInt32BE(4), from);
      sendRaw(discoveryAnswer(datagram, from), from);
    } else if (datagram.length === KEEP_ALIVE_BYTES) {
      counters.keepAlives += 1;
    } else {
      const outcome = options.onMedia(datagram, from);
      counters[outcome === 'taken' ? 'media' : outcome] += 1;
    }
  }

  socket.on('message', (datagram, from) => {
    counters.received += 1;
    if (options.isBlocked()) return;
    if (isDiscovery(datagram)) receive(datagram, from);
    else options.impair('from-clients', () => receive(datagram, from));
  });

  return {
    port: socket.address().port,
    counters,
    send(datagram, to) {
      if (options.isBlocked()) return;
      options.impair('to-clients', () => sendRaw(datagram, to));
    },
    sendRaw,
    close() {
      isClosed = true;
      socket.close();
    },
  };
}

function isDiscovery(datagram: Buffer): boolean {
  return datagram.length === DISCOVERY.bytes && datagram.readUInt16BE(0) === DISCOVERY.request;
}

function discoveryAnswer(request: Buffer, from: RemoteAddress): Buffer {
  const answer = Buffer.alloc(DISCOVERY.bytes);
  answer.writeUInt16BE(DISCOVERY.response, 0);
  answer.writeUInt16BE(DISCOVERY.length, 2);
  request.copy(answer, 4, 4, 8);
  answer.write(from.address, DISCOVERY.addressAt);
  answer.writeUInt16BE(from.port, DISCOVERY.portAt);
  return answer;
}
