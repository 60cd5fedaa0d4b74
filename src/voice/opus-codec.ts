/**
 * The only module that makes Opus codecs, because opusscript 0.1.1 must be repaired before use.
 *
 * Its views of the WebAssembly heap begin at twice their address, outside what it allocated
 * (`HEAPU16.subarray(pointer)` counts elements, not bytes): using and deleting codecs then ends in
 * "memory access out of bounds". And each view holds one byte an element, so packets longer than
 * the ones below would be written past its end. With many codecs the heap grows, which detaches every
 * view that there is: all are made anew then. Codecs that are given back are kept for the next voice.
 */
import OpusScript from 'opusscript';

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

/** Codecs a process may have, in use or kept: about 0.1 MB each; 400 corrupted the heap. */
const MAX_LIVE = 150;

/** OPUS_RESET_STATE of opus_defines.h. */
const RESET_STATE = 4028;

/** OPUS_SET_BITRATE of opus_defines.h. */
const SET_BITRATE = 4002;

/**
 * A voice channel's own rate unless somebody changed it. Left to itself the encoder takes 51 kbit/s for
 * one channel, where it still codes speech in its hybrid way, at three times the cost: 350 µs a frame
 * instead of 116.
 */
const BITS_PER_SECOND = 64_000;

const ENCODER_HZ = 48_000;
const ENCODED_FRAME_SAMPLES = 960;

/** A codec of opusscript both encodes and decodes. */
type Kind = `${number}:${1 | 2}`;

const idle = new Map<Kind, OpusScript[]>();
/** In use or idle: each has views that must follow the heap. */
const live = new Set<OpusScript>();

/** @throws Error when too many codecs are in use. */
export function createOpusDecoder(sampleRateHz: 16_000 | 48_000, channels: 1 | 2): OpusDecoder {
  const codec = take(sampleRateHz, channels);
  const maxDurationMs = longestPacketMs(sampleRateHz, channels);
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
        throw new Error(`Cannot decode an Opus packet of ${packet.length} bytes`, { cause: error });
      }
      lastToc = packet[0];
      return pcm;
    },
    conceal() {
      if (lastToc === undefined) return Buffer.alloc(0);
      // A frame of no bytes counts as lost (RFC 6716, 3.2.1). Not an empty packet: for that opusscript
      // lets the decoder make up 5,760 samples, and writes four times as much as it allocated.
      return codec.inUse().decode(Buffer.from([lastToc & ~FRAME_COUNT_CODE]));
    },
    [Symbol.dispose]: codec.release,
  };
}

/** @throws Error when too many codecs are in use. */
export function createOpusEncoder(channels: 1 | 2): OpusEncoder {
  const codec = take(ENCODER_HZ, channels);
  codec.inUse().encoderCTL(SET_BITRATE, BITS_PER_SECOND * channels);
  const frameBytes = ENCODED_FRAME_SAMPLES * channels * 2;
  return {
    encode(pcm) {
      if (pcm.length !== frameBytes)
        throw new RangeError(`Cannot encode ${pcm.length} bytes: a frame has ${frameBytes}`);
      return codec.inUse().encode(pcm, ENCODED_FRAME_SAMPLES);
    },
    [Symbol.dispose]: codec.release,
  };
}

function take(sampleRateHz: 16_000 | 48_000, channels: 1 | 2) {
  const kind: Kind = `${sampleRateHz}:${channels}`;
  const kept = idle.get(kind) ?? [];
  idle.set(kind, kept);
  let held: OpusScript | undefined = kept.pop() ?? make(sampleRateHz, channels);
  return {
    inUse: (): OpusScript => {
      if (held === undefined) throw new Error('Cannot use an Opus codec that was given back');
      return held;
    },
    release: (): void => {
      if (held === undefined) return;
      // Whoever has it next must not hear the end of this voice.
      held.decoderCTL(RESET_STATE, 0);
      held.encoderCTL(RESET_STATE, 0);
      kept.push(held);
      held = undefined;
    },
  };
}

