/** Transport encryption of voice packets between a client and the voice server (the rtpsize modes). */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';

export const VOICE_MODES = ['aead_aes256_gcm_rtpsize', 'aead_xchacha20_poly1305_rtpsize'] as const;
export type VoiceMode = (typeof VOICE_MODES)[number];

export const isVoiceMode = (mode: string): mode is VoiceMode =>
  VOICE_MODES.some((known) => known === mode);

/** Bytes of the authentication tag, of both modes. */
const TAG_BYTES = 16;
/** The packet counter behind the tag; it fills the first bytes of the nonce. */
const COUNTER_BYTES = 4;
const NONCE_BYTES: Record<VoiceMode, number> = {
  aead_aes256_gcm_rtpsize: 12,
  aead_xchacha20_poly1305_rtpsize: 24,
};

/** @param header the clear part of the packet; it is authenticated. */
export function seal(
  header: Buffer,
  body: Buffer,
  mode: VoiceMode,
  key: Buffer,
  counter: number,
): Buffer {
  const counterBytes = Buffer.alloc(COUNTER_BYTES);
  counterBytes.writeUInt32BE(counter);
  const nonce = nonceOf(counterBytes, mode);
  if (mode === 'aead_xchacha20_poly1305_rtpsize') {
    return Buffer.concat([
      header,
      xchacha20poly1305(key, nonce, header).encrypt(body),
      counterBytes,
    ]);
  }
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(header);
  return Buffer.concat([
    header,
    cipher.update(body),
    cipher.final(),
    cipher.getAuthTag(),
    counterBytes,
  ]);
}

/** @throws an Error when the packet was not sealed with `key`, or is too short to be. */
export function open(packet: Buffer, headerBytes: number, mode: VoiceMode, key: Buffer): Buffer {
  const tagAt = packet.length - COUNTER_BYTES - TAG_BYTES;
  if (tagAt < headerBytes) throw new RangeError(`Cannot open a packet of ${packet.length} bytes`);
  const header = packet.subarray(0, headerBytes);
  const counterAt = packet.length - COUNTER_BYTES;
  const nonce = nonceOf(packet.subarray(counterAt), mode);
  if (mode === 'aead_xchacha20_poly1305_rtpsize') {
    const sealed = packet.subarray(headerBytes, counterAt);
    return Buffer.from(xchacha20poly1305(key, nonce, header).decrypt(sealed));
  }
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
    .setAAD(header)
    .setAuthTag(packet.subarray(tagAt, counterAt));
  return Buffer.concat([decipher.update(packet.subarray(headerBytes, tagAt)), decipher.final()]);
}

function nonceOf(counterBytes: Buffer, mode: VoiceMode): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES[mode]);
  counterBytes.copy(nonce);
  return nonce;
}
