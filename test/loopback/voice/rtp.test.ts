import { describe, expect, test } from 'vitest';
import { open, seal, VOICE_MODES } from '../../../loopback/voice/rtp-crypto.ts';
import { payloadOf, readRtpHeader, writeRtp } from '../../../loopback/voice/rtp.ts';

const KEY = Buffer.alloc(32, 7);
/** OpenSSL's words, and @noble/ciphers'. */
const WRONG_KEY = /unable to authenticate|invalid tag/;
const REFUSED = /not RTP|Cannot open a packet|unable to authenticate|invalid tag/;
const PACKET = {
  sequence: 65_535,
  timestamp: 2 ** 32 - 1,
  ssrc: 2 ** 31 + 1,
  payload: Buffer.from('opus'),
};

describe('RTP', () => {
  const styles = VOICE_MODES.flatMap((mode) =>
    [
      { hasExtension: false, paddingBytes: 0 },
      { hasExtension: true, paddingBytes: 0 },
      { hasExtension: true, paddingBytes: 7 },
    ].map((style) => ({ mode, style })),
  );

  test.for(styles)('comes out as it went in: %j', ({ mode, style }) => {
    const { header, body } = writeRtp(PACKET, style);
    const sealed = seal(header, body, mode, KEY, 2 ** 32 - 1);
    const read = readRtpHeader(sealed);
    expect(read).toMatchObject({ sequence: 65_535, timestamp: 2 ** 32 - 1, ssrc: 2 ** 31 + 1 });
    expect(payloadOf(read!, open(sealed, read!.headerBytes, mode, KEY))).toEqual(PACKET.payload);
    expect(() => open(sealed, read!.headerBytes, mode, Buffer.alloc(32))).toThrow(WRONG_KEY);
  });

  test.for(VOICE_MODES)('of any length never gets past the check: %s', (mode) => {
    for (let length = 0; length < 64; length++) {
      const datagram = Buffer.alloc(length, 0x90);
      if (length > 1) datagram[1] = 0x78;
      const header = readRtpHeader(datagram);
      expect(() => {
        if (header === undefined) throw new Error('not RTP');
        open(datagram, header.headerBytes, mode, KEY);
      }).toThrow(REFUSED);
    }
  });
});
