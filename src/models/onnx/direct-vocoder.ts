/**
 * Rebuilds the vocoder of a Piper voice (HiFi-GAN, Kong et al. 2020), which is most of the work of speaking, so
 * that onnxruntime goes through it quicker. What it gives is the same up to the rounding of floats.
 *
 * onnxruntime makes a one-dimensional convolution into a product of matrices, for which each sample is first
 * written down once for every tap. Two-dimensional ones are done directly on x86-64, on blocks of channels that
 * lie together ("NCHWc"). So here every convolution gets a second dimension, and what stands between them is
 * put in a way that leaves the blocks together (see `nchwc_transformer.cc` of onnxruntime for what does):
 *
 * - A transposed convolution to `stride` times as many samples is a convolution to `stride` times as many
 *   channels: with the channels of a moment beside each other, those are the samples in their order.
 * - An activation belongs to a convolution: of each channel with a one, where there is no other.
 * - A sum is done by a convolution that writes to it, where both are known to be of the same length: shapes
 *   with one name for each length say so.
 * - The division by the number of residual blocks goes into the weights of what takes the mean.
 *
 * The second dimension is good for one thing more: from the first transposed convolution but one, where most
 * of the work begins, the sound's second half lies below the first, and a thread does a row. Each half has as
 * much of the other as sounds into it, which is cut off in the end.
 */
import { GraphBuilder } from './graph-builder.ts';
import type { Node } from './graph.ts';
import { withPartRebuilt, type NewPart, type Part } from './rebuild-part.ts';
import { asConvolution, reachOf } from './transposed-convolution.ts';
import type { Tensor } from './tensor.ts';
import { inOneRow, inTwoRows, ROWS, type Divided } from './two-rows.ts';

/** As Piper's exporter names the nodes. */
const PREFIX = '/dec/';

/** The upsampling, counted from 0, before which the sound is divided into rows. */
const DIVIDED_AT = 1;

/** Elsewhere onnxruntime has no such layout, and all this would be for nothing. */
export const IS_DIRECT_QUICKER = process.arch === 'x64';

/**
 * @param model of a voice with one speaker.
 * @throws Error where its vocoder is built in another way.
 */
export function withDirectVocoder(model: Uint8Array): Uint8Array {
  return withPartRebuilt(model, (name) => name.startsWith(PREFIX), rebuildVocoder);
}

