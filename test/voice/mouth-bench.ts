/** A real mouth on a fake line in virtual time, and speech-like sound for it. */
import { s16ToFloat } from '../../src/audio/pcm.ts';
import { createLog } from '../../src/log.ts';
import type { SpeechClip } from '../../src/pipeline/types.ts';
import { createOpusDecoder } from '../../src/voice/opus-codec.ts';
import { SILENCE_PACKET } from '../../src/voice/silence-packet.ts';
import { createMouth } from '../../src/voice/speech-to-player.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { fakeConnection } from '../fakes/fake-connection.ts';

const SPEECH_HZ = 22_050;

/** One for all: each has a stream that outlives the bench. */
const log = createLog('silent', false);

export const never = new AbortController().signal;

export function mouthBench() {
  const clock = fakeClock();
  const line = fakeConnection(clock);
  const mouth = createMouth(clock, log);
  line.connection.subscribe(mouth.player);
  return {
    clock,
    line,
    mouth,
    /** `v` for a packet with sound, `s` for a silence frame. */
    score: (from = 0) =>
      line.sent
        .slice(from)
        .map(({ packet }) => (packet.equals(SILENCE_PACKET) ? 's' : 'v'))
        .join(''),
    /** What a listener hears of all packets; 48 kHz mono, 960 samples a packet. */
    heard: () => heard(line.sent.map(({ packet }) => packet)),
    [Symbol.dispose]() {
      mouth[Symbol.dispose]();
      line[Symbol.dispose]();
    },
  };
}

function heard(packets: readonly Buffer[]): Float32Array {
  using decoder = createOpusDecoder(48_000, 1);
  return s16ToFloat(Buffer.concat(packets.map((packet) => decoder.decode(packet))));
}

/** Largest step from one sample to the next: a click is a large one. */
export function largestStep(samples: Float32Array): number {
  let largest = 0;
  for (let at = 1; at < samples.length; at++)
    largest = Math.max(largest, Math.abs((samples[at] ?? 0) - (samples[at - 1] ?? 0)));
  return largest;
}

/** A vowel-like sound without a gap. */
export function hum(text: string, durationMs: number, hz = 220): SpeechClip {
  return { text, samples: vowel(durationMs, hz), sampleRateHz: SPEECH_HZ };
}

/** @param score milliseconds of word and of gap, in turn: each word swells and fades over 20 ms. */
export function words(text: string, ...score: readonly number[]): SpeechClip {
  const parts = score.map((ms, at) => {
    if (at % 2 === 1) return hiss(ms);
    return vowel(ms, 180 + 40 * at).map(
      (value, sample, { length }) =>
        value * Math.min(1, sample / (SPEECH_HZ / 50), (length - sample) / (SPEECH_HZ / 50)),
    );
  });
  const samples = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return { text, samples, sampleRateHz: SPEECH_HZ };
}

/** As between words: at about −75 dBFS (digital silence would become silence frames). */
function hiss(durationMs: number): Float32Array {
  let seed = 1;
  return Float32Array.from({ length: (SPEECH_HZ * durationMs) / 1000 }, () => {
    seed = (seed * 16_807) % 2_147_483_647; // Park and Miller's generator
    return (seed / 2_147_483_647 - 0.5) * 0.0006;
  });
}

function vowel(durationMs: number, hz: number): Float32Array {
  return Float32Array.from({ length: (SPEECH_HZ * durationMs) / 1000 }, (_, at) =>
    [0.2, 0.1, 0.05].reduce(
      (sum, part, n) => sum + part * Math.sin((2 * Math.PI * hz * (n + 1) * at) / SPEECH_HZ),
      0,
    ),
  );
}
