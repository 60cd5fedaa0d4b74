/** The features run by onnxruntime, as a model of their own. */
import '../../../src/engines/without-telemetry.ts';
import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, test } from 'vitest';
import { readWav } from '../../../src/audio/wav.ts';
import { fieldOf } from '../../../src/models/onnx/fields.ts';
import { GraphBuilder } from '../../../src/models/onnx/graph-builder.ts';
import { IN_GRAPH, nodeMessage, shapeMessage } from '../../../src/models/onnx/graph.ts';
import { addLogMel, INPUT_SAMPLES } from '../../../src/models/onnx/log-mel.ts';
import { tensorMessage } from '../../../src/models/onnx/tensor.ts';
import { ENGINE_HZ } from '../../../src/pipeline/types.ts';
import { modelMessage } from './model-message.ts';

interface Reference {
  readonly file: string;
  readonly firstSeconds: number | null;
  readonly logMel: {
    readonly mean: number;
    readonly std: number;
    readonly at: Readonly<Record<string, number>>;
  };
}

const MELS = 80;
const FRAMES = 800;
/** As Smart Turn's operators are. */
const OPERATORS_VERSION = 18;

const fixtures = new URL('../../fixtures/smart-turn/', import.meta.url);
const references = JSON.parse(
  readFileSync(new URL('reference.json', fixtures), 'utf8'),
) as Reference[];

function logMelModel(): { model: Uint8Array; output: string } {
  const graph = new GraphBuilder('test');
  const output = addLogMel(graph, 'samples');
  const model = modelMessage(
    [
      ...graph.nodes.map((node) => fieldOf(IN_GRAPH.node, nodeMessage(node))),
      fieldOf(2, Buffer.from('log-mel')),
      ...graph.tensors.map((tensor) => fieldOf(IN_GRAPH.tensor, tensorMessage(tensor))),
      fieldOf(IN_GRAPH.input, shapeMessage({ name: 'samples', dims: [1, INPUT_SAMPLES] })),
      fieldOf(IN_GRAPH.output, shapeMessage({ name: output, dims: [1, MELS, FRAMES] })),
    ],
    OPERATORS_VERSION,
  );
  return { model, output };
}

describe('addLogMel()', () => {
  let logMelOf: (samples: Float32Array) => Promise<Float32Array>;
  beforeAll(async () => {
    const { model, output } = logMelModel();
    const session = await InferenceSession.create(model);
    logMelOf = async (samples) => {
      const padded = new Float32Array(INPUT_SAMPLES);
      padded.set(samples, INPUT_SAMPLES - samples.length);
      const outputs = await session.run({
        samples: new Tensor('float32', padded, [1, INPUT_SAMPLES]),
      });
      return Float32Array.from(outputs[output]?.data ?? [], Number);
    };
  });

  test.for(references)('gives the reference for $firstSeconds s of $file', async (reference) => {
    const { samples } = readWav(readFileSync(new URL(reference.file, fixtures)));
    const logMel = await logMelOf(
      samples.subarray(0, (reference.firstSeconds ?? Infinity) * ENGINE_HZ),
    );
    const { mean, std, at } = reference.logMel;
    const ownMean = logMel.reduce((sum, value) => sum + value, 0) / (MELS * FRAMES);
    const variance = logMel.reduce((sum, value) => sum + (value - ownMean) ** 2, 0);
    expect(ownMean).toBeCloseTo(mean, 3);
    expect(Math.sqrt(variance / (MELS * FRAMES))).toBeCloseTo(std, 3);
    for (const [place, value] of Object.entries(at)) {
      const [mel = 0, frame = 0] = place.split(',').map(Number);
      expect(logMel[mel * FRAMES + frame]).toBeCloseTo(value, 3);
    }
  });

  test('takes silence and nothing at all', async () => {
    for (const samples of [new Float32Array(0), new Float32Array(ENGINE_HZ)]) {
      const logMel = await logMelOf(samples);
      expect(logMel).toHaveLength(MELS * FRAMES);
      expect(logMel.every(Number.isFinite)).toBe(true);
    }
  });
});
