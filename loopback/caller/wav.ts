/** Writes what was recorded as a WAV file. */
import { floatToS16 } from '../../src/audio/pcm.ts';

const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;
const PCM_FORMAT = 1;

/** @returns a whole 16-bit mono WAV file. @param samples −1…1; louder ones are clipped. */
export function monoWav(samples: Float32Array, sampleRateHz: number): Buffer {
  const contentBytes = samples.length * BYTES_PER_SAMPLE;
  const file = Buffer.alloc(HEADER_BYTES + contentBytes);
  file.write('RIFF', 0);
  file.writeUInt32LE(HEADER_BYTES - 8 + contentBytes, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16); // bytes of the format chunk
  file.writeUInt16LE(PCM_FORMAT, 20);
  file.writeUInt16LE(1, 22); // channels
  file.writeUInt32LE(sampleRateHz, 24);
  file.writeUInt32LE(sampleRateHz * BYTES_PER_SAMPLE, 28);
  file.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  file.writeUInt16LE(BYTES_PER_SAMPLE * 8, 34);
  file.write('data', 36);
  file.writeUInt32LE(contentBytes, 40);
  floatToS16(samples).copy(file, HEADER_BYTES);
  return file;
}
