/** 16-bit samples as Opus codecs take and give them, to and from −1…1. */

const FULL_SCALE = 32_768;
const BYTES_PER_SAMPLE = 2;

export function toS16(samples: Float32Array): Buffer {
  const pcm = Buffer.alloc(samples.length * BYTES_PER_SAMPLE);
  for (const [at, sample] of samples.entries()) {
    const scaled = Math.round(sample * FULL_SCALE);
    pcm.writeInt16LE(
      Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, scaled)),
      at * BYTES_PER_SAMPLE,
    );
  }
  return pcm;
}

export function fromS16(pcm: Buffer): Float32Array {
  const samples = new Float32Array(pcm.length / BYTES_PER_SAMPLE);
  for (let at = 0; at < samples.length; at++) {
    samples[at] = pcm.readInt16LE(at * BYTES_PER_SAMPLE) / FULL_SCALE;
  }
  return samples;
}
