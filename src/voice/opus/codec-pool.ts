/**
 * The codecs of a process: few enough for the library, and kept for the next voice when they are given
 * back, because neither library gives memory back readily.
 */
import type { CodecKind, OpusLibrary, RawCodec } from './opus-library.ts';

/** Nothing is wrong with the packet or the sound: more people speak than there are codecs for. */
export class NoOpusCodecLeft extends Error {
  override readonly name = 'NoOpusCodecLeft';
}

interface HeldCodec {
  /** @throws Error after `release`. */
  inUse(): RawCodec;
  release(): void;
}

export interface CodecPool {
  /** @throws NoOpusCodecLeft when as many are in use as the library can have. */
  take(kind: CodecKind): HeldCodec;
  readonly inUse: number;
}

export function createCodecPool(library: OpusLibrary): CodecPool {
  const idle = new Map<string, RawCodec[]>();
  /** In use or idle. */
  let count = 0;
  let inUse = 0;

  const open = (kind: CodecKind): RawCodec => {
    if (count >= library.maxCodecs) freeIdle();
    if (count >= library.maxCodecs)
      throw new NoOpusCodecLeft(
        `Cannot open another Opus codec: ${inUse} are in use, the most this process can have`,
      );
    const codec = library.open(kind);
    count += 1;
    return codec;
  };

  /** Makes room for a codec of another kind. */
  const freeIdle = () => {
    for (const kept of idle.values()) {
      const codec = kept.pop();
      if (codec === undefined) continue;
      count -= 1;
      codec.free();
      return;
    }
  };

  return {
    take(kind) {
      const name = `${kind.direction} ${kind.sampleRateHz} ${kind.channels}`;
      const kept = idle.get(name) ?? [];
      idle.set(name, kept);
      let held: RawCodec | undefined = kept.pop() ?? open(kind);
      inUse += 1;
      return {
        inUse() {
          if (held === undefined) throw new Error('Cannot use an Opus codec that was given back');
          return held;
        },
        release() {
          if (held === undefined) return;
          // Whoever has it next must not hear the end of this voice.
          held.reset();
          kept.push(held);
          held = undefined;
          inUse -= 1;
        },
      };
    },

    get inUse() {
      return inUse;
    },
  };
}
