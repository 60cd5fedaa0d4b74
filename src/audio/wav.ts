/** Reads and writes WAV files. */

export interface Wav {
  /** All channels mixed to one, −1…1. */
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
}

/** What is in the file, without its samples. */
export interface WavFormat {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly encoding: 'integer' | 'float';
  readonly bitsPerSample: number;
  /** Bytes of one sample of every channel. */
  readonly frameBytes: number;
  /** Where the sound lies in the file; up to the file's end where the header does not know. */
  readonly dataStart: number;
  readonly dataBytes: number;
}

/** The file is no WAV, or none that can be read; the message says what about it. */
export class WavError extends Error {
  override readonly name = 'WavError';
}

const PCM = 1;
const FLOAT = 3;
/** The true format then stands in the sub-format's first two bytes. */
const EXTENSIBLE = 0xfffe;
/** Written by programs that stream and cannot know the length beforehand. */
const UNKNOWN_SIZES = new Set([0, 0xffffffff, 0x7fffffff]);

/**
 * PCM of 8, 16, 24 and 32 bits and floats of 32 and 64, any rate, any number of channels. A file
 * that was cut off gives what is there.
 *
 * @throws {WavError}
 */
export function readWav(bytes: Uint8Array): Wav {
  const format = readWavFormat(bytes, bytes.length);
  const data = bytes.subarray(format.dataStart, format.dataStart + format.dataBytes);
  return { samples: decodeWavData(data, format), sampleRateHz: format.sampleRateHz };
}

/**
 * @param head the file's beginning, with everything before the sound.
 * @param fileBytes size of the whole file.
 * @throws {WavError}
 */
export function readWavFormat(head: Uint8Array, fileBytes: number): WavFormat {
  if (fileBytes === 0) throw new WavError('the file is empty');
  const view = viewOf(head);
  if (head.length < 12 || tagAt(view, 0) !== 'RIFF' || tagAt(view, 8) !== 'WAVE')
    throw new WavError('it is no WAV file: it does not begin with RIFF and WAVE');
  let format: Omit<WavFormat, 'dataStart' | 'dataBytes'> | undefined;
  for (let at = 12; at + 8 <= head.length;) {
    const tag = tagAt(view, at);
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (tag === 'fmt ') format = readFormatChunk(view, start, size);
    if (tag === 'data') {
      if (format === undefined) throw new WavError('its sound comes before its format');
      const rest = fileBytes - start;
      const announced = UNKNOWN_SIZES.has(size) ? rest : Math.min(size, rest);
      const dataBytes = announced - (announced % format.frameBytes);
      if (dataBytes === 0) throw new WavError('it holds no sound');
      return { ...format, dataStart: start, dataBytes };
    }
    // Chunks begin at even bytes.
    at = start + size + (size % 2);
  }
  throw new WavError(format === undefined ? 'it has no format chunk' : 'it holds no sound');
}

/** @param data whole frames of the sound. */
export function decodeWavData(data: Uint8Array, format: WavFormat): Float32Array {
  const { channelCount, frameBytes } = format;
  const view = viewOf(data);
  const sampleBytes = frameBytes / channelCount;
  const readSample = sampleReader(view, format);
  const samples = new Float32Array(Math.floor(data.length / frameBytes));
  for (let frame = 0; frame < samples.length; frame++) {
    let sum = 0;
    for (let channel = 0; channel < channelCount; channel++)
      sum += readSample(frame * frameBytes + channel * sampleBytes);
    const mixed = sum / channelCount;
    // A float file may hold anything; a NaN would spread through every filter after it.
    samples[frame] = Number.isFinite(mixed) ? mixed : 0;
  }
  return samples;
}

/**
 * @param samples mono, −1…1; what is beyond is clipped.
 * @returns a file of 16-bit PCM.
 */
export function writeWav(samples: Float32Array, sampleRateHz: number): Buffer {
  const dataBytes = samples.length * 2;
  const file = Buffer.alloc(44 + dataBytes);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(36 + dataBytes, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(PCM, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(sampleRateHz, 24);
  file.writeUInt32LE(sampleRateHz * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(dataBytes, 40);
  for (let at = 0; at < samples.length; at++) {
    const value = Math.round((samples[at] ?? 0) * 32_768);
    file.writeInt16LE(Math.max(-32_768, Math.min(32_767, value)), 44 + at * 2);
  }
  return file;
}

function readFormatChunk(
  view: DataView,
  start: number,
  size: number,
): Omit<WavFormat, 'dataStart' | 'dataBytes'> {
  if (size < 16 || start + 16 > view.byteLength) throw new WavError('its format chunk is cut off');
  const written = view.getUint16(start, true);
  const isExtensible = written === EXTENSIBLE && size >= 26 && start + 26 <= view.byteLength;
  const code = isExtensible ? view.getUint16(start + 24, true) : written;
  const channelCount = view.getUint16(start + 2, true);
  const sampleRateHz = view.getUint32(start + 4, true);
  const bitsPerSample = view.getUint16(start + 14, true);
  const encoding = code === FLOAT ? 'float' : 'integer';
  const known = encoding === 'float' ? [32, 64] : [8, 16, 24, 32];
  if ((code !== PCM && code !== FLOAT) || !known.includes(bitsPerSample))
    throw new WavError(
      `its encoding cannot be read (format ${code}, ${bitsPerSample} bits): PCM of 8 to 32 bits and floats can`,
    );
  if (channelCount === 0) throw new WavError('it has no channels');
  if (sampleRateHz < 1000 || sampleRateHz > 768_000)
    throw new WavError(`its sample rate of ${sampleRateHz} Hz is none`);
  const frameBytes = (channelCount * bitsPerSample) / 8;
  return { sampleRateHz, channelCount, encoding, bitsPerSample, frameBytes };
}

function sampleReader(
  view: DataView,
  { encoding, bitsPerSample }: WavFormat,
): (at: number) => number {
  if (encoding === 'float')
    return bitsPerSample === 32
      ? (at) => view.getFloat32(at, true)
      : (at) => view.getFloat64(at, true);
  // 8 bits are unsigned, alone among the integers.
  if (bitsPerSample === 8) return (at) => (view.getUint8(at) - 128) / 128;
  if (bitsPerSample === 16) return (at) => view.getInt16(at, true) / 32_768;
  if (bitsPerSample === 24)
    return (at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 8_388_608;
  return (at) => view.getInt32(at, true) / 2_147_483_648;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function tagAt(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((index) => view.getUint8(at + index)));
}
