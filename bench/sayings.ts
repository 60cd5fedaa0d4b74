/** The two recordings that turns are made of: without pauses inside, and finished by Smart Turn's judgement. */
import { readFile } from 'node:fs/promises';
import { resample } from '../src/audio/resample.ts';
import { readWav } from '../src/audio/wav.ts';
import { ENGINE_HZ } from '../src/pipeline/types.ts';

export interface Saying {
  readonly text: string;
  /** 16 kHz mono. */
  readonly sound: Float32Array;
}

const FILES = [
  ['user.wav', 'Could you set a timer for ten minutes?'],
  ['barge.wav', 'How long does it take to drive to Munich?'],
] as const;

export function readSayings(): Promise<readonly Saying[]> {
  return Promise.all(
    FILES.map(async ([file, text]) => {
      const url = new URL(`../test/fixtures/smart-turn/${file}`, import.meta.url);
      const { samples, sampleRateHz } = readWav(await readFile(url));
      return { text, sound: resample(samples, sampleRateHz, ENGINE_HZ) };
    }),
  );
}
