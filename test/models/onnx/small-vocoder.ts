/** A vocoder as Piper's exporter writes it, with few channels and weights drawn by lot. */
import { fieldOf } from '../../../src/models/onnx/fields.ts';
import { GraphBuilder } from '../../../src/models/onnx/graph-builder.ts';
import { nodeMessage, shapeMessage } from '../../../src/models/onnx/graph.ts';
import { tensorMessage } from '../../../src/models/onnx/tensor.ts';
import { modelMessage } from './model-message.ts';
import { seededRandom } from '../../../loopback/random.ts';

export const CHANNELS_IN = 4;
/** Samples that become of one that goes in. */
export const STRETCH = 8 * 4;

/** A model from `in` (1 × 4 × any length) to `out` (1 × 1 × 32 times that length). */
export function smallVocoder(seed: number): Uint8Array {
  const graph = new GraphBuilder('small');
  const random = noise(seed);
  const nodes: Uint8Array[] = [];
  const node = (
    op: string,
    name: string,
    inputs: readonly string[],
    attributes: Parameters<GraphBuilder['add']>[2] = {},
    output = `${name}.out`,
  ) => {
    nodes.push(nodeMessage({ op, name: `/dec/${name}`, inputs, outputs: [output], attributes }));
    return output;
  };
  const weights = (name: string, ...dims: readonly number[]) => {
    const length = dims.reduce((product, dim) => product * dim, 1);
    // About as loud behind it as before.
    const scale = 2 / Math.sqrt(length / (dims[0] ?? 1));
    return graph.tensor(
      name,
      dims,
      Float32Array.from({ length }, () => random() * scale),
    );
  };
  const convolution = (name: string, input: string, form: readonly number[], dilation = 1) => {
    const [outputs = 0, inputs = 0, taps = 0] = form;
    const pad = ((taps - 1) * dilation) / 2;
    return node(
      'Conv',
      name,
      [input, weights(`${name}.w`, outputs, inputs, taps), weights(`${name}.b`, outputs)],
      {
        dilations: { ints: [dilation] },
        group: { int: 1 },
        kernel_shape: { ints: [taps] },
        pads: { ints: [pad, pad] },
        strides: { ints: [1] },
      },
    );
  };
  const leaky = (name: string, input: string) =>
    node('LeakyRelu', name, [input], { alpha: { float: 0.1 } });
  const count = graph.tensor('count', [], Float32Array.of(2));

  let sound = leaky('leaky', convolution('pre', 'in', [64, CHANNELS_IN, 7]));
  let channels = 64;
  for (const [at, stride] of [8, 4].entries()) {
    const outputs = channels / 2;
    sound = node(
      'ConvTranspose',
      `ups.${at}`,
      [
        sound,
        weights(`ups.${at}.w`, channels, outputs, 2 * stride),
        weights(`ups.${at}.b`, outputs),
      ],
      {
        dilations: { ints: [1] },
        group: { int: 1 },
        kernel_shape: { ints: [2 * stride] },
        pads: { ints: [stride / 2, stride / 2] },
        strides: { ints: [stride] },
      },
    );
    channels = outputs;
    const blocks = [
      [3, 1, 2],
      [5, 2, 6],
    ].map(([taps = 0, ...dilations], block) => {
      let inner = sound;
      for (const [step, dilation] of dilations.entries()) {
        const name = `resblocks.${at * 2 + block}/${step}`;
        const form = [channels, channels, taps];
        const change = convolution(`${name}/conv`, leaky(`${name}/leaky`, inner), form, dilation);
        inner = node('Add', `${name}/add`, [change, inner]);
      }
      return inner;
    });
    const mean = node('Div', `div.${at}`, [node('Add', `add.${at}`, blocks), count]);
    sound = leaky(`leaky.${at}`, mean);
  }
  node('Tanh', 'tanh', [convolution('post', sound, [1, channels, 7])], {}, 'out');

  const shape = (name: string, length: number | string, width: number) =>
    shapeMessage({ name, dims: [1, width, length] });
  const content = [
    ...nodes.map((message) => fieldOf(1, message)),
    fieldOf(2, Buffer.from('small')),
    ...graph.tensors.map((tensor) => fieldOf(5, tensorMessage(tensor))),
    fieldOf(11, shape('in', 'time', CHANNELS_IN)),
    fieldOf(12, shape('out', 'samples', 1)),
  ];
  return modelMessage(content);
}

/** Numbers from -1 to 1, the same for the same seed. */
export function noise(seed: number): () => number {
  const random = seededRandom(seed);
  return () => 2 * random() - 1;
}
