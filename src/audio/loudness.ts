/** How loud speech is to the ear: ITU-R BS.1770-4 and EBU R 128, for mono. */

/** Blocks of 400 ms, a new one every 100 ms. */
const BLOCK_MS = 400;
const HOP_MS = 100;

/** Quieter blocks are pauses, not speech. */
const ABSOLUTE_GATE_LUFS = -70;
const RELATIVE_GATE_LU = -10;

/** Aligns the scale so that 997 Hz at full scale in one channel is −3.01 LUFS. */
const OFFSET_DB = -0.691;

/** Enough of a clip to tell its loudness; more would only hold up the thread. */
const MEASURED_MS = 3000;

/** @returns mean squares of the clip's K-weighted blocks; a shorter clip is one block. */
export function blockPowers(samples: Float32Array, sampleRateHz: number): number[] {
  const hop = Math.max(1, Math.round((sampleRateHz * HOP_MS) / 1000));
  const length = Math.min(samples.length, Math.round((sampleRateHz * MEASURED_MS) / 1000));
  const sums = hopSums(samples, length, hop, sampleRateHz);
  const hops = BLOCK_MS / HOP_MS;
  if (sums.length < hops)
    return length === 0 ? [] : [sums.reduce((total, sum) => total + sum, 0) / length];
  return Array.from({ length: sums.length - hops + 1 }, (_, at) => {
    const block = sums.slice(at, at + hops);
    return block.reduce((total, sum) => total + sum, 0) / (hop * hops);
  });
}

/** @returns LUFS over all blocks that are speech; undefined where none is. */
export function gatedLoudness(powers: readonly number[]): number | undefined {
  const heard = powers.filter((power) => loudnessOf(power) > ABSOLUTE_GATE_LUFS);
  if (heard.length === 0) return undefined;
  const gate = loudnessOf(mean(heard)) + RELATIVE_GATE_LU;
  const speech = heard.filter((power) => loudnessOf(power) > gate);
  return loudnessOf(mean(speech));
}

/** The mean square that is so loud. */
export function powerOf(lufs: number): number {
  return 10 ** ((lufs - OFFSET_DB) / 10);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function loudnessOf(power: number): number {
  return OFFSET_DB + 10 * Math.log10(power);
}

/** Sums of squares of whole hops, K-weighted; the rest at the end is left out unless it is all. */
function hopSums(
  samples: Float32Array,
  length: number,
  hop: number,
  sampleRateHz: number,
): number[] {
  const { shelf, pass } = filtersFor(sampleRateHz);
  const sums: number[] = [];
  let sum = 0;
  // Two second-order sections in transposed direct form, written out: the loop is what costs.
  let shelf1 = 0;
  let shelf2 = 0;
  let pass1 = 0;
  let pass2 = 0;
  for (let at = 0; at < length; at++) {
    const x = samples[at] ?? 0;
    const y = shelf.b0 * x + shelf1;
    shelf1 = shelf.b1 * x - shelf.a1 * y + shelf2;
    shelf2 = shelf.b2 * x - shelf.a2 * y;
    const z = y + pass1;
    pass1 = -2 * y - pass.a1 * z + pass2;
    pass2 = y - pass.a2 * z;
    sum += z * z;
    if ((at + 1) % hop !== 0) continue;
    sums.push(sum);
    sum = 0;
  }
  if (sums.length * hop < length && sums.length < BLOCK_MS / HOP_MS) sums.push(sum);
  return sums;
}

interface Filters {
  /** The head's effect: a shelf of +4 dB above 1.7 kHz. */
  readonly shelf: { b0: number; b1: number; b2: number; a1: number; a2: number };
  /** A high-pass at 38 Hz; its numerator is 1, −2, 1. */
  readonly pass: { a1: number; a2: number };
}

const known = new Map<number, Filters>();

function filtersFor(sampleRateHz: number): Filters {
  const filters = known.get(sampleRateHz) ?? designFilters(sampleRateHz);
  if (known.size >= 8) known.clear();
  known.set(sampleRateHz, filters);
  return filters;
}

/** The standard gives coefficients for 48 kHz; these analogue values give them back, at any rate. */
function designFilters(sampleRateHz: number): Filters {
  const shelfHz = 1681.974450955533;
  const shelfQ = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const middle = high ** 0.4996667741545416;
  const k = Math.tan((Math.PI * shelfHz) / sampleRateHz);
  const scale = 1 + k / shelfQ + k * k;
  const passHz = 38.13547087602444;
  const passQ = 0.5003270373238773;
  const p = Math.tan((Math.PI * passHz) / sampleRateHz);
  const passScale = 1 + p / passQ + p * p;
  return {
    shelf: {
      b0: (high + (middle * k) / shelfQ + k * k) / scale,
      b1: (2 * (k * k - high)) / scale,
      b2: (high - (middle * k) / shelfQ + k * k) / scale,
      a1: (2 * (k * k - 1)) / scale,
      a2: (1 - k / shelfQ + k * k) / scale,
    },
    pass: { a1: (2 * (p * p - 1)) / passScale, a2: (1 - p / passQ + p * p) / passScale },
  };
}
