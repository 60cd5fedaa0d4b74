/** What @discordjs/voice 0.19.2 lacks on the way in, from the socket to a person's stream. */
import { VoiceReceiver, type VoiceConnection } from '@discordjs/voice';
import type { Logger } from '../../log.ts';
import { replaceMethod } from './replace-method.ts';

/** An RTP header; whatever is not longer carries nothing (RFC 3550, 5.1). */
const RTP_HEADER_BYTES = 12;

/** How a packet was numbered by its sender. */
export interface RtpNumbers {
  /** 0…65535. */
  readonly sequence: number;
  /** 48 kHz clock. */
  readonly rtpTimestamp: number;
  readonly ssrc: number;
}

/** Packets of a connection that were given up. */
export interface PacketFaults {
  /** Not sealed with the connection's key: forged, damaged, or from before a reconnect. */
  readonly unopened: number;
  /** Opened, but the end-to-end encryption did not yield a frame. */
  readonly undecrypted: number;
}

const numbersOf = new WeakMap<Buffer, RtpNumbers>();
const faultsOf = new WeakMap<VoiceConnection, { unopened: number; undecrypted: number }>();

/** How a packet of a receive stream was numbered; the library itself does not hand it on. */
export function rtpNumbersOf(packet: Buffer): RtpNumbers | undefined {
  return numbersOf.get(packet);
}

export function packetFaultsOf(connection: VoiceConnection): PacketFaults {
  return { ...(faultsOf.get(connection) ?? { unopened: 0, undecrypted: 0 }) };
}

/**
 * 1. A datagram of 9 to 11 bytes from anybody ended the process (read beyond its end).
 * 3. One packet that could not be opened destroyed that person's stream.
 * Besides, each packet's RTP numbers are kept, for reordering and concealment.
 */
export function guardReceiving(log: Logger): (() => void)[] {
  return [
    replaceMethod<VoiceReceiver>(VoiceReceiver.prototype, 'onUdpMessage', ({ args, proceed }) => {
      const [datagram] = args;
      if (Buffer.isBuffer(datagram) && datagram.length > RTP_HEADER_BYTES) proceed();
    }),
    replaceMethod<VoiceReceiver>(
      VoiceReceiver.prototype,
      'parsePacket',
      ({ target, args: [datagram], proceed }) => {
        const faults = countersOf(target.voiceConnection);
        try {
          const packet = proceed();
          if (!Buffer.isBuffer(packet) || !Buffer.isBuffer(datagram)) {
            faults.undecrypted += 1;
            return null;
          }
          numbersOf.set(packet, {
            sequence: datagram.readUInt16BE(2),
            rtpTimestamp: datagram.readUInt32BE(4),
            ssrc: datagram.readUInt32BE(8),
          });
          return packet;
        } catch (error) {
          faults.unopened += 1;
          // One line for a flood of forged packets.
          if (isPowerOfTwo(faults.unopened))
            log.warn({ err: error, count: faults.unopened }, 'voice packets could not be opened');
          return null;
        }
      },
    ),
  ];
}

function countersOf(connection: VoiceConnection): { unopened: number; undecrypted: number } {
  const counters = faultsOf.get(connection) ?? { unopened: 0, undecrypted: 0 };
  faultsOf.set(connection, counters);
  return counters;
}

function isPowerOfTwo(count: number): boolean {
  return (count & (count - 1)) === 0;
}
