/** Both decoders are run by onnxruntime: what is compared is what they score. */
import '../../src/engines/without-telemetry.ts';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../loopback/random.ts';
import { moonshineDecoder } from '../../src/models/derive-moonshine-decoder.ts';
import { fieldOf } from '../../src/models/onnx/fields.ts';
import { nodeMessage, shapeMessage } from '../../src/models/onnx/graph.ts';
import { tensorMessage } from '../../src/models/onnx/tensor.ts';
import { modelMessage, numberField } from './onnx/model-message.ts';

const TOKENS = 40;
const WIDTH = 12;
const TABLE = 'model.decoder.embed_tokens.weight_merged_0';
const SCORES = 'model.decoder.embed_tokens.weight_transposed';

const node = (op: string, inputs: readonly string[], output: string) =>
  nodeMessage({ op, name: output, inputs, outputs: [output], attributes: {} });
const text = (field: number, content: string) => fieldOf(field, Buffer.from(content));

/** The last step of a decoder: from `in` (1 × 12) to the scores of 40 tokens, by either of two graphs. */
function smallDecoder(table = TABLE): Uint8Array {
  const random = seededRandom(5);
  const bytes = Uint8Array.from({ length: TOKENS * WIDTH }, () => random() * 256);
  const branch = (name: string, factor: number) => {
    const nodes = [
      node('Transpose', [`${TABLE}_quantized`], `${SCORES}_quantized`),
      node(
        'DequantizeLinear',
        [`${SCORES}_quantized`, `${TABLE}_scale`, `${TABLE}_zero_point`],
        SCORES,
      ),
      node('MatMul', ['in', SCORES], `${name}_product`),
      node('Mul', [`${name}_product`, `${name}_factor`], `${name}_out`),
    ];
    const graph = [
      ...nodes.map((message) => fieldOf(1, message)),
      text(2, name),
      fieldOf(
        5,
        tensorMessage({ name: `${name}_factor`, dims: [], values: Float32Array.of(factor) }),
      ),
      fieldOf(12, shapeMessage({ name: `${name}_out`, dims: [1, TOKENS] })),
    ];
    const ofGraphType = numberField(20, 5);
    return fieldOf(
      5,
      Buffer.concat([text(1, name), fieldOf(6, Buffer.concat(graph)), ofGraphType]),
    );
  };
  const either = Buffer.concat([
    node('If', ['is_first'], 'out'),
    branch('then_branch', 1),
    branch('else_branch', 2),
  ]);
  const tensors = [
    { name: `${TABLE}_quantized`, dims: [TOKENS, WIDTH], values: bytes },
    { name: `${TABLE}_scale`, dims: [], values: Float32Array.of(0.0114) },
    { name: `${TABLE}_zero_point`, dims: [], values: Uint8Array.of(129) },
  ];
  const isFirst = Buffer.concat([
    text(1, 'is_first'),
    // Of booleans, 9 in ONNX; one, without a length.
    fieldOf(2, fieldOf(1, Buffer.concat([numberField(1, 9), fieldOf(2, Buffer.alloc(0))]))),
  ]);
  const model = modelMessage([
    fieldOf(1, either),
    text(2, 'small'),
    ...tensors.map((tensor) => fieldOf(5, tensorMessage(tensor))),
    fieldOf(11, shapeMessage({ name: 'in', dims: [1, WIDTH] })),
    fieldOf(11, isFirst),
    fieldOf(12, shapeMessage({ name: 'out', dims: [1, TOKENS] })),
  ]);
  // Names of the same length, so that no length in the message changes.
  return Buffer.from(Buffer.from(model).toString('latin1').replaceAll(TABLE, table), 'latin1');
}

async function scores(model: Uint8Array, isFirst: boolean): Promise<readonly number[]> {
  // Optimised, onnxruntime 1.30 refuses what the unchanged one does with so small a table.
  const session = await InferenceSession.create(model, { graphOptimizationLevel: 'disabled' });
  const random = seededRandom(6);
  const values = Float32Array.from({ length: WIDTH }, () => random() - 0.5);
  const { out } = await session.run({
    in: new Tensor(values, [1, WIDTH]),
    is_first: new Tensor('bool', [isFirst], []),
  });
  await session.release();
  return Array.from(out!.data as Float32Array);
}

describe('moonshineDecoder()', () => {
  test.for([true, false])(
    'scores every token as before; in the first graph: %s',
    async (isFirst) => {
      const before = await scores(smallDecoder(), isFirst);
      expect(Math.max(...before)).toBeGreaterThan(0.5);
      const after = await scores(moonshineDecoder(smallDecoder()), isFirst);
      for (const [token, score] of after.entries()) expect(score).toBeCloseTo(before[token]!, 5);
    },
  );

  test('leaves nothing to be made into floats', () => {
    const made = Buffer.from(moonshineDecoder(smallDecoder())).toString('latin1');
    expect(Buffer.from(smallDecoder()).toString('latin1')).toContain('DequantizeLinear');
    expect(made).not.toContain('DequantizeLinear');
  });

  test('refuses a decoder whose table is somewhere else', () => {
    const other = TABLE.replace('embed', 'other');
    expect(() => moonshineDecoder(smallDecoder(other))).toThrow(`it has no "${TABLE}_quantized"`);
  });
});
