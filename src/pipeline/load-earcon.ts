/** The sound that says "one moment": your answer is on its way, the machine is busy. */
import type { SpeechClip } from './types.ts';

const EARCON_HZ = 48_000;

/** Two soft notes, a fourth apart, the second one lower: nothing has failed, and nothing is asked. */
const NOTES_HZ: readonly number[] = [587.3, 440];
const NOTE_MS = 120;
const GAP_MS = 40;

/** Longer than a click, shorter than it takes to notice. */
const FADE_MS = 30;

/** About 15 dB below speech at its usual level. A guess that serves well. */
const PEAK = 0.06;

/** Made anew for each, because whoever plays a clip may let go of its samples. */
export function oneMomentEarcon(): SpeechClip {
  const note = samplesIn(NOTE_MS);
  const step = note + samplesIn(GAP_MS);
  const samples = new Float32Array(step * NOTES_HZ.length - samplesIn(GAP_MS));
  for (const [at, hz] of NOTES_HZ.entries())
    for (let sample = 0; sample < note; sample++)
      samples[at * step + sample] =
        PEAK * swell(sample, note) * Math.sin((2 * Math.PI * hz * sample) / EARCON_HZ);
  return { text: '', samples, sampleRateHz: EARCON_HZ };
}

/** 0…1: from silence and back to it, without a corner. */
function swell(sample: number, length: number): number {
  const nearest = Math.min(sample, length - 1 - sample);
  return Math.sin((Math.PI / 2) * Math.min(1, nearest / samplesIn(FADE_MS))) ** 2;
}

function samplesIn(ms: number): number {
  return Math.round((ms * EARCON_HZ) / 1000);
}
