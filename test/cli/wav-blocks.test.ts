import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resample } from '../../src/audio/resample.ts';
import { writeWav } from '../../src/audio/wav.ts';
import { wavBlocks } from '../../src/cli/wav-blocks.ts';
import { ENGINE_HZ } from '../../src/pipeline/types.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parley-wav-'));
});
afterAll(() => rm(dir, { recursive: true }));

describe('wavBlocks()', () => {
  test.for([
    [8000, 61.3],
    [16_000, 60],
    [22_050, 30],
    [44_100, 65.5],
    [48_000, 0.4],
    [11_025, 30.0001],
  ] as const)(
    'gives the same as the whole file resampled: %i Hz, %d s',
    async ([rate, seconds]) => {
      const samples = Float32Array.from({ length: Math.round(rate * seconds) }, (_, at) =>
        Math.fround(Math.round(Math.sin(at / 9 + Math.sin(at / 5000)) * 16_384) / 32_768),
      );
      const path = join(dir, `${rate}.wav`);
      await writeFile(path, writeWav(samples, rate));
      const whole = resample(samples, rate, ENGINE_HZ);
      let at = 0;
      let largestDifference = 0;
      for await (const block of wavBlocks(path))
        for (const sample of block)
          largestDifference = Math.max(largestDifference, Math.abs(sample - (whole[at++] ?? NaN)));
      expect(at).toBe(whole.length);
      expect(largestDifference).toBeLessThan(1e-6);
    },
  );
});
