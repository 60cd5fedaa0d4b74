/** Puts other nodes in the place of some of an ONNX model's. */
import { fieldOf, fieldsOf, stringsOf, withField } from './fields.ts';
import {
  IN_GRAPH,
  IN_MODEL,
  IN_NODE,
  nodeMessage,
  readNode,
  shapeMessage,
  type Node,
  type Shape,
} from './graph.ts';
import { tensorIn, tensorMessage, tensorName, type Tensor } from './tensor.ts';

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
  return withField(model, IN_MODEL.graph, (graph) => graphRebuilt(graph, isOfPart, rebuild));
}

function graphRebuilt(
  graph: Uint8Array,
  isOfPart: (nodeName: string) => boolean,
  rebuild: (part: Part) => NewPart,
): Uint8Array {
  const fields = [...fieldsOf(graph)];
  const nodes = fields.filter(({ field }) => field === IN_GRAPH.node);
  const own = new Set(
    nodes.filter(({ content }) => isOfPart(stringsOf(content, IN_NODE.name)[0] ?? '')),
  );
  const last = [...own].at(-1);
  if (last === undefined) throw new Error('Cannot rebuild the model: it has no such part');
  const part = {
    nodes: Array.from(own, ({ content }) => readNode(content)),
    tensor: (name: string) => tensorIn(graph, name),
  };
  const { nodes: newNodes, tensors, shapes } = rebuild(part);

  const others = nodes.filter((node) => !own.has(node));
  const used = new Set(others.flatMap(({ content }) => stringsOf(content, IN_NODE.input)));
  const unused = new Set(part.nodes.flatMap(({ inputs }) => inputs.filter((of) => !used.has(of))));
  const kept = fields.flatMap((each) => {
    // Behind all that the old part was given, and before all that takes what it gives.
    if (each === last) return newNodes.map((node) => fieldOf(IN_GRAPH.node, nodeMessage(node)));
    const isLeftOut =
      own.has(each) || (each.field === IN_GRAPH.tensor && unused.has(tensorName(each.content)));
    return isLeftOut ? [] : [each.whole];
  });
  return Buffer.concat([
    ...kept,
    ...tensors.map((tensor) => fieldOf(IN_GRAPH.tensor, tensorMessage(tensor))),
    ...shapes.map((shape) => fieldOf(IN_GRAPH.shape, shapeMessage(shape))),
  ]);
}
