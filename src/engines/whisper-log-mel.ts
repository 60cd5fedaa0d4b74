/**
 * Whisper's log-mel features as Smart Turn takes them: the last 8 s, padded in front, normalised
 * before the mel filters.
 */
import { createFourierTransform } from './fourier.ts';
import { slaneyMelFilters } from './mel-filters.ts';

const SAMPLE_RATE_HZ = 16_000;
/** What the model looks at: the last 8 s. */
const INPUT_SAMPLES = 8 * SAMPLE_RATE_HZ;
export const MEL_COUNT = 80;
/** 25 ms windows every 10 ms. */
const WINDOW_SAMPLES = 400;
const HOP_SAMPLES = 160;
export const FRAME_COUNT = INPUT_SAMPLES / HOP_SAMPLES;
const BIN_COUNT = WINDOW_SAMPLES / 2 + 1;
/** Keeps silence from being divided by nothing. */
const VARIANCE_FLOOR = 1e-7;
const POWER_FLOOR = 1e-10;
/** Whisper: nothing more than 8 decades below the loudest is told apart. */
const DYNAMIC_RANGE = 8;

const fourier = createFourierTransform(WINDOW_SAMPLES);
const filters = slaneyMelFilters(MEL_COUNT, BIN_COUNT, SAMPLE_RATE_HZ);
const hann = Float64Array.from(
  { length: WINDOW_SAMPLES },
  (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / WINDOW_SAMPLES),
);

/**
 * @param samples 16 kHz mono, of any length; only the last 8 s count.
 * @returns `MEL_COUNT` rows of `FRAME_COUNT` values.
 */
export function whisperLogMel(samples: Float32Array): Float32Array {
  const waveform = reflected(normalised(samples));
  const constantFrames = constantFramesBefore(samples.length);
  const logMel = new Float32Array(MEL_COUNT * FRAME_COUNT);
  const real = new Float64Array(WINDOW_SAMPLES);
  const imaginary = new Float64Array(WINDOW_SAMPLES);
  // Two frames in one transform: one as the real part, the next as the imaginary one.
  for (let frame = 0; frame < FRAME_COUNT; frame += 2) {
    if (frame > 0 && frame < constantFrames) {
      copyFramePair(logMel, frame);
      continue;
    }
    const start = frame * HOP_SAMPLES;
    for (let at = 0; at < WINDOW_SAMPLES; at++) {
      const weight = hann[at] ?? 0;
      real[at] = (waveform[start + at] ?? 0) * weight;
      imaginary[at] = (waveform[start + HOP_SAMPLES + at] ?? 0) * weight;
    }
    fourier.run(real, imaginary);
    addFramePair(logMel, frame, real, imaginary);
  }
  return compressed(logMel);
}

/**
 * Frames that lie in the padding alone, an even number: all are like the first two, and for most turns
 * they are most of the work.
 */
function constantFramesBefore(sampleCount: number): number {
  const constantSamples = WINDOW_SAMPLES / 2 + INPUT_SAMPLES - sampleCount;
  const frames = Math.floor((constantSamples - WINDOW_SAMPLES) / HOP_SAMPLES) + 1;
  return Math.max(0, frames - (frames % 2));
}

/** The first two frames once more. */
function copyFramePair(logMel: Float32Array, frame: number): void {
  for (let row = 0; row < logMel.length; row += FRAME_COUNT) {
    logMel[row + frame] = logMel[row] ?? 0;
    logMel[row + frame + 1] = logMel[row + 1] ?? 0;
  }
}

/** Splits the two frames' power spectra apart and sums them into mel bands. */
function addFramePair(
  logMel: Float32Array,
  frame: number,
  real: Float64Array,
  imaginary: Float64Array,
): void {
  const first = new Float64Array(BIN_COUNT);
  const second = new Float64Array(BIN_COUNT);
  for (let bin = 0; bin < BIN_COUNT; bin++) {
    const mirror = (WINDOW_SAMPLES - bin) % WINDOW_SAMPLES;
    const a = real[bin] ?? 0;
    const b = imaginary[bin] ?? 0;
    const c = real[mirror] ?? 0;
    const d = imaginary[mirror] ?? 0;
    first[bin] = ((a + c) ** 2 + (b - d) ** 2) / 4;
    second[bin] = ((b + d) ** 2 + (c - a) ** 2) / 4;
  }
  for (const [mel, { firstBin, weights }] of filters.entries()) {
    let firstSum = 0;
    let secondSum = 0;
    for (let at = 0; at < weights.length; at++) {
      const weight = weights[at] ?? 0;
      firstSum += weight * (first[firstBin + at] ?? 0);
      secondSum += weight * (second[firstBin + at] ?? 0);
    }
    const row = mel * FRAME_COUNT + frame;
    logMel[row] = Math.log10(Math.max(POWER_FLOOR, firstSum));
    logMel[row + 1] = Math.log10(Math.max(POWER_FLOOR, secondSum));
  }
}

/** The last 8 s, zeros in front, with zero mean and unit variance as a whole. */
function normalised(samples: Float32Array): Float64Array {
  const last = samples.subarray(Math.max(0, samples.length - INPUT_SAMPLES));
  const waveform = new Float64Array(INPUT_SAMPLES);
  waveform.set(last, INPUT_SAMPLES - last.length);
  let sum = 0;
  for (const value of waveform) sum += value;
  const mean = sum / INPUT_SAMPLES;
  let squares = 0;
  for (const value of waveform) squares += (value - mean) ** 2;
  const scale = 1 / Math.sqrt(squares / INPUT_SAMPLES + VARIANCE_FLOOR);
  for (let at = 0; at < INPUT_SAMPLES; at++) waveform[at] = ((waveform[at] ?? 0) - mean) * scale;
  return waveform;
}

/** Half a window mirrored at each end, so that frames are centred on their hop. */
function reflected(waveform: Float64Array): Float64Array {
  const half = WINDOW_SAMPLES / 2;
  const padded = new Float64Array(waveform.length + WINDOW_SAMPLES);
  padded.set(waveform, half);
  for (let at = 1; at <= half; at++) {
    padded[half - at] = waveform[at] ?? 0;
    padded[half + waveform.length - 1 + at] = waveform[waveform.length - 1 - at] ?? 0;
  }
  return padded;
}

function compressed(logMel: Float32Array): Float32Array {
  const floor = logMel.reduce((max, value) => Math.max(max, value), -Infinity) - DYNAMIC_RANGE;
  return logMel.map((value) => (Math.max(value, floor) + 4) / 4);
}
