/** Tones, and how to tell them apart again. */
import type { Sound } from '../../loopback/caller/sound.ts';

const HZ = 48_000;
/** About −14 dBFS: voiced by any measure. */
const AMPLITUDE = 0.28;

export function tone(hz: number, durationMs: number): Sound {
  const samples = new Float32Array((durationMs * HZ) / 1000);
  for (let at = 0; at < samples.length; at++) {
    samples[at] = AMPLITUDE * Math.sin((2 * Math.PI * hz * at) / HZ);
  }
  return { samples, sampleRateHz: HZ };
}

/** Pitch by rising zero crossings between the first and the last loud sample; 0 for silence. */
export function pitchHz({ samples, sampleRateHz }: Sound): number {
  const first = samples.findIndex(isLoud);
  const last = samples.findLastIndex(isLoud);
  if (first === -1) return 0;
  let crossings = 0;
  for (let at = first + 1; at <= last; at++) {
    if ((samples[at - 1] ?? 0) <= 0 && (samples[at] ?? 0) > 0) crossings += 1;
  }
  return crossings / ((last - first) / sampleRateHz);
}

function isLoud(sample: number): boolean {
  return Math.abs(sample) > 0.05;
}
