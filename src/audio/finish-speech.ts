/** Makes a synthesised clip ready to be heard behind another: trimmed, levelled, faded, with its pause. */
import { blockPowers, gatedLoudness, powerOf } from './loudness.ts';
import { limitPeaks } from './limit-peaks.ts';
import { speechBounds } from './speech-bounds.ts';

export interface FinishedSpeech {
  /** A copy; the clip that was given stays as it is. */
  readonly samples: Float32Array;
  /** Where in them the speech is. */
  readonly soundFromMs: number;
  readonly soundToMs: number;
}

export interface SilenceAround {
  readonly beforeMs: number;
  readonly afterMs: number;
}

/** One voice's loudness over all that it has said. */
export interface VoiceLevel {
  /** Takes a clip's loudness in. @returns what to multiply it by. */
  gainFor(samples: Float32Array, sampleRateHz: number): number;
}

/** As loud as people are in a voice chat with automatic gain (an assumption: Discord tells no figure). */
const TARGET_LUFS = -20;

/**
 * A voice of which next to nothing was heard is taken to be this loud, and a single word counts only
 * so much against it: words vary by 8 dB (measured: −29 for "Hmm.", −21 for "Stop that.").
 */
const USUAL_LUFS = -24;
const USUAL_BLOCKS = 4;

/** What would need more is no speech. */
const GAIN_DB = { least: -18, most: 15 } as const;

/** From one piece to the next, once the voice is known a little: nobody notices it. */
const STEP_DB = 1;

/** The last minute of speech: a new block every 100 ms. */
const BLOCKS_KEPT = 600;

/** Below full scale by the 1 dB that the codec may add. */
const CEILING = 0.89;

/** Inside of the silence that is left at both ends. */
const FADE_IN_MS = 10;
const FADE_OUT_MS = 15;

export function createVoiceLevel(): VoiceLevel {
  let powers: number[] = Array.from({ length: USUAL_BLOCKS }, () => powerOf(USUAL_LUFS));
  let gainDb: number | undefined;
  return {
    gainFor(samples, sampleRateHz) {
      powers = [...powers, ...blockPowers(samples, sampleRateHz)].slice(-BLOCKS_KEPT);
      const loudness = gatedLoudness(powers);
      if (loudness !== undefined) {
        const wanted = clamp(TARGET_LUFS - loudness, GAIN_DB.least, GAIN_DB.most);
        gainDb = gainDb === undefined ? wanted : clamp(wanted, gainDb - STEP_DB, gainDb + STEP_DB);
      }
      return 10 ** ((gainDb ?? 0) / 20);
    },
  };
}

/** @param silence what to leave around the speech; a clip without any sound keeps its length. */
export function finishSpeech(
  samples: Float32Array,
  sampleRateHz: number,
  level: VoiceLevel,
  { beforeMs, afterMs }: SilenceAround,
): FinishedSpeech {
  const bounds = speechBounds(samples, sampleRateHz);
  const { start, end } = bounds ?? { start: 0, end: samples.length };
  const before = samplesIn(beforeMs, sampleRateHz);
  const length = end - start;
  const whole = new Float32Array(before + length + samplesIn(afterMs, sampleRateHz));
  const speech = whole.subarray(before, before + length);
  speech.set(samples.subarray(start, end));
  if (bounds !== undefined) {
    const gain = level.gainFor(speech, sampleRateHz);
    for (let at = 0; at < length; at++) speech[at] = (speech[at] ?? 0) * gain;
    fadeEnds(speech, sampleRateHz);
  }
  limitPeaks(speech, sampleRateHz, CEILING);
  const toMs = (count: number) => (count * 1000) / sampleRateHz;
  return {
    samples: whole,
    soundFromMs: toMs(before),
    soundToMs: toMs(before + length),
  };
}

function fadeEnds(samples: Float32Array, sampleRateHz: number): void {
  const most = Math.floor(samples.length / 2);
  const fadeIn = Math.min(most, samplesIn(FADE_IN_MS, sampleRateHz));
  const fadeOut = Math.min(most, samplesIn(FADE_OUT_MS, sampleRateHz));
  for (let at = 0; at < fadeIn; at++) samples[at] = (samples[at] ?? 0) * rise(at / fadeIn);
  for (let at = 0; at < fadeOut; at++) {
    const index = samples.length - 1 - at;
    samples[index] = (samples[index] ?? 0) * rise(at / fadeOut);
  }
}

/** Half a cosine from 0 to 1: no corner at either end. */
function rise(part: number): number {
  return (1 - Math.cos(Math.PI * part)) / 2;
}

function samplesIn(ms: number, sampleRateHz: number): number {
  return Math.round((ms * sampleRateHz) / 1000);
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
