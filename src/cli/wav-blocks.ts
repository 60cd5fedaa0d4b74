/** Reads a WAV file of any length and rate as blocks of 16 kHz mono. */
import { open, type FileHandle } from 'node:fs/promises';
import { resample } from '../audio/resample.ts';
import { decodeWavData, readWavFormat, type WavFormat } from '../audio/wav.ts';
import { ENGINE_HZ } from '../pipeline/types.ts';

/** Everything before the sound is within this, or the file is taken for broken. */
const HEAD_BYTES = 1024 * 1024;
/** Whole seconds: the resampler then has the same phase at every block's start. */
const BLOCK_SECONDS = 30;
/** Sound on each side of a block that its first and last samples are filtered with. */
const MARGIN_SECONDS = 1;

/**
 * @yields consecutive blocks of 30 s, the last one shorter; equal to the whole file resampled.
 * @throws {WavError}; errors of the file system.
 */
export async function* wavBlocks(path: string): AsyncGenerator<Float32Array, void, undefined> {
  await using file = await open(path, 'r');
  const { size } = await file.stat();
  const head = await readBytes(file, 0, Math.min(size, HEAD_BYTES));
  const format = readWavFormat(head, size);
  const rate = format.sampleRateHz;
  const frames = format.dataBytes / format.frameBytes;
  for (let from = 0; from < frames; from += BLOCK_SECONDS * rate) {
    const to = Math.min(frames, from + BLOCK_SECONDS * rate);
    const marginFrom = Math.max(0, from - MARGIN_SECONDS * rate);
    const marginTo = Math.min(frames, to + MARGIN_SECONDS * rate);
    const sound = await readFrames(file, format, marginFrom, marginTo);
    const resampled = resample(sound, rate, ENGINE_HZ);
    const start = from === 0 ? 0 : MARGIN_SECONDS * ENGINE_HZ;
    const length = Math.ceil(((to - from) * ENGINE_HZ) / rate);
    yield resampled.slice(start, start + length);
  }
}

async function readFrames(
  file: FileHandle,
  format: WavFormat,
  from: number,
  to: number,
): Promise<Float32Array> {
  const { dataStart, frameBytes } = format;
  const bytes = await readBytes(file, dataStart + from * frameBytes, (to - from) * frameBytes);
  return decodeWavData(bytes, format);
}

/** Fewer where the file ends: it may have been cut off meanwhile. */
async function readBytes(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await file.read(bytes, at, length - at, position + at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}
