import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkModels } from '../../src/doctor/check-models.ts';
import { findModel } from '../../src/models/catalogue.ts';

const signal = new AbortController().signal;
const SILERO = 'silero-vad-v5';

let modelsDir: string;
beforeEach(async () => {
  modelsDir = await mkdtemp(join(tmpdir(), 'parley-doctor-models-'));
});
afterEach(() => rm(modelsDir, { recursive: true }));

describe('checkModels()', () => {
  test('says what is not here yet, and how to get it', async () => {
    expect(await checkModels([SILERO], modelsDir, signal)).toEqual([
      expect.objectContaining({
        status: 'failed',
        isFatal: false,
        found: expect.stringMatching(/not here yet/u),
        advice: expect.stringMatching(/models --fetch/u),
      }),
    ]);
  });

  test('says what is damaged', async () => {
    const [part] = findModel(SILERO).parts;
    await mkdir(join(modelsDir, part!.id), { recursive: true });
    for (const { path } of part!.files)
      await writeFile(join(modelsDir, part!.id, path), 'half a model');
    const [result] = await checkModels([SILERO], modelsDir, signal);
    expect(result).toMatchObject({ status: 'failed', found: expect.stringMatching(/damaged \(/u) });
  });

  test('names a model that the catalogue does not know', async () => {
    const [result] = await checkModels(['whisper-of-the-gods'], modelsDir, signal);
    expect(result).toMatchObject({
      isFatal: true,
      found: expect.stringContaining('whisper-of-the-gods'),
    });
  });
});
