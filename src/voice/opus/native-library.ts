/**
 * libopus as machine code: `@discordjs/opus` 0.10, which Parley does not depend on and uses where the
 * owner has installed it. It is a C++ addon that is built on the owner's machine, so all that is
 * known of it here is what it shows when it is tried.
 */
import {
  ENCODED_FRAME_SAMPLES,
  ENCODER_HZ,
  RESET_STATE,
  type CodecKind,
  type OpusLibrary,
} from './opus-library.ts';

export const NATIVE_PACKAGE = '@discordjs/opus';

/**
 * A bound, not a limit of the library: codecs cost 20 kB (decoding) or 50 kB (encoding) each, and no
 * main thread can hear so many people at once.
 */
const MAX_CODECS = 1000;

/** Opus knows no longer packet (RFC 6716, 3.2.5), and the addon has room for it at any rate. */
const LONGEST_PACKET_MS = 120;

interface NativeCodec {
  /** Ends the process where libopus refuses the frame: its length must be right. */
  encode(pcm: Buffer): Buffer;
  decode(packet: Buffer): Buffer;
  applyEncoderCTL(request: number, value: number): void;
  applyDecoderCTL(request: number, value: number): void;
  setBitrate(bitsPerSecond: number): void;
}

const METHODS = [
  'encode',
  'decode',
  'applyEncoderCTL',
  'applyDecoderCTL',
  'setBitrate',
] as const satisfies readonly (keyof NativeCodec)[];

/**
 * @param addon what `require('@discordjs/opus')` gave.
 * @throws Error when that is not what it is known to be, or does not code one frame.
 */
export function nativeLibrary(addon: unknown): OpusLibrary {
  if (!hasCodecs(addon)) throw unlike('it has no OpusEncoder');
  const library: OpusLibrary = {
    name: `${NATIVE_PACKAGE} (native)`,
    maxCodecs: MAX_CODECS,
    longestPacketMs: () => LONGEST_PACKET_MS,
    open({ sampleRateHz, channels, direction }) {
      const codec: unknown = new addon.OpusEncoder(sampleRateHz, channels);
      if (!isCodec(codec)) throw unlike(`its OpusEncoder lacks one of ${METHODS.join(', ')}`);
      return {
        encode: (pcm) => codec.encode(pcm),
        decode: (packet) => codec.decode(packet),
        setBitrate: (bitsPerSecond) => codec.setBitrate(bitsPerSecond),
        reset() {
          // The addon makes its encoder and its decoder when they are first asked for something.
          if (direction === 'decode') codec.applyDecoderCTL(RESET_STATE, 0);
          else codec.applyEncoderCTL(RESET_STATE, 0);
        },
        // The garbage collector does it; nothing else can.
        free() {},
      };
    },
  };
  tryOneFrame(library);
  return library;
}

function tryOneFrame(library: OpusLibrary): void {
  const mono = (sampleRateHz: CodecKind['sampleRateHz'], direction: CodecKind['direction']) =>
    library.open({ sampleRateHz, channels: 1, direction });
  const packet: unknown = mono(ENCODER_HZ, 'encode').encode(
    Buffer.alloc(ENCODED_FRAME_SAMPLES * 2),
  );
  if (!Buffer.isBuffer(packet)) throw unlike('it encodes to something else than bytes');
  const sound: unknown = mono(16_000, 'decode').decode(packet);
  if (!Buffer.isBuffer(sound) || sound.length !== 640)
    throw unlike('it does not decode 20 ms to 320 samples at 16 kHz');
}

function unlike(what: string): Error {
  return new Error(`Cannot use ${NATIVE_PACKAGE}: ${what}, as version 0.10 has`);
}

type CodecClass = new (sampleRateHz: number, channels: number) => unknown;

function hasCodecs(addon: unknown): addon is { readonly OpusEncoder: CodecClass } {
  return (
    typeof addon === 'object' &&
    addon !== null &&
    'OpusEncoder' in addon &&
    typeof addon.OpusEncoder === 'function'
  );
}

function isCodec(value: unknown): value is NativeCodec {
  if (typeof value !== 'object' || value === null) return false;
  return METHODS.every((name) => typeof Reflect.get(value, name) === 'function');
}
