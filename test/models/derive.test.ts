import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deriveKokoro, kokoroTokens } from '../../src/models/derive-kokoro.ts';
import { KOKORO_SPEAKERS } from '../../src/models/kokoro-speakers.ts';
import { moonshineTokens } from '../../src/models/derive-moonshine-tokens.ts';
import { parsePiperVoice, piperModel, piperTokens } from '../../src/models/derive-piper-voice.ts';

const VOICE = JSON.stringify({
  audio: { sample_rate: 22_050, quality: 'medium' },
  espeak: { voice: 'en-us' },
  num_speakers: 1,
  language: { name_english: 'English' },
  phoneme_id_map: { _: [0], ' ': [3], ə: [59, 1] },
});

describe('piperTokens()', () => {
  test('writes a symbol and its first number on each line, the space too', () => {
    expect(piperTokens(parsePiperVoice(VOICE))).toBe('_ 0\n  3\nə 59\n');
  });

  test('refuses a description that is none', () => {
    expect(() => parsePiperVoice('{"audio":{}}')).toThrow('sample_rate');
  });
});

/** A protobuf field of less than 128 bytes. */
function field(number: number, ...content: readonly string[]): string {
  const bytes = content.join('');
  return String.fromCharCode((number << 3) | 2, bytes.length) + bytes;
}

const FLOAT = '\x08\x01';

/** A tensor's name and type in ONNX, with the shape `time` by 3 unless it is to have none. */
function tensor(name: string, hasShape = true): string {
  const shape = hasShape ? field(2, field(1, field(2, 'time')), field(1, '\x08\x03')) : '';
  return field(1, name) + field(2, field(1, FLOAT, shape));
}

describe('piperModel()', () => {
  const voice = parsePiperVoice(VOICE);
  const model = (graph: readonly string[]) =>
    `\x08\x08${field(2, 'pytorch')}${field(7, ...graph)}${field(8, '\x10\x0f')}`;
  const piper = (text: string) => Buffer.from(piperModel(Buffer.from(text, 'latin1'), voice));
  const weights = field(5, '\x08\x02', field(1, 'not a shape'), '\x15\x00\x00\x80\x3f');

  test('appends protobuf messages of key and value', () => {
    // Field 14 of 18 bytes: field 1 of 10 bytes "model_type", field 2 of 4 bytes "vits".
    const metadata = piper('').toString('latin1');
    expect(metadata.slice(0, 20)).toBe('\x72\x12\x0a\x0amodel_type\x12\x04vits');
    expect(metadata).toContain('sample_rate\x12\x0522050');
  });

  test('leaves out the shapes of what goes in, through and out, and nothing else', () => {
    const made = piper(
      model([
        field(1, 'a node'),
        weights,
        field(11, tensor('in')),
        field(12, tensor('out')),
        field(13, tensor('between')),
      ]),
    );
    const wanted = model([
      field(1, 'a node'),
      weights,
      field(11, tensor('in', false)),
      field(12, tensor('out', false)),
    ]);
    expect(made.toString('latin1')).toBe(wanted + piper('').toString('latin1'));
  });

  test('refuses what is no model', () => {
    expect(() => piper('{"error":"not found"}')).toThrow('type');
  });
});

function source(count: number): string {
  const words = Array.from({ length: count }, (_, id) => (id === 259 ? '▁▁' : `w${id}`));
  return `const llama_vocab_base64 = "${Buffer.from(words.join('\n')).toString('base64')}";`;
}

describe('moonshineTokens()', () => {
  test('numbers Llama’s tokens and Moonshine’s own after them', () => {
    const lines = moonshineTokens(source(32_000)).split('\n');
    expect(lines).toHaveLength(32_769);
    expect(lines[259]).toBe(`${Buffer.from('▁▁').toString('base64')}\t259`);
    expect(lines[32_000]).toBe(`${Buffer.from('<<ST_0>>').toString('base64')}\t32000`);
  });

  test('refuses a vocabulary of another size, and a file without any', () => {
    expect(() => moonshineTokens(source(100))).toThrow('100 tokens instead of 32000');
    expect(() => moonshineTokens('export {}')).toThrow('holds no vocabulary');
  });
});

describe('kokoroTokens()', () => {
  test('writes a symbol and its number on each line, by their numbers', () => {
    expect(kokoroTokens('{"vocab":{"b":44," ":16,"a":43},"more":1}')).toBe('  16\na 43\nb 44\n');
  });

  test('refuses what is no vocabulary', () => {
    expect(() => kokoroTokens('{}')).toThrow('vocab');
  });
});

describe('deriveKokoro()', () => {
  const SPEAKER_BYTES = 522_240;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-kokoro-'));
    await mkdir(join(folder, 'voices'));
    await writeFile(join(folder, 'model-2.part'), 'del');
    await writeFile(join(folder, 'model-1.part'), 'mo');
    await writeFile(join(folder, 'vocab.json'), '{"vocab":{"a":1}}');
    for (const [index, name] of KOKORO_SPEAKERS.entries())
      await writeFile(join(folder, 'voices', `${name}.bin`), Buffer.alloc(SPEAKER_BYTES, index));
    await writeFile(join(folder, 'voices', 'zm_yunxi.bin'), 'of a language that is left out');
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('joins the model’s pieces in order, adds what the engine wants to know, and the voices', async () => {
    await deriveKokoro(folder);
    expect((await readdir(folder)).toSorted()).toEqual(['model.onnx', 'tokens.txt', 'voices.bin']);
    const model = await readFile(join(folder, 'model.onnx'), 'latin1');
    expect(model.slice(0, 5)).toBe('model');
    expect(model).toContain('n_speakers\x12\x0241');
    const voices = await readFile(join(folder, 'voices.bin'));
    expect(voices).toHaveLength(41 * SPEAKER_BYTES);
    expect(voices[7 * SPEAKER_BYTES]).toBe(7);
    expect(await readFile(join(folder, 'tokens.txt'), 'utf8')).toBe('a 1\n');
  });

  test('refuses a voice of another size, and a folder without a model', async () => {
    await writeFile(join(folder, 'voices', 'am_adam.bin'), 'short');
    await expect(deriveKokoro(folder)).rejects.toThrow('am_adam has 5 bytes instead of 522240');
    await rm(folder, { recursive: true });
    await mkdir(folder);
    await expect(deriveKokoro(folder)).rejects.toThrow('there is no model');
  });
});
