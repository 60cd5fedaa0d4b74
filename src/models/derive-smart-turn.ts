/**
 * Makes Smart Turn's model quicker, and its answers what they would be without most of its roundings.
 *
 * As it comes, everything that goes through it is rounded to one of 256 values again and again, and onnxruntime
 * spends more time on that, and on what it can do with such values only slowly (Softmax, GELU), than on the
 * products of matrices, for which it is good. So here only what goes into the large products is rounded.
 *
 * One of those roundings was most of what the model's answers were wrong by: what goes into the second product of
 * the last but one feed-forward layer reaches from -0.17 to 70, but hardly ever leaves 0 to 3, and is rounded to
 * multiples of 0.44. By itself it moves an answer by 0.18 in the mean; the next two, which are gone here, by 0.12
 * and 0.07. What it leaves over is multiplied, too, in half a millisecond. How far the answers are from those of
 * the same weights as floats, and how far they were, is in `test/engines/smart-turn.test.ts`.
 */
import { IN_GRAPH, IN_MODEL, shapeMessage, type Node } from './onnx/graph.ts';
import { withoutShapes } from './onnx/edit-fields.ts';
import { withField } from './onnx/fields.ts';
import { GraphBuilder } from './onnx/graph-builder.ts';
import { addLogMel, INPUT_SAMPLES } from './onnx/log-mel.ts';
import { withPartRebuilt, type NewPart, type Part } from './onnx/rebuild-part.ts';
import type { Tensor } from './onnx/tensor.ts';

const FEATURES = 'input_features';
const OUTPUT = 'logits';
/** What the rebuilt model takes: 1 × 128,000, 16 kHz, the latest sound last. */
const SAMPLES = 'samples';
/** Of Whisper tiny. */
const HEADS = 6;
/** What is rounded so coarsely that what is left over counts. */
const COARSE = 'gelu_4';
/** Steps that a step is divided into for what is left over. */
const FINER = 255;

/** What runs as it is, but for its roundings. */
const KEPT = new Set(
  'Conv Gemm LayerNormalization Softmax Tanh Sigmoid Add Mul Transpose ReduceSum'.split(' '),
);

/**
 * @param model smart-turn-v3.2-cpu.onnx.
 * @throws Error where it is built in another way.
 */
export function smartTurn(model: Uint8Array): Uint8Array {
  const rebuilt = withPartRebuilt(withoutShapes(model), () => true, rebuild);
  const input = shapeMessage({ name: SAMPLES, dims: [1, INPUT_SAMPLES] });
  return withField(rebuilt, IN_MODEL.graph, (graph) =>
    withField(graph, IN_GRAPH.input, () => input),
  );
}

