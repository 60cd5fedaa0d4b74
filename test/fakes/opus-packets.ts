import { createOpusEncoder } from '../../src/voice/opus-codec.ts';
import type { OpusPacket } from '../../src/voice/jitter-buffer.ts';

/** A tone as packets of 20 ms, each received when it was sent. */
export function tonePackets(count: number, hz = 300): OpusPacket[] {
  using encoder = createOpusEncoder(1);
  return Array.from({ length: count }, (_, at) => {
    const pcm = Buffer.alloc(1920);
    for (let i = 0; i < 960; i++)
      pcm.writeInt16LE(
        Math.round(9000 * Math.sin((2 * Math.PI * hz * (at * 960 + i)) / 48_000)),
        i * 2,
      );
    return packet(at, at * 20, encoder.encode(pcm));
  });
}

export function packet(
  at: number,
  receivedAtMs: number,
  payload: Buffer = Buffer.from([at & 0xff]),
): OpusPacket {
  return {
    payload,
    sequence: (65_530 + at) & 0xffff,
    rtpTimestamp: (0xffff_f000 + at * 960) >>> 0,
    ssrc: 7,
    receivedAtMs,
  };
}
