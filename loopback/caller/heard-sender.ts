/** One sender's stream at a recorder: its decoder, its packet count, its place in time. */
import { createOpusDecoder, type OpusDecoder } from '../../src/voice/opus-codec.ts';
import type { MediaPacket } from '../voice/rtp.ts';
import { s16ToFloat } from '../../src/audio/pcm.ts';
import { FRAME_MS, VOICE_HZ } from './sound.ts';

export interface HeardSender extends Disposable {
  readonly packets: number;
  /** Sequence numbers that never came, between the lowest and the highest that did. */
  readonly lost: number;
  /** When the packet's sound begins in the recording, in milliseconds of the clock of `atMs`. */
  place(packet: MediaPacket, atMs: number): number;
  /** @returns undefined when `opus` cannot be decoded. */
  decode(opus: Buffer, isSilenceFrame: boolean): Float32Array | undefined;
}

/**
 * A packet this much off its RTP time belongs to a new stretch of speech: senders' clocks stand
 * still between stretches. More than jitter and a late burst, less than a pause in talk; a guess.
 */
const NEW_STRETCH_MS = 250;
/**
 * Once it has fallen silent (some clients send four of the five frames), a sender needs no decoder:
 * a process has 150, and everyone in a channel hears everyone else.
 */
const RELEASE_AFTER_FRAMES = 4;
const SEQUENCES = 2 ** 16;
const TIMESTAMPS = 2 ** 32;

export function createHeardSender(): HeardSender {
  let decoder: OpusDecoder | undefined;
  let silenceFrames = 0;
  let anchor: { readonly timestamp: number; readonly atMs: number } | undefined;
  const seen = createSequenceCount();

  function release(): void {
    decoder?.[Symbol.dispose]();
    decoder = undefined;
  }

  return {
    get packets() {
      return seen.packets;
    },
    get lost() {
      return seen.lost;
    },

    place({ sequence, timestamp }, atMs) {
      seen.add(sequence);
      if (anchor !== undefined) {
        const aheadSamples = difference(timestamp, anchor.timestamp, TIMESTAMPS);
        const startsAtMs = anchor.atMs + (aheadSamples / VOICE_HZ) * 1000;
        if (Math.abs(atMs - FRAME_MS - startsAtMs) < NEW_STRETCH_MS) return startsAtMs;
      }
      // A packet is sent when its 20 ms are over, so its sound began before it came.
      anchor = { timestamp, atMs: atMs - FRAME_MS };
      return anchor.atMs;
    },

    decode(opus, isSilenceFrame) {
      silenceFrames = isSilenceFrame ? silenceFrames + 1 : 0;
      try {
        decoder ??= createOpusDecoder(VOICE_HZ, 1);
        return s16ToFloat(decoder.decode(opus));
      } catch {
        return undefined;
      } finally {
        if (silenceFrames >= RELEASE_AFTER_FRAMES) release();
      }
    },

    [Symbol.dispose]: release,
  };
}

/** Counts distinct sequence numbers across their wrap-around. */
function createSequenceCount() {
  const received = new Set<number>();
  let packets = 0;
  let lowest = 0;
  let highest = 0;
  let settled = 0;
  return {
    get packets() {
      return packets;
    },
    get lost() {
      return packets === 0 ? 0 : highest - lowest + 1 - settled - received.size;
    },
    add(sequence: number) {
      packets += 1;
      if (packets === 1) lowest = highest = sequence;
      const extended = highest + difference(sequence, highest % SEQUENCES, SEQUENCES);
      if (extended < lowest) return;
      highest = Math.max(highest, extended);
      received.add(extended);
      // Numbers far behind are settled for good, so that the set stays small.
      if (received.size > SEQUENCES / 16) {
        for (const number of received) {
          if (number > highest - SEQUENCES / 32) continue;
          received.delete(number);
          settled += 1;
        }
      }
    },
  };
}

/** How far `value` is ahead of `reference` on a counter that wraps; negative when behind. */
function difference(value: number, reference: number, modulus: number): number {
  const ahead = (((value - reference) % modulus) + modulus) % modulus;
  return ahead < modulus / 2 ? ahead : ahead - modulus;
}
