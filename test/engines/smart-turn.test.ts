import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readWav } from '../../src/audio/wav.ts';
import { openSmartTurn } from '../../src/engines/smart-turn.ts';
import { FRAME_COUNT, MEL_COUNT, whisperLogMel } from '../../src/engines/whisper-log-mel.ts';
import { EngineError, type TurnDetector } from '../../src/pipeline/ports.ts';
import { ENGINE_HZ } from '../../src/pipeline/types.ts';
import { realModelFile } from '../fakes/real-models.ts';

interface Reference {
  readonly file: string;
  readonly firstSeconds: number | null;
  readonly probability: number;
  readonly logMel: {
    readonly mean: number;
    readonly std: number;
    readonly at: Readonly<Record<string, number>>;
  };
}

const fixtures = new URL('../fixtures/smart-turn/', import.meta.url);
const references = JSON.parse(
  readFileSync(new URL('reference.json', fixtures), 'utf8'),
) as Reference[];
const never = new AbortController().signal;

function soundOf({ file, firstSeconds }: Reference): Float32Array {
  const { samples } = readWav(readFileSync(new URL(file, fixtures)));
  return firstSeconds === null ? samples : samples.subarray(0, firstSeconds * ENGINE_HZ);
}

describe('whisperLogMel()', () => {
  test.for(references)('gives the reference for $firstSeconds s of $file', (reference) => {
    const logMel = whisperLogMel(soundOf(reference));
    const { mean, std, at } = reference.logMel;
    const count = MEL_COUNT * FRAME_COUNT;
    const ownMean = logMel.reduce((sum, value) => sum + value, 0) / count;
    const variance = logMel.reduce((sum, value) => sum + (value - ownMean) ** 2, 0) / count;
    expect(ownMean).toBeCloseTo(mean, 3);
    expect(Math.sqrt(variance)).toBeCloseTo(std, 3);
    for (const [place, value] of Object.entries(at)) {
      const [mel = 0, frame = 0] = place.split(',').map(Number);
      expect(logMel[mel * FRAME_COUNT + frame]).toBeCloseTo(value, 3);
    }
  });

  test('takes silence and nothing at all', () => {
    for (const samples of [new Float32Array(0), new Float32Array(ENGINE_HZ)])
      expect(whisperLogMel(samples).every(Number.isFinite)).toBe(true);
  });
});

describe('openSmartTurn()', () => {
  let detector: TurnDetector;
  beforeAll(async () => {
    detector = await openSmartTurn(await realModelFile('smart-turn-v3.2'), never);
  });
  afterAll(() => detector[Symbol.asyncDispose]());

  test.for(references)('judges $firstSeconds s of $file like the reference', async (reference) => {
    const probability = await detector.finishedProbability(soundOf(reference), never);
    expect(Math.abs(probability - reference.probability)).toBeLessThan(0.01);
  });

  test('listens to the last 8 s only, and leaves the caller’s samples alone', async () => {
    const last = soundOf(references[0]!);
    const long = new Float32Array(30 * ENGINE_HZ).fill(0.3, 0, ENGINE_HZ);
    long.set(last, long.length - last.length);
    const probability = await detector.finishedProbability(long, never);
    expect(probability).toBeCloseTo(references[0]!.probability, 2);
    expect(long).toHaveLength(30 * ENGINE_HZ);
  });

  test('answers several at once, each with its own', async () => {
    const answers = references.map((reference) =>
      detector.finishedProbability(soundOf(reference), never),
    );
    for (const [index, probability] of (await Promise.all(answers)).entries())
      expect(probability).toBeCloseTo(references[index]!.probability, 2);
  });

  test('rejects at once when aborted, and goes on answering', async () => {
    const barge = new AbortController();
    const asked = detector.finishedProbability(soundOf(references[0]!), barge.signal);
    barge.abort(new Error('goes on speaking'));
    await expect(asked).rejects.toThrow('goes on speaking');
    expect(await detector.finishedProbability(soundOf(references[1]!), never)).toBeGreaterThan(0.5);
  });

  test('keeps the event loop free while it judges', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await detector.finishedProbability(soundOf(references[0]!), never);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(3);
  });

  test('says which file it cannot load', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'parley-turn-'));
    const broken = join(dir, 'broken.onnx');
    await writeFile(broken, 'no model');
    const opening = openSmartTurn(broken, never);
    await expect(opening).rejects.toThrow(EngineError);
    await expect(opening).rejects.toThrow(broken);
    await rm(dir, { recursive: true });
  });

  test('fails questions after its end instead of hanging', async () => {
    const other = await openSmartTurn(await realModelFile('smart-turn-v3.2'), never);
    await other[Symbol.asyncDispose]();
    const asked = other.finishedProbability(new Float32Array(100), never);
    await expect(asked).rejects.toThrow(EngineError);
  });
});
