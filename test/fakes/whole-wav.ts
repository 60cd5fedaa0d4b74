/** WAV files as other programs write them. */
export interface WavForm {
  readonly hz: number;
  /** 2: the sound is on the left, the right is quieter. */
  readonly channels: 1 | 2;
  readonly sample: 'u8' | 's16' | 's24' | 'f32';
  /** The longer header that recorders write for more than 16 bits. */
  readonly isExtensible?: boolean;
  /** An odd-sized LIST chunk stands before the sound. */
  readonly hasChunksBefore?: boolean;
}

const BYTES = { u8: 1, s16: 2, s24: 3, f32: 4 };
const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
/** The sub-format's GUID behind its first two bytes (Microsoft, mmreg.h). */
const GUID_TAIL = Buffer.from('000000001000800000aa00389b71', 'hex');

/** @param samples mono, −1…1, at `form.hz`. */
export function wavFile(samples: Float32Array, form: WavForm): Buffer {
  const { hz, channels, sample, isExtensible = false, hasChunksBefore = false } = form;
  const bytes = BYTES[sample];
  const code = sample === 'f32' ? FLOAT : PCM;
  const format = Buffer.alloc(isExtensible ? 40 : 16);
  format.writeUInt16LE(isExtensible ? EXTENSIBLE : code, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(hz, 4);
  format.writeUInt32LE(hz * channels * bytes, 8);
  format.writeUInt16LE(channels * bytes, 12);
  format.writeUInt16LE(bytes * 8, 14);
  if (isExtensible) {
    format.writeUInt16LE(22, 16);
    format.writeUInt16LE(bytes * 8, 18);
    format.writeUInt32LE(channels === 2 ? 3 : 4, 20);
    format.writeUInt16LE(code, 24);
    GUID_TAIL.copy(format, 26);
  }
  const data = Buffer.alloc(samples.length * channels * bytes);
  samples.forEach((value, frame) => {
    for (let channel = 0; channel < channels; channel++)
      writeSample(
        data,
        (frame * channels + channel) * bytes,
        channel === 0 ? value : value / 2,
        sample,
      );
  });
  const body = Buffer.concat([
    Buffer.from('WAVE'),
    chunk('fmt ', format),
    ...(hasChunksBefore ? [chunk('LIST', Buffer.from('INFOISFT\u0005\0\0\0a fox', 'latin1'))] : []),
    chunk('data', data),
  ]);
  return chunk('RIFF', body);
}

function chunk(tag: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(tag, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}

function writeSample(to: Buffer, at: number, value: number, sample: WavForm['sample']): void {
  const scaled = (steps: number) =>
    Math.max(-steps, Math.min(steps - 1, Math.round(value * steps)));
  if (sample === 'u8') to.writeUInt8(scaled(128) + 128, at);
  else if (sample === 's16') to.writeInt16LE(scaled(32_768), at);
  else if (sample === 's24') to.writeIntLE(scaled(8_388_608), at, 3);
  else to.writeFloatLE(value, at);
}
