/**
 * libopus as WebAssembly: always there. opusscript 0.1.1 must be repaired before use.
 *
 * Its views of the WebAssembly heap begin at twice their address, outside what it allocated
 * (`HEAPU16.subarray(pointer)` counts elements, not bytes): using and deleting codecs then ends in
 * "memory access out of bounds". And each view holds one byte an element, so packets longer than
 * `longestPacketMs` would be written past its end. With many codecs the heap grows, which detaches
 * every view that there is: all are made anew then.
 */
import OpusScript from 'opusscript';
import {
  ENCODED_FRAME_SAMPLES,
  RESET_STATE,
  SET_BITRATE,
  type OpusLibrary,
} from './opus-library.ts';

/** Each has views that must follow the one heap of the process. */
const live = new Set<OpusScript>();

export const opusscriptLibrary: OpusLibrary = {
  name: 'opusscript (WebAssembly)',

  /** About 0.1 MB each; 400 corrupted the heap. */
  maxCodecs: 150,

  /** It allocates 5,760 bytes a channel for a packet's sound and takes two for each byte of it. */
  longestPacketMs({ sampleRateHz, channels }) {
    const bytesPerMs = (sampleRateHz / 1000) * channels * 2;
    return Math.floor((5760 * channels) / 2 / bytesPerMs);
  },

  open({ sampleRateHz, channels, direction }) {
    const codec = new OpusScript(sampleRateHz, channels, OpusScript.Application.AUDIO);
    live.add(codec);
    repair(codec);
    return {
      encode: (pcm) => codec.encode(pcm, ENCODED_FRAME_SAMPLES),
      decode: (packet) => codec.decode(packet),
      setBitrate: (bitsPerSecond) => codec.encoderCTL(SET_BITRATE, bitsPerSecond),
      reset() {
        if (direction === 'decode') codec.decoderCTL(RESET_STATE, 0);
        else codec.encoderCTL(RESET_STATE, 0);
      },
      free() {
        live.delete(codec);
        codec.delete();
      },
    };
  },
};

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
