import { cp, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/async/clock.ts';
import { openEngines } from '../../src/engines/open-engines.ts';
import type { FetchEvent } from '../../src/models/fetch-report.ts';
import { modelsDir } from '../fakes/real-models.ts';

const log = pino({ level: 'silent' });
const choice = {
  sttId: 'moonshine-tiny-en',
  ttsId: 'piper-en-us-joe-medium',
  clock: systemClock,
  log,
};

describe('openEngines()', () => {
  test('opens what hears and speaks', async () => {
    const signal = new AbortController().signal;
    await using engines = await openEngines({ ...choice, modelsDir, signal });
    const clip = await engines.tts.synthesise('Good morning.', signal);
    expect(clip.samples.length).toBeGreaterThan(0);
    expect(await engines.createVad().speechProbability(new Float32Array(512))).toBeLessThan(0.5);
    expect(await engines.turnDetector.finishedProbability(clip.samples, signal)).toBeLessThan(1);
  });

  test('names the voices there are when one is not in the catalogue', async () => {
    const signal = new AbortController().signal;
    const opening = openEngines({ ...choice, ttsId: 'moonshine-tiny-en', modelsDir, signal });
    await expect(opening).rejects.toThrow(/there are piper-en-us-joe-medium,/);
  });

  test('ends when aborted', async () => {
    const signal = AbortSignal.abort(new Error('told to end'));
    await expect(openEngines({ ...choice, modelsDir, signal })).rejects.toThrow('told to end');
  });
});

describe('openEngines() with a damaged model file', () => {
  let copy: string;
  beforeEach(async () => {
    copy = await mkdtemp(join(tmpdir(), 'parley-models-'));
    // The language model is half of it all, and not opened here.
    const filter = (path: string) => !path.includes('smollm2');
    await cp(modelsDir, copy, { recursive: true, preserveTimestamps: true, filter });
  });
  afterEach(() => rm(copy, { recursive: true }));

  test('notices it before native code does, and fetches it anew', async () => {
    const signal = new AbortController().signal;
    const path = join(copy, 'silero-vad-v5', 'silero_vad.onnx');
    const file = await open(path, 'r+');
    await file.write(Buffer.alloc(4096, 7), 0, 4096, 100_000);
    await file.close();
    const events: FetchEvent[] = [];
    const report = (event: FetchEvent) => events.push(event);
    await using engines = await openEngines({ ...choice, modelsDir: copy, signal, report });
    expect(engines.stt.maxPieceMs).toBe(12_000);
    expect(events[0]).toMatchObject({ type: 'part-damaged', partId: 'silero-vad-v5' });
    expect((await stat(path)).size).toBe(2_327_524);
  });
});
