/** What the real model is made into is seen in `engines/smart-turn.test.ts`. */
import { describe, expect, test } from 'vitest';
import { smartTurn } from '../../src/models/derive-smart-turn.ts';
import { fieldOf } from '../../src/models/onnx/fields.ts';
import { IN_GRAPH, nodeMessage, shapeMessage, type Node } from '../../src/models/onnx/graph.ts';
import { modelMessage } from './onnx/model-message.ts';

const node = (op: string, inputs: readonly string[], output: string): Node => ({
  op,
  name: `the ${op}`,
  inputs,
  outputs: [output],
  attributes: {},
});

function modelOf(...nodes: readonly Node[]): Uint8Array {
  return modelMessage([
    ...nodes.map((each) => fieldOf(IN_GRAPH.node, nodeMessage(each))),
    fieldOf(IN_GRAPH.input, shapeMessage({ name: 'input_features', dims: [1, 80, 800] })),
    fieldOf(IN_GRAPH.output, shapeMessage({ name: 'logits', dims: [1, 1] })),
  ]);
}

describe('smartTurn()', () => {
  test('takes samples instead of features, and leaves out what nothing needs', () => {
    const made = Buffer.from(
      smartTurn(
        modelOf(
          node('Relu', ['input_features'], 'unused'),
          node('QuantizeLinear', ['input_features', 's', 'z'], 'bytes'),
          node('DequantizeLinear', ['bytes', 's', 'z'], 'rounded'),
          node('Sigmoid', ['rounded'], 'logits'),
        ),
      ),
    ).toString('latin1');
    expect(made).toContain('samples');
    expect(made).toContain('Sigmoid');
    for (const gone of ['input_features', 'Relu', 'QuantizeLinear'])
      expect(made).not.toContain(gone);
  });

  test('refuses a model of other operators', () => {
    const other = modelOf(
      node('LSTM', ['input_features'], 'hidden'),
      node('Tanh', ['hidden'], 'logits'),
    );
    expect(() => smartTurn(other)).toThrow('it has "the LSTM"');
  });

  test('refuses another attention', () => {
    const other = modelOf(
      node('Softmax', ['input_features'], 'shares'),
      node('MatMul', ['shares', 'input_features'], 'mixed'),
      node('Transpose', ['mixed'], 'back'),
      node('Reshape', ['back', 'shape'], 'logits'),
    );
    expect(() => smartTurn(other)).toThrow('no attention as in Whisper');
  });

  test('refuses what is no model', () => {
    expect(() => smartTurn(Buffer.from('{"error":"not found"}'))).toThrow('type');
  });
});