/** Goes back from what comes out, so that nothing is made that nothing needs. */
function rebuild(part: Part): NewPart {
  const graph = new GraphBuilder('parley');
  const makers = new Map(part.nodes.flatMap((node) => node.outputs.map((of) => [of, node])));
  const maker = (name = '') => makers.get(name);
  /** By what they were called: what they are called now. */
  const made = new Map<string, string>();
  const once = (name: string, make: () => string) => {
    const known = made.get(name) ?? make();
    made.set(name, known);
    return known;
  };
  const keep = (name = '') => {
    const { dims, values } = part.tensor(name);
    return graph.tensor(name, dims, values);
  };

  /** What made it, before it was rounded. */
  const source = (name = ''): Node | undefined => {
    const node = maker(name);
    const rounding = node?.op === 'DequantizeLinear' ? maker(node.inputs[0]) : undefined;
    return rounding === undefined ? node : source(rounding.inputs[0]);
  };
  const value = (name = ''): string => once(name, () => make(name));

  const make = (name: string): string => {
    const node = maker(name);
    if (node === undefined) return name === FEATURES ? addLogMel(graph, SAMPLES) : keep(name);
    if (node.op === 'DequantizeLinear') {
      const rounding = maker(node.inputs[0]);
      if (rounding !== undefined) return value(rounding.inputs[0]);
      const { dims, values } = dequantised(part, node);
      return graph.tensor(name, dims, values);
    }
    const attention = attentionOf(node, source);
    if (attention !== undefined)
      return graph.addContributed('MultiHeadAttention', attention.map(value), {
        num_heads: { int: HEADS },
      });
    const gelu = inputOfGelu(node, source);
    if (gelu !== undefined) return graph.addContributed('Gelu', [value(gelu)]);
    if (isProduct(node)) return product(node);
    const biased = node.op === 'Add' ? node.inputs.findIndex((of) => isProduct(source(of))) : -1;
    if (biased >= 0) return product(source(node.inputs[biased])!, node.inputs[1 - biased]);
    if (!KEPT.has(node.op)) throw new Error(`Cannot rebuild the turn model: it has "${node.name}"`);
    return graph.add(node.op, node.inputs.map(value), node.attributes, name);
  };

  /** With weights of 8 bits, of whom each column has a scale. */
  const isProduct = (node: Node | undefined) => {
    const weights = node?.op === 'MatMul' ? maker(node.inputs[1]) : undefined;
    return weights?.op === 'DequantizeLinear' && maker(weights.inputs[0]) === undefined;
  };
  const product = (node: Node, bias?: string) => {
    const rounding = maker(maker(node.inputs[0])?.inputs[0]);
    const weights = maker(node.inputs[1])?.inputs ?? [];
    if (rounding?.op !== 'QuantizeLinear')
      throw new Error(`Cannot rebuild the turn model: "${node.name}" takes what is not rounded`);
    const [input, scale, zeroPoint] = rounding.inputs;
    const exact = value(input);
    const rounded = once(`${input} rounded`, () =>
      graph.add('QuantizeLinear', [exact, keep(scale), keep(zeroPoint)]),
    );
    /** Of `[bytes, scale, zero point]` each. */
    const times = (left: readonly string[], right: readonly string[], more: readonly string[]) =>
      graph.addContributed('MatMulIntegerToFloat', [
        ...left.flatMap((of, at) => [of, right[at] ?? '']),
        ...more,
      ]);
    const first = times(
      [rounded, keep(scale), keep(zeroPoint)],
      weights.map(keep),
      bias ? [keep(bias)] : [],
    );
    if (input !== COARSE) return first;
    // Where onnxruntime is to be precise it changes weights in place, and fails at those it has changed.
    const again = weights.map((name) => {
      const { dims, values } = part.tensor(name);
      return graph.tensor(`${name} again`, dims, values);
    });
    const back = graph.add('DequantizeLinear', [rounded, keep(scale), keep(zeroPoint)]);
    const step = graph.number(Number(part.tensor(scale ?? '').values[0]) / FINER);
    const middle = graph.tensor('parley/middle', [], Uint8Array.of(128));
    const left = graph.add('QuantizeLinear', [graph.add('Sub', [exact, back]), step, middle]);
    return graph.add('Add', [first, times([left, step, middle], again, [])]);
  };

  value(OUTPUT);
  return graph;
}

type Source = (name?: string) => Node | undefined;

/** @returns x, where the node ends x * (0.5 * (1 + erf(x / √2))). */
function inputOfGelu({ op, inputs: [input, factor] }: Node, source: Source): string | undefined {
  const half = op === 'Mul' ? source(factor) : undefined;
  const sum = half?.op === 'Mul' ? source(half.inputs[1]) : undefined;
  return sum?.op === 'Add' && source(sum.inputs[0])?.op === 'Erf' ? input : undefined;
}

/** @returns query, key and value before they are divided by heads, where the node puts the heads together. */
function attentionOf(node: Node, source: Source): readonly string[] | undefined {
  const mixed = node.op === 'Reshape' ? source(source(node.inputs[0])?.inputs[0]) : undefined;
  const shares = mixed?.op === 'MatMul' ? source(mixed.inputs[0]) : undefined;
  if (shares?.op !== 'Softmax') return undefined;
  const scores = source(shares.inputs[0]);
  return [scores?.inputs[0], scores?.inputs[1], mixed?.inputs[1]].map((name) => {
    let at = source(name);
    // Of several reshapings the first, which takes what a product gave.
    while (at !== undefined) {
      const before = source(at.inputs[0]);
      if (at.op === 'Reshape' && (before?.op === 'MatMul' || before?.op === 'Add'))
        return at.inputs[0]!;
      at = before;
    }
    throw new Error(`Cannot rebuild the turn model: "${node.name}" is no attention as in Whisper`);
  });
}

/** Weights as floats; a scale for all, or for each of an axis. */
function dequantised(part: Part, { inputs, attributes }: Node): Omit<Tensor, 'name'> {
  const { dims, values } = part.tensor(inputs[0] ?? '');
  const scales = part.tensor(inputs[1] ?? '').values;
  const zeroPoints = part.tensor(inputs[2] ?? '').values;
  const { axis } = attributes;
  const from = axis !== undefined && 'int' in axis ? axis.int + 1 : dims.length;
  const inner = dims.slice(from).reduce((product, dim) => product * dim, 1);
  return {
    dims,
    values: Float32Array.from({ length: values.length }, (_, at) => {
      const channel = Math.floor(at / inner) % scales.length;
      const zeroPoint = Number(zeroPoints[channel % zeroPoints.length]);
      return (Number(values[at]) - zeroPoint) * Number(scales[channel]);
    }),
  };
}
