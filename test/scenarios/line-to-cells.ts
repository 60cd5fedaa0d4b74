/** A line of a scenario to frames: words at an even pace, pauses, noises, and what happens between. */
import { FRAME_MS } from '../../src/pipeline/types.ts';
import type { Line, LinePart, Noise } from '../../src/scenarios/lines.ts';
import type { Step } from '../../src/scenarios/scenario.ts';
import type { Cell, Word } from './coded-sound.ts';

/** 20 ms of a line: sound, silence, or something that happens before the next one. */
export type Moved =
  | { readonly kind: 'sound'; readonly cell: Cell }
  | { readonly kind: 'silence' }
  | { readonly kind: 'event'; readonly part: Extract<LinePart, { kind: 'act' | 'command' }> };

/** A person who speaks neither fast nor slowly: 15 characters a second. */
export const CHAR_MS = 65;
/** "No" is not said faster. */
const LEAST_WORDS_MS = 260;

interface NoiseShape {
  /** For the VAD. Guesses near what Silero gives. */
  readonly probability: number;
  readonly isLoud: boolean;
  readonly onMs: number;
  readonly offMs: number;
}

const NOISES: Readonly<Record<Noise, NoiseShape>> = {
  cough: { probability: 0.8, isLoud: true, onMs: 260, offMs: 120 },
  laugh: { probability: 0.85, isLoud: true, onMs: 180, offMs: 60 },
  keyboard: { probability: 0.55, isLoud: true, onMs: 40, offMs: 120 },
  music: { probability: 0.65, isLoud: true, onMs: Number.POSITIVE_INFINITY, offMs: 0 },
  breath: { probability: 0.4, isLoud: false, onMs: Number.POSITIVE_INFINITY, offMs: 0 },
};

export function cellsOfLine({ line, heard }: Pick<Step, 'line' | 'heard'>): readonly Moved[] {
  const heardTexts = heard && textsOf(heard);
  const moved: Moved[] = [];
  const hasWords = textsOf(line).length > 0;
  let stretch = 0;
  for (const [at, part] of line.parts.entries()) {
    switch (part.kind) {
      case 'words': {
        const text = heardTexts === undefined ? part.text : (heardTexts[stretch] ?? '');
        stretch += 1;
        moved.push(...wordCells(part.text, text, soundsFinishedAfter(line, at)));
        break;
      }
      case 'pause':
        moved.push(...silence(part.ms));
        break;
      case 'noise': {
        // What a recogniser makes of a noise.
        const phantom = hasWords ? '' : (heardTexts?.[stretch] ?? '');
        stretch += 1;
        moved.push(...noiseCells(part.noise, part.ms, phantom));
        break;
      }
      case 'act':
      case 'command':
        moved.push({ kind: 'event', part });
    }
  }
  return moved;
}

function textsOf({ parts }: Line): readonly string[] {
  return parts.flatMap((part) => (part.kind === 'words' ? [part.text] : []));
}

function soundsFinishedAfter({ parts, soundsFinished }: Line, at: number): boolean {
  const next = parts[at + 1];
  if (next?.kind === 'pause') return next.soundsFinished;
  const isLast = !parts.slice(at + 1).some(({ kind }) => kind === 'words');
  return isLast && soundsFinished;
}

function silence(ms: number): readonly Moved[] {
  return Array.from({ length: Math.round(ms / FRAME_MS) }, () => ({ kind: 'silence' }));
}

function wordCells(said: string, heard: string, soundsFinished: boolean): readonly Moved[] {
  const count = Math.round(Math.max(LEAST_WORDS_MS, said.length * CHAR_MS) / FRAME_MS);
  return spread(heard, count).map((word) => ({
    kind: 'sound',
    cell: { word, probability: 0.95, isLoud: true, soundsFinished },
  }));
}

function noiseCells(noise: Noise, ms: number, phantom: string): readonly Moved[] {
  const { probability, isLoud, onMs, offMs } = NOISES[noise];
  const count = Math.round(ms / FRAME_MS);
  // Any piece of it brings all of it about.
  const word = { text: phantom, cells: 1 };
  return Array.from({ length: count }, (_, at): Moved => {
    const isOn = !Number.isFinite(onMs) || (at * FRAME_MS) % (onMs + offMs) < onMs;
    return isOn ? { kind: 'sound', cell: { word, probability, isLoud } } : { kind: 'silence' };
  });
}

/** Words over frames, each as many as its letters want. */
export function spread(text: string, count: number): readonly Word[] {
  const texts = text.split(' ');
  const letters = text.length;
  const words: Word[] = [];
  let from = 0;
  let done = 0;
  for (const each of texts) {
    done += each.length + 1;
    const to = Math.max(from + 1, Math.round((done / (letters + 1)) * count));
    const word = { text: each, cells: to - from };
    for (; from < to && words.length < count; from += 1) words.push(word);
  }
  return words;
}
