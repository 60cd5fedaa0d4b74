/** Cuts long speech into pieces that a recogniser takes, where it is quietest. */
import { ENGINE_HZ } from '../types.ts';

/** Loudness is compared over 30 ms: longer than a voice's period, shorter than a pause. */
const STEP_SAMPLES = (ENGINE_HZ * 30) / 1000;

/** A shorter rest would hold half a word. */
const LEAST_TAIL_SAMPLES = ENGINE_HZ;

/**
 * Cuts `samples` into pieces of at most `maxSamples` that follow each other without gap or overlap.
 * Each ends in the quietest moment of the second half of what it may hold.
 *
 * @param samples 16 kHz mono.
 * @param maxSamples at least 1.
 * @yields views, not copies; nothing for empty input.
 */
export function* cutAtPauses(
  samples: Float32Array,
  maxSamples: number,
): Generator<Float32Array, void, undefined> {
  let from = 0;
  while (from < samples.length) {
    const to = nextCut(samples, from, maxSamples);
    yield samples.subarray(from, to);
    from = to;
  }
}

/** Cuts `samples` in two at the quietest moment of its middle third. */
export function halves(samples: Float32Array): readonly [Float32Array, Float32Array] {
  const third = Math.floor(samples.length / 3);
  const cut = quietest(samples, third, samples.length - third);
  return [samples.subarray(0, cut), samples.subarray(cut)];
}

function nextCut(samples: Float32Array, from: number, maxSamples: number): number {
  const left = samples.length - from;
  if (left <= maxSamples) return samples.length;
  const latest = Math.max(1, Math.min(maxSamples, left - LEAST_TAIL_SAMPLES));
  return quietest(samples, from + Math.ceil(latest / 2), from + latest);
}

/** The middle of the quietest step between two indexes; of equals the latest. */
function quietest(samples: Float32Array, earliest: number, latest: number): number {
  let least = Infinity;
  let cut = latest;
  for (let at = earliest; at + STEP_SAMPLES <= latest; at += STEP_SAMPLES / 2) {
    const energy = meanSquare(samples, at);
    if (energy > least) continue;
    least = energy;
    cut = at + STEP_SAMPLES / 2;
  }
  return cut;
}

/** Of a step with its neighbours, so that a pause wins over a dip inside a vowel. */
function meanSquare(samples: Float32Array, at: number): number {
  const from = Math.max(0, at - STEP_SAMPLES);
  const to = Math.min(samples.length, at + 2 * STEP_SAMPLES);
  let sum = 0;
  for (let index = from; index < to; index++) sum += (samples[index] ?? 0) ** 2;
  return sum / (to - from);
}
