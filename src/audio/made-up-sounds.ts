/** Sounds that are no words, made up from noise, and how sounds are put together. 16 kHz mono. */
import { rmsDbfs } from './level.ts';

const SOUND_HZ = 16_000;

/** Levels are measured over 20 ms. */
const FRAME_SAMPLES = SOUND_HZ / 50;

/** −1…1, the same in every run. */
type Noise = () => number;

export function seededNoise(seed: number): Noise {
  let state = seed;
  return () => {
    // Mulberry32.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

export function silence(ms: number): Float32Array {
  return new Float32Array(samplesIn(ms));
}

/** A fan, a street behind a window: more of it below than above. */
export function roomNoise(ms: number, noise: Noise): Float32Array {
  let low = 0;
  return silence(ms).map(() => {
    low = 0.95 * low + 0.05 * noise();
    return low + 0.05 * noise();
  });
}

/** Two coughs: a burst of air, the throat behind it, a voiced rest. */
export function cough(noise: Noise): Float32Array {
  const one = () => {
    const air = silence(260).map((_, at) => noise() * envelope(at, 4, 70));
    const throat = resonant(resonant(air, 600, 120), 1500, 220);
    return throat.map((sample, at) => {
      const pulse = at % samplesIn(1000 / 130) < 8 ? 1 : 0;
      const isRest = at > samplesIn(120);
      return sample + (isRest ? 0.05 * pulse * envelope(at - samplesIn(120), 10, 50) : 0);
    });
  };
  return joined([one(), silence(120), one()]);
}

/** "Mm-hm" with closed lips: a hum, breath through the nose, a hum a third higher. */
export function hummed(noise: Noise): Float32Array {
  const hum = (ms: number, hz: number) => {
    const pulses = silence(ms).map((_, at) => {
      const period = samplesIn(1000 / hz);
      const swell = Math.min(1, at / samplesIn(40), (samplesIn(ms) - at) / samplesIn(60));
      return at % period === 0 ? swell : 0;
    });
    // The nose: one strong resonance, and little above it.
    const [low, high] = [resonant(pulses, 250, 80), resonant(pulses, 1100, 250)];
    return low.map((sample, at) => sample + 0.15 * (high[at] ?? 0));
  };
  const breath = silence(70).map(() => 0.01 * noise());
  return joined([hum(200, 120), breath, hum(260, 150)]);
}

/** Somebody types: a click and a thump for each key, a softer click when it comes up. */
export function typing(keyCount: number, noise: Noise): Float32Array {
  const keys = Array.from({ length: keyCount }, () => {
    const gapMs = 110 + 60 * noise();
    const down = silence(60).map(
      (_, at) => 0.8 * noise() * envelope(at, 0.3, 4) + 0.4 * thump(at) * envelope(at, 1, 14),
    );
    const up = silence(30).map((_, at) => 0.35 * noise() * envelope(at, 0.3, 3));
    return joined([down, up, silence(gapMs)]);
  });
  return joined(keys);
}

/** @param syllable one "ha" of a voice. */
export function laughter(syllable: Float32Array, noise: Noise): Float32Array {
  const length = Math.min(syllable.length, samplesIn(170));
  const beats = Array.from({ length: 6 }, (_, beat) => {
    const breath = silence(60).map((_, at) => 0.02 * noise() * envelope(at, 15, 40));
    const ha = syllable.slice(0, length).map((sample, at) => {
      const fade = Math.min(1, (length - at) / samplesIn(40));
      return sample * fade * 0.85 ** beat;
    });
    return joined([ha, breath]);
  });
  return joined(beats);
}

/** Air through the nose, in and out: a hiss that swells twice. */
export function breath(ms: number, noise: Noise): Float32Array {
  const swell = (at: number) => Math.sin((2 * Math.PI * at) / samplesIn(ms)) ** 2;
  return resonant(
    silence(ms).map((_, at) => noise() * swell(at)),
    1800,
    1400,
  );
}

/** A slow tune of plucked tones with their overtones, two at a time. */
export function music(ms: number): Float32Array {
  const beatMs = 320;
  const steps = [0, 4, 7, 12, 9, 7, 4, 2];
  return silence(ms).map((_, at) => {
    const beat = Math.floor((at * 1000) / SOUND_HZ / beatMs);
    const sinceBeat = at - samplesIn(beat * beatMs);
    const tone = (step: number) => {
      const hz = 220 * 2 ** (step / 12);
      const parts = [1, 2, 3].map(
        (part) => Math.sin((2 * Math.PI * hz * part * at) / SOUND_HZ) / part,
      );
      return parts.reduce((sum, part) => sum + part, 0) * envelope(sinceBeat, 6, 220);
    };
    return 0.2 * (tone(steps[beat % steps.length] ?? 0) + tone((steps[(beat >> 1) % 4] ?? 0) - 12));
  });
}

/** Sets the level of what is loud in it: pauses and tails do not count. */
export function levelled(sound: Float32Array, dbfs: number): Float32Array {
  const frames = Array.from({ length: Math.ceil(sound.length / FRAME_SAMPLES) }, (_, at) =>
    rmsDbfs(sound.subarray(at * FRAME_SAMPLES, (at + 1) * FRAME_SAMPLES)),
  );
  const loudest = Math.max(...frames);
  const loud = frames.filter((level) => level > loudest - 20);
  const meanPower = loud.reduce((sum, level) => sum + 10 ** (level / 10), 0) / loud.length;
  const gain = 10 ** ((dbfs - 10 * Math.log10(meanPower)) / 20);
  return sound.map((sample) => Math.max(-1, Math.min(1, sample * gain)));
}

/** As long as `sound`; the other one is cut or ends earlier. */
export function mixed(sound: Float32Array, other: Float32Array): Float32Array {
  return sound.map((sample, at) => Math.max(-1, Math.min(1, sample + (other[at] ?? 0))));
}

export function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function samplesIn(ms: number): number {
  return Math.round((ms * SOUND_HZ) / 1000);
}

/** 0…1: up in `attackMs`, down to a third every `decayMs`. @param at sample. */
function envelope(at: number, attackMs: number, decayMs: number): number {
  const ms = (at * 1000) / SOUND_HZ;
  return ms < attackMs ? ms / attackMs : Math.exp(-(ms - attackMs) / decayMs);
}

/** Two poles: what is near `hz` rings. */
function resonant(sound: Float32Array, hz: number, widthHz: number): Float32Array {
  const radius = Math.exp((-Math.PI * widthHz) / SOUND_HZ);
  const turn = 2 * radius * Math.cos((2 * Math.PI * hz) / SOUND_HZ);
  let [before, beforeThat] = [0, 0];
  return sound.map((sample) => {
    const now = 0.1 * sample + turn * before - radius * radius * beforeThat;
    [beforeThat, before] = [before, now];
    return now;
  });
}

/** A desk that is hit, as a tone. @param at sample. */
function thump(at: number): number {
  return Math.sin((2 * Math.PI * 190 * at) / SOUND_HZ);
}
