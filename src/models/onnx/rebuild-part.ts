/** Puts other nodes in the place of some of an ONNX model's. */
import { fieldOf, fieldsOf, stringsOf, withField, type Field } from './fields.ts';
import {
  nodeMessage,
  readNode,
  readTensor,
  shapeMessage,
  tensorMessage,
  type Node,
  type Shape,
  type Tensor,
} from './graph.ts';

export interface Part {
  /** In the order in which they run. */
  readonly nodes: readonly Node[];
  /** @throws Error where nothing of that name is known before the model runs. */
  tensor(name: string): Tensor;
}

export interface NewPart {
  readonly nodes: readonly Node[];
  readonly tensors: readonly Tensor[];
  readonly shapes: readonly Shape[];
}

/** Fields of `ModelProto`, `GraphProto`, `NodeProto` and `TensorProto`. */
const GRAPH = 7;
const NODE = 1;
const TENSOR = 5;
const SHAPE = 13;
const NODE_INPUT = 1;
const NODE_NAME = 3;
const TENSOR_NAME = 8;

/**
 * @param isOfPart by a node's name.
 * @param rebuild what stands there instead. The tensors of the old part that nothing else takes are left out.
 * @throws Error where `model` is no ONNX model or has no such part; errors of `rebuild`.
 */
export function withPartRebuilt(
  model: Uint8Array,
  isOfPart: (nodeName: string) => boolean,
  rebuild: (part: Part) => NewPart,
): Uint8Array {
  return withField(model, GRAPH, (graph) => graphRebuilt(graph, isOfPart, rebuild));
}

function graphRebuilt(
  graph: Uint8Array,
  isOfPart: (nodeName: string) => boolean,
  rebuild: (part: Part) => NewPart,
): Uint8Array {
  const fields = [...fieldsOf(graph)];
  const nodes = fields.filter(({ field }) => field === NODE);
  const own = new Set(nodes.filter(({ content }) => isOfPart(nameOf(content, NODE_NAME))));
  const last = [...own].at(-1);
  if (last === undefined) throw new Error('Cannot rebuild the model: it has no such part');
  const part = {
    nodes: Array.from(own, ({ content }) => readNode(content)),
    tensor(name: string) {
      const tensor = fields.find((each) => each.field === TENSOR && tensorName(each) === name);
      if (tensor === undefined) throw new Error(`Cannot rebuild the model: it has no "${name}"`);
      return readTensor(tensor.content);
    },
  };
  const { nodes: newNodes, tensors, shapes } = rebuild(part);

  const others = nodes.filter((node) => !own.has(node));
  const used = new Set(others.flatMap(({ content }) => stringsOf(content, NODE_INPUT)));
  const unused = new Set(part.nodes.flatMap(({ inputs }) => inputs.filter((of) => !used.has(of))));
  const kept = fields.flatMap((each) => {
    // Behind all that the old part was given, and before all that takes what it gives.
    if (each === last) return newNodes.map((node) => fieldOf(NODE, nodeMessage(node)));
    const isLeftOut = own.has(each) || (each.field === TENSOR && unused.has(tensorName(each)));
    return isLeftOut ? [] : [each.whole];
  });
  return Buffer.concat([
    ...kept,
    ...tensors.map((tensor) => fieldOf(TENSOR, tensorMessage(tensor))),
    ...shapes.map((shape) => fieldOf(SHAPE, shapeMessage(shape))),
  ]);
}

const tensorName = ({ content }: Field) => nameOf(content, TENSOR_NAME);
const nameOf = (message: Uint8Array, field: number) => stringsOf(message, field)[0] ?? '';
