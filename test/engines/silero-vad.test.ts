import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readWav } from '../../src/audio/wav.ts';
import { systemClock } from '../../src/async/clock.ts';
import { openSilero, type SileroModel } from '../../src/engines/silero-vad.ts';
import { EngineError, type Vad } from '../../src/pipeline/ports.ts';
import { ENGINE_HZ } from '../../src/pipeline/types.ts';
import { realModelFile } from '../fakes/real-models.ts';

const WINDOW_MS = 32;
let model: SileroModel;
let speech: Float32Array;

beforeAll(async () => {
  model = await openSilero(await realModelFile('silero-vad-v5'), systemClock);
  const file = new URL('../fixtures/smart-turn/user.wav', import.meta.url);
  ({ samples: speech } = readWav(readFileSync(file)));
});
afterAll(() => model.release());

function windowsOf(samples: Float32Array, { windowSamples }: Vad): Float32Array[] {
  const count = Math.floor(samples.length / windowSamples);
  return Array.from({ length: count }, (_, at) =>
    samples.subarray(at * windowSamples, (at + 1) * windowSamples),
  );
}

/** A second of silence, the speech, a second of silence. */
function inSilence(): Float32Array {
  const samples = new Float32Array(speech.length + 2 * ENGINE_HZ);
  samples.set(speech, ENGINE_HZ);
  return samples;
}

async function judge(vad: Vad, samples: Float32Array): Promise<number[]> {
  return Promise.all(windowsOf(samples, vad).map((window) => vad.speechProbability(window)));
}

describe('openSilero()', () => {
  test('tells speech from the silence around it, within 100 ms of its onset', async () => {
    const probabilities = await judge(model.createVad(), inSilence());
    const onsetMs = probabilities.findIndex((probability) => probability > 0.5) * WINDOW_MS;
    const firstVoiced = speech.findIndex((sample) => Math.abs(sample) > 0.02);
    const voicedMs = 1000 + (firstVoiced / ENGINE_HZ) * 1000;
    expect(onsetMs).toBeGreaterThan(voicedMs - WINDOW_MS);
    expect(onsetMs).toBeLessThan(voicedMs + 100);
    expect(Math.max(...probabilities.slice(0, 30))).toBeLessThan(0.3);
    expect(Math.max(...probabilities.slice(-20))).toBeLessThan(0.3);
  });

  test('judges windows in their order, whoever waits for whom', async () => {
    const vad = model.createVad();
    const oneByOne: number[] = [];
    for (const window of windowsOf(speech, vad)) oneByOne.push(await vad.speechProbability(window));
    expect(await judge(model.createVad(), speech)).toEqual(oneByOne);
  });

  test('shows the model the end of the window before, as it was trained', async () => {
    const session = await InferenceSession.create(await realModelFile('silero-vad-v5'));
    const vad = model.createVad();
    const padded = new Float32Array(64 + speech.length);
    padded.set(speech, 64);
    let state = new Tensor('float32', new Float32Array(256), [2, 1, 128]);
    const sr = new Tensor('int64', BigInt64Array.of(16_000n), []);
    for (const [at, window] of windowsOf(speech, vad).entries()) {
      const input = new Tensor('float32', padded.slice(at * 512, at * 512 + 576), [1, 576]);
      const { output, stateN } = await session.run({ input, state, sr });
      state = stateN as typeof state;
      expect(await vad.speechProbability(window)).toBeCloseTo(Number(output!.data[0]), 5);
    }
    await session.release();
  });

  test('judges many speakers at once as it judges each of them alone', async () => {
    // More than go into one run.
    const speakers = Array.from({ length: 40 }, (_, at) =>
      speech.subarray(at * 400, at * 400 + 5120),
    );
    const together = await Promise.all(speakers.map((each) => judge(model.createVad(), each)));
    for (const [at, each] of speakers.entries())
      for (const [window, probability] of (await judge(model.createVad(), each)).entries())
        expect(together[at]![window]).toBeCloseTo(probability, 5);
  });

  test('keeps speakers apart', async () => {
    const [ann, ben] = [model.createVad(), model.createVad()];
    const silence = new Float32Array(speech.length);
    const [together] = await Promise.all([judge(ann, speech), judge(ben, silence)]);
    expect(together).toEqual(await judge(model.createVad(), speech));
  });

  test('forgets what was before on reset, after the windows that were asked before it', async () => {
    const vad = model.createVad();
    const before = judge(vad, speech);
    vad.reset();
    const after = await judge(vad, speech);
    expect(after).toEqual(await before);
  });

  test('takes its window at once: the caller may reuse the buffer', async () => {
    const vad = model.createVad();
    const buffer = speech.slice(ENGINE_HZ / 2, ENGINE_HZ / 2 + vad.windowSamples);
    const expected = await model.createVad().speechProbability(buffer);
    const asked = vad.speechProbability(buffer);
    buffer.fill(0);
    expect(await asked).toBe(expected);
  });

  test('refuses a window of another size, and says which file it cannot load', async () => {
    await expect(model.createVad().speechProbability(new Float32Array(320))).rejects.toThrow('320');
    await expect(openSilero(import.meta.filename, systemClock)).rejects.toThrow(EngineError);
  });
});
