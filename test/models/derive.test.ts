import { describe, expect, test } from 'vitest';
import { moonshineTokens } from '../../src/models/derive-moonshine-tokens.ts';
import {
  parsePiperVoice,
  piperMetadata,
  piperTokens,
} from '../../src/models/derive-piper-voice.ts';

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

describe('piperMetadata()', () => {
  test('writes protobuf messages of key and value', () => {
    const metadata = piperMetadata(parsePiperVoice(VOICE));
    // Field 14 of 18 bytes: field 1 of 10 bytes "model_type", field 2 of 4 bytes "vits".
    expect(metadata.subarray(0, 20).toString('latin1')).toBe(
      '\x72\x12\x0a\x0amodel_type\x12\x04vits',
    );
    expect(metadata.toString('latin1')).toContain('sample_rate\x12\x0522050');
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