function rebuildVocoder(part: Part): NewPart {
  const graph = new GraphBuilder('direct');
  const overlap = overlapOf(part);
  /** What stands for something that is not there any more. */
  const instead = new Map<string, string>();
  const of = (name = '') => instead.get(name) ?? name;
  /** By which the weights of the next convolution are multiplied. */
  let factor = 1;
  let channels = 0;
  let upsamplings = 0;
  let divided: Divided | undefined;
  /** Samples that have become of one since the rows were divided. */
  let stretch = 1;

  const ofThisLength = (name: string) =>
    graph.shape(name, [1, channels, divided === undefined ? 1 : 2, `direct ${upsamplings}`]);

  /** To as many samples as come in. */
  const convolve = (
    inputs: readonly string[],
    { taps, dilation = 1, group = 1 }: { taps: number; dilation?: number; group?: number },
    output?: string,
  ) => {
    const pad = ((taps - 1) * dilation) / 2;
    const attributes = {
      kernel_shape: { ints: [1, taps] },
      dilations: { ints: [1, dilation] },
      strides: { ints: [1, 1] },
      pads: { ints: [0, pad, 0, pad] },
      group: { int: group },
    };
    return ofThisLength(graph.add('Conv', inputs, attributes, output));
  };
  const same = (input: string, output?: string) =>
    convolve([input, graph.ones(channels)], { taps: 1, group: channels }, output);

  const rebuildNode = (node: Node) => {
    const [input, output] = [of(node.inputs[0]), node.outputs[0]];
    const tensorAt = (at: number) => part.tensor(node.inputs[at] ?? '');
    switch (node.op) {
      case 'Conv': {
        const { name, dims, values } = scaled(tensorAt(1), factor);
        const [outputs = 0, inputs = 0, taps = 0] = dims;
        factor = 1;
        channels = outputs;
        const from =
          graph.nodes.length === 0 ? graph.add('Unsqueeze', [input, graph.whole(ROWS)]) : input;
        const weights = graph.tensor(name, [outputs, inputs, 1, taps], values);
        const bias = node.inputs.length > 2 ? [keep(graph, tensorAt(2))] : [];
        convolve([from, weights, ...bias], { taps, dilation: intOf(node, 'dilations') }, output);
        return;
      }
      case 'ConvTranspose': {
        const [stride, pad] = [intOf(node, 'strides'), intOf(node, 'pads')];
        const made = asConvolution({ weights: scaled(tensorAt(1), factor), stride, pad });
        factor = 1;
        if (upsamplings === DIVIDED_AT) divided = inTwoRows(graph, input, overlap);
        const from = upsamplings === DIVIDED_AT ? (divided?.rows ?? input) : input;
        if (divided !== undefined) stretch *= stride;
        channels = made.dims[0] ?? 0;
        const bias = repeated(tensorAt(2), stride);
        const phases = convolve([from, keep(graph, made), keep(graph, bias)], {
          taps: made.dims[3] ?? 0,
        });
        channels /= stride;
        upsamplings += 1;
        const rows = divided === undefined ? 1 : 2;
        const beside = graph.add('Transpose', [phases], { perm: { ints: [0, 2, 3, 1] } });
        const after = graph.add('Reshape', [beside, graph.whole(1, rows, -1, channels)]);
        const back = graph.add('Transpose', [after], { perm: { ints: [0, 3, 1, 2] } });
        same(ofThisLength(back), output);
        return;
      }
      case 'LeakyRelu':
        ofThisLength(graph.add('LeakyRelu', [same(input)], node.attributes, output));
        return;
      case 'Add':
        if (factor !== 1) break;
        ofThisLength(graph.add('Add', [input, of(node.inputs[1])], {}, output));
        return;
      case 'Div':
        instead.set(output ?? '', input);
        factor /= Number(tensorAt(1).values[0]);
        return;
      case 'Tanh':
        if (divided === undefined) break;
        divided = { ...divided, rows: graph.add('Tanh', [input]) };
        inOneRow(graph, divided, overlap, stretch, output ?? '');
        return;
      default:
    }
    throw new Error(`Cannot rebuild the vocoder: "${node.name}" is not as in a Piper voice`);
  };
  for (const node of part.nodes) rebuildNode(node);
  return graph;
}

/**
 * How many samples before the rows are divided sound into a sample after they are one again. Of residual
 * blocks that stand beside each other the widest counts.
 */
function overlapOf(part: Part): number {
  const upsamplings = part.nodes.filter(({ op }) => op === 'ConvTranspose');
  const divided = part.nodes.indexOf(upsamplings[DIVIDED_AT]!);
  if (divided < 0) throw new Error('Cannot rebuild the vocoder: it has too few upsamplings');
  let reach = 0;
  const blocks = new Map<string, number>();
  for (const node of part.nodes.slice(divided).toReversed()) {
    if (node.op === 'ConvTranspose') {
      const [stride, pad] = [intOf(node, 'strides'), intOf(node, 'pads')];
      reach = Math.ceil((reach + Math.max(...blocks.values())) / stride) + reachOf({ stride, pad });
      blocks.clear();
    } else if (node.op === 'Conv') {
      const block = /resblocks\.\d+/u.exec(node.name)?.[0];
      // As much as it is padded by.
      if (block === undefined) reach += intOf(node, 'pads');
      else blocks.set(block, (blocks.get(block) ?? 0) + intOf(node, 'pads'));
    }
  }
  return reach;
}

function intOf({ name, attributes }: Node, key: string): number {
  const attribute = attributes[key];
  const int = attribute !== undefined && 'ints' in attribute ? attribute.ints[0] : undefined;
  if (int === undefined) throw new Error(`Cannot rebuild the vocoder: "${name}" has no ${key}`);
  return int;
}

const keep = (graph: GraphBuilder, { name, dims, values }: Tensor) =>
  graph.tensor(name, dims, values);

function scaled({ name, dims, values }: Tensor, factor: number): Tensor {
  const length = values.length;
  return {
    name,
    dims,
    values: Float32Array.from({ length }, (_, at) => Number(values[at]) * factor),
  };
}

function repeated({ name, values }: Tensor, times: number): Tensor {
  const length = values.length * times;
  const all = Float32Array.from({ length }, (_, at) => Number(values[at % values.length]));
  return { name, dims: [length], values: all };
}
