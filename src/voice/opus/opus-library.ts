/** What a library that codes Opus must offer; `opus-codec.ts` is what the rest of Parley uses. */

export interface CodecKind {
  readonly sampleRateHz: 16_000 | 48_000;
  readonly channels: 1 | 2;
  /** Each codec serves one of them, although those of both libraries could do both. */
  readonly direction: 'encode' | 'decode';
}

/** Trusts its caller: frames and packets were checked before. */
export interface RawCodec {
  encode(pcm: Buffer): Buffer;
  /** @throws whatever the library throws for bytes that are no packet. */
  decode(packet: Buffer): Buffer;
  setBitrate(bitsPerSecond: number): void;
  /** Forgets the sound so far; the bit rate stays. */
  reset(): void;
  /** Never used again. */
  free(): void;
}

export interface OpusLibrary {
  /** For people: in the log and in `doctor`. */
  readonly name: string;
  /** Codecs a process may have, in use or kept. */
  readonly maxCodecs: number;
  /** The longest packet that can be decoded without harm. */
  longestPacketMs(kind: CodecKind): number;
  open(kind: CodecKind): RawCodec;
}

/** OPUS_RESET_STATE of opus_defines.h. */
export const RESET_STATE = 4028;

/** OPUS_SET_BITRATE of opus_defines.h. */
export const SET_BITRATE = 4002;

export const ENCODER_HZ = 48_000;
/** 20 ms. */
export const ENCODED_FRAME_SAMPLES = 960;
