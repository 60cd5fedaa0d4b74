/** Between 16-bit integers, as codecs and files have them, and −1…1 floats, as engines want them. */

/** @param pcm s16le samples; an odd last byte is ignored. */
export function s16ToFloat(pcm: Uint8Array): Float32Array {
  const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  const samples = new Float32Array(pcm.byteLength >> 1);
  for (let at = 0; at < samples.length; at++) samples[at] = view.getInt16(at * 2, true) / 32_768;
  return samples;
}

/** Rounds, and limits to the range: nothing wraps around. */
export function floatToS16(samples: Float32Array): Buffer {
  const view = new DataView(new ArrayBuffer(samples.length * 2));
  for (let at = 0; at < samples.length; at++) {
    const value = Math.round((samples[at] ?? 0) * 32_767);
    view.setInt16(at * 2, Math.max(-32_768, Math.min(32_767, value)), true);
  }
  return Buffer.from(view.buffer);
}