function make(sampleRateHz: 16_000 | 48_000, channels: 1 | 2): OpusScript {
  if (live.size >= MAX_LIVE) deleteIdle();
  if (live.size >= MAX_LIVE)
    throw new Error(
      `Cannot open another Opus codec: ${live.size} are in use, the most this process can have`,
    );
  const codec = new OpusScript(sampleRateHz, channels, OpusScript.Application.AUDIO);
  live.add(codec);
  repair(codec);
  return codec;
}

/** Makes room for a codec of another kind. */
function deleteIdle(): void {
  for (const kept of idle.values()) {
    const codec = kept.pop();
    if (codec === undefined) continue;
    live.delete(codec);
    codec.delete();
    return;
  }
}

/** Fields of opusscript 0.1.1 that its types do not tell of. */
interface Heap {
  inPCM: Uint16Array;
  outPCM: Uint16Array;
  inOpus: Uint8Array;
  outOpus: Uint8Array;
  readonly inPCMPointer: number;
  readonly outPCMPointer: number;
  readonly inOpusPointer: number;
  readonly outOpusPointer: number;
  readonly inPCMLength: number;
  readonly outPCMLength: number;
}

/** Gives a new codec views of its own memory, and every other one too if the heap has grown. */
function repair(codec: OpusScript): void {
  const newest: unknown = codec;
  if (!isHeap(newest)) throw new Error('Cannot repair the Opus codec: opusscript is not 0.1.1');
  // The view that was made last: allocating for it may have grown the heap under the others.
  const { buffer } = newest.outPCM;
  for (const heap of live) {
    if (!isHeap(heap) || (heap !== newest && heap.outPCM.buffer === buffer)) continue;
    heap.inPCM = new Uint16Array(buffer, heap.inPCMPointer, heap.inPCMLength / 2);
    heap.outPCM = new Uint16Array(buffer, heap.outPCMPointer, heap.outPCMLength / 2);
    heap.inOpus = new Uint8Array(buffer, heap.inOpusPointer, OpusScript.MAX_PACKET_SIZE);
    heap.outOpus = new Uint8Array(buffer, heap.outOpusPointer, OpusScript.MAX_PACKET_SIZE);
  }
}

function isHeap(value: unknown): value is Heap {
  return (
    typeof value === 'object' &&
    value !== null &&
    'inPCM' in value &&
    'outPCM' in value &&
    'inOpus' in value &&
    'outOpus' in value &&
    'inPCMPointer' in value &&
    'outPCMPointer' in value &&
    'inPCMLength' in value &&
    'outPCMLength' in value
  );
}

/** opusscript allocates 5,760 bytes a channel for a packet's sound and takes two for each byte of it. */
function longestPacketMs(sampleRateHz: number, channels: number): number {
  const bytesPerMs = (sampleRateHz / 1000) * channels * 2;
  return Math.floor((5760 * channels) / 2 / bytesPerMs);
}

/** The bits of a packet's first byte that say how many frames it holds; 0 is one (RFC 6716, 3.1). */
const FRAME_COUNT_CODE = 3;

/** Frame durations by configuration number, in ms (RFC 6716, table 2). */
const SILK_MS = [10, 20, 40, 60];
const HYBRID_MS = [10, 20];
const CELT_MS = [2.5, 5, 10, 20];

/** Duration that a packet's first bytes claim (RFC 6716, 3.1 and 3.2); undefined for no packet. */
function packetDurationMs(packet: Uint8Array): number | undefined {
  const [toc, countByte] = packet;
  if (toc === undefined) return undefined;
  const config = toc >> 3;
  const frameMs =
    config < 12 ? SILK_MS[config % 4] : config < 16 ? HYBRID_MS[config % 2] : CELT_MS[config % 4];
  const code = toc & FRAME_COUNT_CODE;
  const count = code === 0 ? 1 : code < 3 ? 2 : countByte === undefined ? 0 : countByte & 63;
  return frameMs === undefined || count === 0 ? undefined : frameMs * count;
}
