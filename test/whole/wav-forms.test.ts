import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resample } from '../../src/audio/resample.ts';
import { wavBlocks } from '../../src/cli/wav-blocks.ts';
import { demoInput } from '../../src/cli/demo-input.ts';
import type { SpeechClip } from '../../src/pipeline/types.ts';
import { ENGINE_HZ } from '../../src/pipeline/types.ts';
import { wavFile, type WavForm } from '../fakes/whole-wav.ts';
import { never, openVoices, type Voices } from './whole-voices.ts';
import { wordOverlap } from '../fakes/word-overlap.ts';

const SENTENCE = 'The old farmer counted seven white sheep behind the wooden fence this morning.';

const FORMS: readonly WavForm[] = [
  { hz: 8000, channels: 1, sample: 's16' },
  { hz: 16_000, channels: 1, sample: 's16' },
  { hz: 22_050, channels: 1, sample: 'f32' },
  { hz: 44_100, channels: 2, sample: 's16' },
  { hz: 44_100, channels: 1, sample: 's24' },
  { hz: 48_000, channels: 2, sample: 's24', isExtensible: true },
  { hz: 48_000, channels: 2, sample: 'f32', isExtensible: true },
  { hz: 11_025, channels: 2, sample: 'u8', hasChunksBefore: true },
];

describe('a recording of somebody who reads', () => {
  let voices: Voices;
  let spoken: SpeechClip;
  let dir: string;
  beforeAll(async () => {
    voices = await openVoices();
    spoken = await voices.synthesise(SENTENCE);
    dir = await mkdtemp(join(tmpdir(), 'parley-forms-'));
  });
  afterAll(async () => {
    await voices[Symbol.asyncDispose]();
    await rm(dir, { recursive: true });
  });

  test.for(FORMS)(
    'is understood at $hz Hz with $channels channels of $sample',
    async (form, { task }) => {
      const file = join(dir, `${task.id}.wav`);
      const samples = resample(spoken.samples, spoken.sampleRateHz, form.hz);
      await writeFile(file, wavFile(samples, form));
      // As `parley transcribe` reads it, and as `parley demo --say` does.
      const blocks = await Array.fromAsync(wavBlocks(file));
      const read = Float32Array.from(blocks.flatMap((block) => [...block]));
      const text = await voices.recognise({ samples: read, sampleRateHz: ENGINE_HZ });
      console.info(`${JSON.stringify(form)}: ${text}`);
      // A chance sentence in 8 bits loses some words; a wrong byte order or channel loses all.
      expect(wordOverlap(SENTENCE, text)).toBeGreaterThanOrEqual(0.6);
      const { sound } = await demoInput(file, () => Promise.reject(new Error('no text')), never);
      expect(sound.sampleRateHz).toBe(form.hz);
      expect(sound.samples).toHaveLength(samples.length);
    },
  );
});
