import { describe, expect, test } from 'vitest';
import { createVoiceLevel, finishSpeech } from '../../src/audio/finish-speech.ts';
import { blockPowers, gatedLoudness } from '../../src/audio/loudness.ts';

const HZ = 24_000;
const NONE = { beforeMs: 0, afterMs: 0 };

/** A buzz that swells and falls like syllables, between silences of 60 and 150 ms. */
function speech(seconds: number, level: number): Float32Array {
  const lead = (HZ * 60) / 1000;
  const length = Math.round(HZ * seconds);
  const samples = new Float32Array(lead + length + (HZ * 150) / 1000);
  for (let at = 0; at < length; at++) {
    const syllable = 0.6 - 0.4 * Math.cos((2 * Math.PI * 4 * at) / HZ);
    samples[lead + at] = level * syllable * Math.sin((2 * Math.PI * 300 * at) / HZ);
  }
  return samples;
}

const lufs = (samples: Float32Array) => gatedLoudness(blockPowers(samples, HZ)) ?? -99;

function largest(samples: Float32Array): number {
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}

describe('finishSpeech()', () => {
  test('puts the silence that is asked for around the speech, and tells where it is', () => {
    const { samples, soundFromMs, soundToMs } = finishSpeech(
      speech(1, 0.2),
      HZ,
      createVoiceLevel(),
      {
        beforeMs: 100,
        afterMs: 250,
      },
    );
    expect(soundFromMs).toBe(100);
    expect(soundToMs - soundFromMs).toBeGreaterThan(1000);
    expect(soundToMs - soundFromMs).toBeLessThan(1045);
    expect((samples.length * 1000) / HZ).toBeCloseTo(soundToMs + 250, 0);
    expect(largest(samples.subarray(0, 2400))).toBe(0);
  });

  test('leaves the clip itself as it is: it may be said again', () => {
    const clip = speech(1, 0.2);
    const before = clip.slice();
    finishSpeech(clip, HZ, createVoiceLevel(), NONE);
    expect(clip).toEqual(before);
  });

  test('makes a quiet and a loud voice equally loud', () => {
    const loudnessOf = (level: number) => {
      const voice = createVoiceLevel();
      let last = 0;
      for (let turn = 0; turn < 25; turn++)
        last = lufs(finishSpeech(speech(3, level), HZ, voice, NONE).samples);
      return last;
    };
    const quiet = loudnessOf(0.05);
    const loud = loudnessOf(0.6);
    expect(Math.abs(quiet - loud)).toBeLessThan(0.5);
    expect(quiet).toBeCloseTo(-20, 0);
  });

  test('does not turn a voice up for one quiet word', () => {
    const voice = createVoiceLevel();
    for (let turn = 0; turn < 10; turn++) finishSpeech(speech(3, 0.2), HZ, voice, NONE);
    const usual = largest(finishSpeech(speech(3, 0.2), HZ, voice, NONE).samples) / 0.2;
    const word = largest(finishSpeech(speech(0.4, 0.08), HZ, voice, NONE).samples) / 0.08;
    expect(20 * Math.log10(word / usual)).toBeLessThan(0.5);
    expect(20 * Math.log10(word / usual)).toBeGreaterThan(-0.5);
  });

  test('changes its mind about a voice by no more than 1 dB from piece to piece', () => {
    const voice = createVoiceLevel();
    const gains = Array.from({ length: 20 }, (_, turn) =>
      voice.gainFor(speech(2, turn % 2 === 0 ? 0.03 : 0.5), HZ),
    );
    for (const [at, gain] of gains.slice(1).entries())
      expect(Math.abs(20 * Math.log10(gain / (gains[at] ?? 1)))).toBeLessThan(1.001);
  });

  test('never clips', () => {
    const spiky = speech(2, 0.05);
    spiky[20_000] = 0.99;
    const { samples } = finishSpeech(spiky, HZ, createVoiceLevel(), NONE);
    expect(largest(samples)).toBeLessThanOrEqual(0.891);
  });

  test('fades where it cuts', () => {
    const buzz = Float32Array.from({ length: HZ }, (_, at) => 0.3 * Math.sin(at / 10 + 1));
    const { samples } = finishSpeech(buzz, HZ, createVoiceLevel(), NONE);
    expect(Math.abs(samples[0] ?? 1)).toBe(0);
    expect(Math.abs(samples.at(-1) ?? 1)).toBe(0);
    const steps = samples
      .subarray(0, 240)
      .map((value, at) => Math.abs(value - (samples[at - 1] ?? 0)));
    expect(largest(steps.subarray(0, 24))).toBeLessThan(0.01);
  });

  test('keeps a clip without sound, and what is no sound at all reaches no ear', () => {
    const silent = finishSpeech(new Float32Array(4800), HZ, createVoiceLevel(), NONE);
    expect(silent.samples).toHaveLength(4800);
    expect(silent.soundToMs).toBe(200);
    const broken = speech(1, 0.2);
    broken[9000] = Number.NaN;
    const voice = createVoiceLevel();
    const { samples } = finishSpeech(broken, HZ, voice, NONE);
    expect(samples.every((value) => Number.isFinite(value))).toBe(true);
    expect(Number.isFinite(voice.gainFor(speech(1, 0.2), HZ))).toBe(true);
  });
});
