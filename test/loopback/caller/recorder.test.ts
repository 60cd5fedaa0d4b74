import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createRecording } from '../../../loopback/caller/recorder.ts';
import { FRAME_SAMPLES, SILENCE_FRAME, VOICE_HZ } from '../../../loopback/caller/sound.ts';
import { floatToS16 } from '../../../src/audio/pcm.ts';
import { createOpusEncoder } from '../../../src/voice/opus-codec.ts';
import { pitchHz, tone } from '../tone.ts';

const never = new AbortController().signal;
const SENDER = 'bob';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function opusOf(hz: number, durationMs: number): Buffer[] {
  using encoder = createOpusEncoder(1);
  const { samples } = tone(hz, durationMs);
  return Array.from({ length: durationMs / 20 }, (_, at) =>
    encoder.encode(floatToS16(samples.subarray(at * FRAME_SAMPLES, (at + 1) * FRAME_SAMPLES))),
  );
}

const packet = (number: number, timestampFrames = number) => ({
  sequence: (65_530 + number) % 65_536,
  timestamp: (2 ** 32 - 2 * FRAME_SAMPLES + timestampFrames * FRAME_SAMPLES) % 2 ** 32,
  ssrc: 1,
  payload: Buffer.alloc(0),
});

describe('createRecording()', () => {
  test('lays frames end to end although they come in bursts, over both wrap-arounds', async () => {
    using recording = createRecording();
    for (const [at, opus] of opusOf(440, 600).entries()) {
      recording.add(SENDER, packet(at), opus);
      if (at % 3 === 2) await vi.advanceTimersByTimeAsync(60);
    }
    const { samples } = recording.sound();
    expect(samples).toHaveLength(0.6 * VOICE_HZ);
    expect(pitchHz({ samples, sampleRateHz: VOICE_HZ })).toBeCloseTo(440, -1);
    expect(recording).toMatchObject({ packets: 30, lost: 0 });
  });

  test('puts a pause where it was, though the sender’s clock stood still in it', async () => {
    using recording = createRecording();
    const [first, second] = [opusOf(440, 200), opusOf(440, 200)];
    for (const [at, opus] of first.entries()) {
      recording.add(SENDER, packet(at), opus);
      await vi.advanceTimersByTimeAsync(20);
    }
    await vi.advanceTimersByTimeAsync(1_000);
    for (const [at, opus] of second.entries()) {
      recording.add(SENDER, packet(first.length + at), opus);
      await vi.advanceTimersByTimeAsync(20);
    }
    expect(recording.sound().samples).toHaveLength(1.4 * VOICE_HZ);
  });

  test('counts what is missing, not what is late or comes twice', () => {
    using recording = createRecording();
    for (const number of [0, 2, 1, 1, 5, 3]) recording.add(SENDER, packet(number), SILENCE_FRAME);
    expect(recording).toMatchObject({ packets: 6, lost: 1 });
  });

  test('says when the first voiced frame came, and when it has been quiet', async () => {
    using recording = createRecording();
    const first = recording.firstVoicedAfter(performance.now());
    const quiet = recording.quietFor(300, never);
    recording.add(SENDER, packet(0), SILENCE_FRAME);
    await vi.advanceTimersByTimeAsync(100);
    const voicedAtMs = performance.now();
    for (const [at, opus] of opusOf(440, 200).entries()) {
      recording.add(SENDER, packet(at + 1), opus);
      await vi.advanceTimersByTimeAsync(20);
    }
    // The first frame of an encoder fades in; it is voiced all the same.
    expect(await first).toBe(voicedAtMs);
    let isQuiet = false;
    void quiet.then(() => (isQuiet = true));
    await vi.advanceTimersByTimeAsync(250);
    expect(isQuiet).toBe(false);
    await vi.advanceTimersByTimeAsync(100);
    expect(isQuiet).toBe(true);
  });

  test('keeps people apart and mixes them', () => {
    using recording = createRecording();
    for (const [at, opus] of opusOf(440, 100).entries()) recording.add(SENDER, packet(at), opus);
    recording.add('eve', packet(0), SILENCE_FRAME);
    expect(recording.sound(0, Infinity, 'eve').samples.every((sample) => sample === 0)).toBe(true);
    expect(recording.sound().samples).toHaveLength(0.1 * VOICE_HZ);
    const wav = recording.wav();
    expect(wav.toString('latin1', 0, 4)).toBe('RIFF');
    expect(wav).toHaveLength(44 + 0.1 * VOICE_HZ * 2);
  });

  test('stops waiting when asked, and when the caller leaves', async () => {
    const recording = createRecording();
    const asked = new AbortController();
    const first = recording.firstVoicedAfter(0, asked.signal);
    const second = recording.firstVoicedAfter(0);
    asked.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    recording[Symbol.dispose]();
    await expect(second).rejects.toThrow('the caller has left');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('survives what is no Opus', () => {
    using recording = createRecording();
    recording.add(SENDER, packet(0), Buffer.alloc(0));
    expect(recording).toMatchObject({ packets: 1, undecodable: 1 });
  });
});
