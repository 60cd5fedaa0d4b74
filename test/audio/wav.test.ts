import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readWav, WavError, writeWav } from '../../src/audio/wav.ts';

interface Form {
  readonly code: 1 | 3;
  readonly bits: number;
  readonly channels?: number;
  readonly rate?: number;
  readonly extensible?: boolean;
  /** Chunks before the sound, as tag and text. */
  readonly chunks?: readonly (readonly [string, string])[];
  /** What the header says of the sound's size. */
  readonly announcedBytes?: number;
}

/** A ramp of eight values from −1 to just below 1, in every channel. */
const RAMP = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75];

function wav(form: Form, values: readonly number[] = RAMP): Buffer {
  const { code, bits, channels = 1, rate = 16_000, extensible = false, chunks = [] } = form;
  const data = Buffer.concat(
    values.flatMap((value) => Array.from({ length: channels }, () => encoded(value, code, bits))),
  );
  const format = Buffer.alloc(extensible ? 40 : 16);
  format.writeUInt16LE(extensible ? 0xfffe : code, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt16LE(bits, 14);
  if (extensible) format.writeUInt16LE(code, 24);
  const body = Buffer.concat([
    Buffer.from('WAVE'),
    chunk('fmt ', format),
    ...chunks.map(([tag, text]) => chunk(tag, Buffer.from(text))),
    chunk('data', data, form.announcedBytes),
  ]);
  return chunk('RIFF', body);
}

function chunk(tag: string, body: Buffer, announcedBytes = body.length): Buffer {
  const head = Buffer.from(`${tag}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(announcedBytes, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

function encoded(value: number, code: 1 | 3, bits: number): Buffer {
  const bytes = Buffer.alloc(bits / 8);
  if (code === 3 && bits === 32) bytes.writeFloatLE(value);
  else if (code === 3) bytes.writeDoubleLE(value);
  else if (bits === 8) bytes.writeUInt8(128 + value * 128);
  else bytes.writeIntLE(value * 2 ** (bits - 1), 0, bits / 8);
  return bytes;
}

const FORMS: readonly (Form & { name: string })[] = [
  { name: '8 bits', code: 1, bits: 8, rate: 8000 },
  { name: '16 bits', code: 1, bits: 16 },
  { name: '24 bits', code: 1, bits: 24, rate: 44_100 },
  { name: '32 bits', code: 1, bits: 32, rate: 48_000 },
  { name: 'float', code: 3, bits: 32, rate: 96_000 },
  { name: 'double', code: 3, bits: 64 },
  { name: 'stereo', code: 1, bits: 16, channels: 2, rate: 44_100 },
  { name: 'six channels of 24 bits', code: 1, bits: 24, channels: 6, extensible: true },
  { name: 'extensible float', code: 3, bits: 32, extensible: true },
  { name: 'a list before the sound', code: 1, bits: 16, chunks: [['LIST', 'INFOabcd']] },
  { name: 'a chunk of odd size', code: 1, bits: 16, chunks: [['note', 'odd']] },
  { name: 'a size of 0 by a streaming writer', code: 1, bits: 16, announcedBytes: 0 },
  { name: 'a size of 0xFFFFFFFF', code: 1, bits: 16, announcedBytes: 0xffffffff },
  { name: 'a size beyond the end', code: 1, bits: 16, announcedBytes: 1_000_000 },
];

function failureOf(file: Buffer): unknown {
  try {
    readWav(file);
    return undefined;
  } catch (error) {
    return error;
  }
}

const isExpected = (error: unknown) => error === undefined || error instanceof WavError;

describe('readWav()', () => {
  test.for(FORMS)('reads $name', (form) => {
    const { samples, sampleRateHz } = readWav(wav(form));
    expect([...samples]).toEqual(RAMP);
    expect(sampleRateHz).toBe(form.rate ?? 16_000);
  });

  test('mixes channels to their mean', () => {
    const file = wav({ code: 1, bits: 16, channels: 2 }, [0]);
    file.writeInt16LE(16_384, 44);
    file.writeInt16LE(-8192, 46);
    expect([...readWav(file).samples]).toEqual([0.125]);
  });

  test('reads what is there of a file that was cut off inside a sample', () => {
    const file = wav({ code: 1, bits: 16, channels: 2 });
    expect([...readWav(file.subarray(0, file.length - 3)).samples]).toEqual(RAMP.slice(0, -1));
  });

  test('takes a NaN in a float file for silence', () => {
    const { samples } = readWav(wav({ code: 3, bits: 32 }, [0.5, Number.NaN, Infinity]));
    expect([...samples]).toEqual([0.5, 0, 0]);
  });

  test('reads a file that does not begin at the start of its buffer', () => {
    const file = wav({ code: 1, bits: 16 });
    const shifted = Buffer.concat([Buffer.from('xyz'), file]).subarray(3);
    expect([...readWav(shifted).samples]).toEqual(RAMP);
  });

  test.for([
    ['nothing', Buffer.alloc(0), 'the file is empty'],
    ['a text', Buffer.from('Hello, this is no sound.'), 'it is no WAV file'],
    ['a start only', wav({ code: 1, bits: 16 }).subarray(0, 18), 'it has no format chunk'],
    ['a cut format', wav({ code: 1, bits: 16 }).subarray(0, 30), 'its format chunk is cut off'],
    ['a header only', wav({ code: 1, bits: 16 }).subarray(0, 44), 'it holds no sound'],
    ['no sound chunk', wav({ code: 1, bits: 16 }).subarray(0, 36), 'it holds no sound'],
    ['12 bits', wav({ code: 1, bits: 16 }).fill(12, 34, 35), 'format 1, 12 bits'],
    ['no channels', wav({ code: 1, bits: 16 }).fill(0, 22, 23), 'it has no channels'],
    ['ADPCM', wav({ code: 1, bits: 16 }).fill(2, 20, 21), 'format 2'],
    ['a rate of nothing', wav({ code: 1, bits: 16, rate: 0 }), 'sample rate of 0 Hz'],
  ] as const)('says what is wrong with %s', ([, file, message]) => {
    expect(() => readWav(file)).toThrow(message);
    expect(() => readWav(file)).toThrow(WavError);
  });

  test('never fails in another way, whatever the bytes', () => {
    const base = wav({ code: 1, bits: 16, chunks: [['LIST', 'INFO']] });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(base.length - 1), fc.nat(255)), { maxLength: 8 }),
        fc.nat(base.length),
        (changes, length) => {
          const file = Buffer.from(base);
          for (const [at, value] of changes) file[at] = value;
          expect(failureOf(file.subarray(0, length))).toSatisfy(isExpected);
        },
      ),
    );
  });
});

describe('writeWav()', () => {
  test('writes what readWav() reads, to half a step of 16 bits', () => {
    const samples = Float32Array.from({ length: 1000 }, (_, at) => Math.sin(at / 7) * 0.9);
    const { samples: read, sampleRateHz } = readWav(writeWav(samples, 22_050));
    expect(sampleRateHz).toBe(22_050);
    expect(read).toHaveLength(1000);
    for (const [at, sample] of samples.entries())
      expect(Math.abs((read[at] ?? 0) - sample)).toBeLessThanOrEqual(0.5 / 32_768 + 1e-9);
  });

  test('clips what is too loud instead of turning it over', () => {
    expect([...readWav(writeWav(Float32Array.of(2, -2), 8000)).samples]).toEqual([
      32_767 / 32_768,
      -1,
    ]);
  });
});
