/**
 * The only module that makes Opus codecs: of the native library where the owner has installed it, of
 * opusscript otherwise. What each of them must be guarded against is in `opus/`.
 */
import { chooseLibrary, type ChosenLibrary } from './opus/choose-library.ts';
import { createCodecPool } from './opus/codec-pool.ts';
import { ENCODED_FRAME_SAMPLES, ENCODER_HZ } from './opus/opus-library.ts';
import { FRAME_COUNT_CODE, packetDurationMs } from './opus/packet-duration.ts';

export { NoOpusCodecLeft } from './opus/codec-pool.ts';

export interface OpusDecoder extends Disposable {
  /**
   * @returns interleaved s16le samples of the packet.
   * @throws Error "Cannot decode an Opus packet…" for anything that is not one.
   */
  decode(packet: Uint8Array): Buffer;
  /** Made-up sound for one lost packet, as long as the packet before it; empty if there was none. */
  conceal(): Buffer;
}

export interface OpusEncoder extends Disposable {
  /** @param pcm exactly 20 ms of interleaved s16le samples at 48 kHz. */
  encode(pcm: Buffer): Buffer;
}

export interface OpusCodecs {
  /** @throws NoOpusCodecLeft when too many codecs are in use. */
  readonly createDecoder: (sampleRateHz: 16_000 | 48_000, channels: 1 | 2) => OpusDecoder;
  /** @throws NoOpusCodecLeft when too many codecs are in use. */
  readonly createEncoder: (channels: 1 | 2) => OpusEncoder;
  readonly use: () => OpusUse;
}

export interface OpusUse {
  readonly library: string;
  /** Why a native library that is installed is not used. */
  readonly fault?: string;
  readonly codecsInUse: number;
  /** When so many are in use, the next person is not heard, the next reply not said. */
  readonly maxCodecs: number;
}

/**
 * A voice channel's own rate unless somebody changed it. Left to itself the encoder takes 51 kbit/s for
 * one channel, where it still codes speech in its hybrid way, at three times the cost: 350 µs a frame
 * instead of 116 (opusscript).
 */
const BITS_PER_SECOND = 64_000;

let ofProcess: OpusCodecs | undefined;

/** Chosen once, when the first codec is wanted: both at once would share no limit. */
function codecs(): OpusCodecs {
  ofProcess ??= createOpusCodecs(chooseLibrary());
  return ofProcess;
}

export const createOpusDecoder: OpusCodecs['createDecoder'] = (sampleRateHz, channels) =>
  codecs().createDecoder(sampleRateHz, channels);

export const createOpusEncoder: OpusCodecs['createEncoder'] = (channels) =>
  codecs().createEncoder(channels);

export const opusUse: OpusCodecs['use'] = () => codecs().use();

export function createOpusCodecs({ library, fault }: ChosenLibrary): OpusCodecs {
  const pool = createCodecPool(library);
  return {
    createDecoder(sampleRateHz, channels) {
      const kind = { sampleRateHz, channels, direction: 'decode' } as const;
      const codec = pool.take(kind);
      const maxDurationMs = library.longestPacketMs(kind);
      let lastToc: number | undefined;
      return {
        decode(packet) {
          const durationMs = packetDurationMs(packet);
          if (durationMs === undefined || durationMs > maxDurationMs)
            throw new Error(
              `Cannot decode an Opus packet of ${packet.length} bytes: it claims ${durationMs ?? 'no'} ms, the limit is ${maxDurationMs} ms`,
            );
          let pcm: Buffer;
          try {
            pcm = codec.inUse().decode(Buffer.from(packet));
          } catch (error) {
            throw new Error(`Cannot decode an Opus packet of ${packet.length} bytes`, {
              cause: error,
            });
          }
          lastToc = packet[0];
          return pcm;
        },
        conceal() {
          if (lastToc === undefined) return Buffer.alloc(0);
          // A frame of no bytes counts as lost (RFC 6716, 3.2.1). Not an empty packet: for that both
          // libraries make up 5,760 samples, and opusscript writes four times as much as it allocated.
          return codec.inUse().decode(Buffer.from([lastToc & ~FRAME_COUNT_CODE]));
        },
        [Symbol.dispose]: () => codec.release(),
      };
    },

    createEncoder(channels) {
      const codec = pool.take({ sampleRateHz: ENCODER_HZ, channels, direction: 'encode' });
      codec.inUse().setBitrate(BITS_PER_SECOND * channels);
      const frameBytes = ENCODED_FRAME_SAMPLES * channels * 2;
      return {
        encode(pcm) {
          // Any other length ends the process in the native library.
          if (pcm.length !== frameBytes)
            throw new RangeError(`Cannot encode ${pcm.length} bytes: a frame has ${frameBytes}`);
          return codec.inUse().encode(pcm);
        },
        [Symbol.dispose]: () => codec.release(),
      };
    },

    use: () => ({
      library: library.name,
      ...(fault === undefined ? {} : { fault }),
      codecsInUse: pool.inUse,
      maxCodecs: library.maxCodecs,
    }),
  };
}
