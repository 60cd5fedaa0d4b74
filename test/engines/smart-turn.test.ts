import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readWav } from '../../src/audio/wav.ts';
import { openSmartTurn } from '../../src/engines/smart-turn.ts';
import { EngineError, type TurnDetector } from '../../src/pipeline/ports.ts';
import { ENGINE_HZ } from '../../src/pipeline/types.ts';
import { realModelFile } from '../fakes/real-models.ts';

interface Reference {
  readonly file: string;
  readonly firstSeconds: number | null;
  readonly probability: number;
  readonly asItComes: number;
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

describe('openSmartTurn()', () => {
  let detector: TurnDetector;
  beforeAll(async () => {
    detector = await openSmartTurn(await realModelFile('smart-turn-v3.2'), never);
  });
  afterAll(() => detector[Symbol.asyncDispose]());

  test.for(references)('judges $firstSeconds s of $file like the reference', async (reference) => {
    const probability = await detector.finishedProbability(soundOf(reference), never);
    expect(Math.abs(probability - reference.probability)).toBeLessThan(0.1);
  });

  test('is nearer to the weights as floats than the model as it comes', async () => {
    const offBy = (probabilities: readonly number[]) =>
      probabilities.reduce(
        (sum, each, at) => sum + Math.abs(each - (references[at]?.probability ?? 0)),
        0,
      );
    const answers = references.map((each) => detector.finishedProbability(soundOf(each), never));
    const asItComes = references.map((each) => each.asItComes);
    expect(offBy(await Promise.all(answers))).toBeLessThan(offBy(asItComes) / 5);
  });

  test('may be run by the precise kernels that processors without VNNI need', async () => {
    const precise = await InferenceSession.create(await realModelFile('smart-turn-v3.2'), {
      intraOpNumThreads: 1,
      extra: { session: { x64quantprecision: '1' } },
    });
    const [reference] = references;
    const samples = new Float32Array(8 * ENGINE_HZ);
    const sound = soundOf(reference!);
    samples.set(sound, samples.length - sound.length);
    const { logits } = await precise.run({
      samples: new Tensor('float32', samples, [1, samples.length]),
    });
    expect(Math.abs(Number(logits?.data[0]) - reference!.probability)).toBeLessThan(0.1);
    await precise.release();
  });

  test('answers to silence and to nothing at all', async () => {
    for (const samples of [new Float32Array(0), new Float32Array(ENGINE_HZ)]) {
      const probability = await detector.finishedProbability(samples, never);
      expect(probability).toBeGreaterThanOrEqual(0);
      expect(probability).toBeLessThanOrEqual(1);
    }
  });

  test('listens to the last 8 s only, and leaves the caller’s samples alone', async () => {
    const last = soundOf(references[0]!);
    const long = new Float32Array(30 * ENGINE_HZ).fill(0.3, 0, ENGINE_HZ);
    long.set(last, long.length - last.length);
    const probability = await detector.finishedProbability(long, never);
    expect(probability).toBe(await detector.finishedProbability(last, never));
    expect(long).toHaveLength(30 * ENGINE_HZ);
  });

  test('answers several at once, each with its own', async () => {
    const ask = (reference: Reference) => detector.finishedProbability(soundOf(reference), never);
    const oneByOne: number[] = [];
    for (const reference of references) oneByOne.push(await ask(reference));
    expect(await Promise.all(references.map(ask))).toStrictEqual(oneByOne);
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
