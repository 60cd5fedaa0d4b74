/** The lines of a scenario as sound: a voice of its own for each person, and made-up noises. */
import { rmsDbfs, VOICED_DBFS } from '../audio/level.ts';
import {
  breath,
  cough,
  hummed,
  laughter,
  levelled,
  music,
  seededNoise,
  typing,
} from '../audio/made-up-sounds.ts';
import { resample } from '../audio/resample.ts';
import type { Tts } from '../pipeline/ports.ts';
import { ENGINE_HZ } from '../pipeline/types.ts';
import { wordsOfLine, type LinePart, type Noise } from '../scenarios/lines.ts';
import type { Scenario, Step } from '../scenarios/scenario.ts';

interface Sound {
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
}

/** What is done one after the other when a line is said. */
export type Performed =
  | { readonly kind: 'sound'; readonly sound: Sound; readonly hasWords: boolean }
  | { readonly kind: 'silence'; readonly ms: number }
  | { readonly kind: 'event'; readonly part: Extract<LinePart, { kind: 'act' | 'command' }> };

/** Synthesisers spell "mm-hm": a person hums it. */
const HUM = /^(?:m+-?h*m+|h?m+)[.,!]*$/iu;

/** How much faster, and with that higher, each person speaks than the voice of the synthesiser. */
const SPEEDS: readonly number[] = [1.1, 0.93, 1.22, 1.02];

/** Microphones sit near, and loudspeakers do not clip. */
const SPEECH_DBFS = -23;

const NOISE_DBFS: Readonly<Record<Noise, number>> = {
  cough: -23,
  laugh: -23,
  keyboard: -30,
  music: -33,
  breath: -42,
};

/** @returns each step's line, in order, ready to be said. */
export async function performScenario(
  { steps, people }: Scenario,
  tts: Tts,
  signal: AbortSignal,
): Promise<readonly (readonly Performed[])[]> {
  const performed: (readonly Performed[])[] = [];
  for (const [at, step] of steps.entries()) {
    const person = people.findIndex(({ name }) => name === step.person);
    const voice = voiceOf(tts, SPEEDS[person % SPEEDS.length] ?? 1, signal);
    performed.push(await performStep(step, voice, at));
  }
  return performed;
}

async function performStep(
  { line, heard }: Step,
  voice: (text: string) => Promise<Sound>,
  seed: number,
): Promise<readonly Performed[]> {
  // What a recogniser is to hear wrong is said that way, so that the same words reach Parley.
  const misheard = heard?.parts.flatMap((part) => (part.kind === 'words' ? [part.text] : [])) ?? [];
  const hasWords = wordsOfLine(line) !== '';
  const performed: Performed[] = [];
  for (const [at, part] of line.parts.entries()) {
    switch (part.kind) {
      case 'words': {
        const said = (hasWords ? misheard.shift() : undefined) ?? part.text;
        const sound = await voice(goesOn(line.parts, at) ? openEnded(said) : said);
        performed.push({ kind: 'sound', sound, hasWords: true });
        break;
      }
      case 'noise': {
        const samples = await noiseOf(part.noise, part.ms, voice, seed);
        const sound = { samples, sampleRateHz: ENGINE_HZ };
        performed.push({ kind: 'sound', sound, hasWords: false });
        break;
      }
      case 'pause':
        performed.push({ kind: 'silence', ms: part.ms });
        break;
      case 'act':
      case 'command':
        performed.push({ kind: 'event', part });
    }
  }
  return performed;
}

/** More words come after a pause in which the voice does not fall. */
function goesOn(parts: readonly LinePart[], at: number): boolean {
  const next = parts[at + 1];
  return next?.kind === 'pause' && !next.soundsFinished;
}

/** A comma keeps a synthesiser's voice up. */
function openEnded(text: string): string {
  return /[\p{L}\p{N}]$/u.test(text) ? `${text},` : text;
}

function voiceOf(tts: Tts, speed: number, signal: AbortSignal) {
  return async (text: string): Promise<Sound> => {
    const { samples, sampleRateHz } = HUM.test(text)
      ? { samples: hummed(seededNoise(1)), sampleRateHz: ENGINE_HZ }
      : await tts.synthesise(text, signal);
    const spoken = levelled(withoutEdges(samples, sampleRateHz), SPEECH_DBFS);
    // Played faster than it was made: another person's pitch.
    return { samples: spoken, sampleRateHz: Math.round((sampleRateHz * speed) / 50) * 50 };
  };
}

async function noiseOf(
  name: Noise,
  ms: number,
  voice: (text: string) => Promise<Sound>,
  seed: number,
): Promise<Float32Array> {
  const noise = seededNoise(seed + 1);
  const made = async (): Promise<Float32Array> => {
    switch (name) {
      case 'cough':
        return cough(noise);
      case 'laugh':
        return laughter(resampled(await voice('Ha!')), noise);
      case 'keyboard':
        return typing(Math.ceil(ms / 200), noise);
      case 'music':
        return music(ms);
      case 'breath':
        return breath(ms, noise);
    }
  };
  return levelled(await made(), NOISE_DBFS[name]);
}

function resampled({ samples, sampleRateHz }: Sound): Float32Array {
  return resample(samples, sampleRateHz, ENGINE_HZ);
}

/** Synthesisers put silence before and after; pauses are as long as they are written. */
function withoutEdges(samples: Float32Array, sampleRateHz: number): Float32Array {
  const step = Math.round(sampleRateHz / 50);
  const isVoiced = (at: number) => rmsDbfs(samples.subarray(at, at + step)) > VOICED_DBFS;
  let from = 0;
  while (from + step < samples.length && !isVoiced(from)) from += step;
  let to = samples.length;
  while (to - step > from && !isVoiced(to - step)) to -= step;
  return samples.slice(Math.max(0, from - step), Math.min(samples.length, to + step));
}
