/** Both vocoders are run by onnxruntime: what is compared is what is heard. */
import '../../../src/engines/without-telemetry.ts';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { IS_DIRECT_QUICKER, withDirectVocoder } from '../../../src/models/onnx/direct-vocoder.ts';
import { fieldsOf, stringsOf } from '../../../src/models/onnx/fields.ts';
import { CHANNELS_IN, noise, smallVocoder, STRETCH } from './small-vocoder.ts';

async function spoken(model: Uint8Array, length: number, threads: number): Promise<Float32Array> {
  const session = await InferenceSession.create(model, { intraOpNumThreads: threads });
  const random = noise(length);
  const samples = Float32Array.from({ length: CHANNELS_IN * length }, random);
  const { out } = await session.run({ in: new Tensor(samples, [1, CHANNELS_IN, length]) });
  await session.release();
  expect(out!.dims).toEqual([1, 1, STRETCH * length]);
  return Float32Array.from(out!.data as Float32Array);
}

describe('withDirectVocoder()', () => {
  // A short sound has little besides its ends, an odd length no middle.
  test.for([2, 3, 4, 5, 17, 64, 101])('says the same, of %i frames', async (length) => {
    for (const seed of [1, 2]) {
      const model = smallVocoder(seed);
      const direct = withDirectVocoder(model);
      const before = await spoken(model, length, 1);
      expect(before.some((sample) => Math.abs(sample) > 0.1)).toBe(true);
      for (const threads of [1, 2]) {
        const after = await spoken(direct, length, threads);
        const worst = before.reduce(
          (most, one, at) => Math.max(most, Math.abs(one - after[at]!)),
          0,
        );
        expect(worst).toBeLessThan(1e-5);
      }
    }
  });

  test.runIf(IS_DIRECT_QUICKER)('leaves onnxruntime no convolution that is a product', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'parley-onnx-'));
    const optimizedModelFilePath = join(dir, 'as-it-runs.onnx');
    const session = await InferenceSession.create(withDirectVocoder(smallVocoder(3)), {
      optimizedModelFilePath,
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
    });
    await session.release();
    const written = await readFile(optimizedModelFilePath);
    const graph = [...fieldsOf(written)].find(({ field }) => field === 7);
    const runs = [...fieldsOf(graph!.content)]
      .filter(({ field }) => field === 1)
      .map(({ content }) => ({
        op: stringsOf(content, 4)[0],
        domain: stringsOf(content, 7)[0] ?? '',
      }));
    await rm(dir, { recursive: true });
    const plain = runs.filter(({ domain }) => domain === '').map(({ op }) => op);
    expect(plain).not.toContain('Conv');
    expect(plain).not.toContain('LeakyRelu');
    // Four residual blocks of two sums each are done by convolutions; two blocks at a time are added up.
    expect(plain.filter((op) => op === 'Add')).toHaveLength(2 + 2);
    expect(runs.filter(({ domain }) => domain === 'com.microsoft.nchwc').length).toBeGreaterThan(
      20,
    );
  });

  test('refuses a vocoder that is built in another way, and a model without one', () => {
    const named = Buffer.from(smallVocoder(1)).toString('latin1');
    const other = (from: string, to: string) => () =>
      withDirectVocoder(Buffer.from(named.replaceAll(from, to), 'latin1'));
    expect(other('LeakyRelu', 'GeluGelu_')).toThrow('"/dec/leaky" is not as in a Piper voice');
    expect(other('/dec/', '/abc/')).toThrow('no such part');
    expect(other('count', 'cuont')).not.toThrow();
  });
});
