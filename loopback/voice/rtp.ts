/** RTP packets as Discord's clients and voice servers write them (RFC 3550, RFC 8285). */

export interface MediaPacket {
  readonly sequence: number;
  /** 48 kHz clock, +960 a packet. */
  readonly timestamp: number;
  readonly ssrc: number;
  /** Opus, inside DAVE's frame where that is on. */
  readonly payload: Buffer;
}

const FIXED_HEADER_BYTES = 12;
const VERSION_2 = 0x80;
const HAS_PADDING = 0x20;
const HAS_EXTENSION = 0x10;
/** Discord's dynamic payload type for Opus. */
const PAYLOAD_TYPE_OPUS = 0x78;

/** One-byte-header extension, two words: its preamble is clear, its content is encrypted. */
const EXTENSION_PREAMBLE = Buffer.from([0xbe, 0xde, 0, 2]);
const EXTENSION_CONTENT = Buffer.from([0x32, 1, 2, 3, 0x10, 0xff, 0, 0]);

export interface RtpParts {
  readonly header: Buffer;
  /** What is to be encrypted. */
  readonly body: Buffer;
}

export interface RtpStyle {
  readonly hasExtension: boolean;
  readonly paddingBytes: number;
}

export function writeRtp(packet: MediaPacket, style: RtpStyle): RtpParts {
  const fixed = Buffer.alloc(FIXED_HEADER_BYTES);
  fixed[0] =
    VERSION_2 |
    (style.hasExtension ? HAS_EXTENSION : 0) |
    (style.paddingBytes > 0 ? HAS_PADDING : 0);
  fixed[1] = PAYLOAD_TYPE_OPUS;
  fixed.writeUInt16BE(packet.sequence & 0xffff, 2);
  fixed.writeUInt32BE(packet.timestamp >>> 0, 4);
  fixed.writeUInt32BE(packet.ssrc >>> 0, 8);
  const padding = Buffer.alloc(style.paddingBytes);
  if (style.paddingBytes > 0) padding[style.paddingBytes - 1] = style.paddingBytes;
  return style.hasExtension
    ? {
        header: Buffer.concat([fixed, EXTENSION_PREAMBLE]),
        body: Buffer.concat([EXTENSION_CONTENT, packet.payload, padding]),
      }
    : { header: fixed, body: Buffer.concat([packet.payload, padding]) };
}

export interface RtpHeader {
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  /** Bytes that are clear and authenticated. */
  readonly headerBytes: number;
  /** Bytes of extension content at the start of the decrypted body. */
  readonly extensionBytes: number;
  readonly hasPadding: boolean;
}

/** @returns undefined for anything that is no Opus packet of RTP version 2. */
export function readRtpHeader(packet: Buffer): RtpHeader | undefined {
  if (packet.length < FIXED_HEADER_BYTES) return undefined;
  const first = packet.readUInt8(0);
  const isRtp = first >> 6 === 2;
  const isOpus = (packet.readUInt8(1) & 0x7f) === PAYLOAD_TYPE_OPUS;
  if (!isRtp || !isOpus) return undefined;
  const hasExtension = (first & HAS_EXTENSION) !== 0;
  const fixedBytes = FIXED_HEADER_BYTES + 4 * (first & 0x0f);
  const headerBytes = fixedBytes + (hasExtension ? EXTENSION_PREAMBLE.length : 0);
  if (packet.length < headerBytes) return undefined;
  return {
    sequence: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    ssrc: packet.readUInt32BE(8),
    headerBytes,
    extensionBytes: hasExtension ? packet.readUInt16BE(fixedBytes + 2) * 4 : 0,
    hasPadding: (first & HAS_PADDING) !== 0,
  };
}

/** The payload of a decrypted body, without extension content and padding. */
export function payloadOf(header: RtpHeader, body: Buffer): Buffer {
  const content = body.subarray(header.extensionBytes);
  const paddingBytes = header.hasPadding ? (content.at(-1) ?? 0) : 0;
  return content.subarray(0, Math.max(0, content.length - paddingBytes));
}
