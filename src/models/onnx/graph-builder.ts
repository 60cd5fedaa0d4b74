/** Writes down the nodes of a part of a model, one after the other. */
import type { Node, Shape } from './graph.ts';
import type { Tensor } from './tensor.ts';

export class GraphBuilder {
  readonly nodes: Node[] = [];
  readonly shapes: Shape[] = [];
  readonly #tensors = new Map<string, Tensor>();
  readonly #prefix: string;

  /** @param prefix of what is named here; nothing else in the model begins with it. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  get tensors(): readonly Tensor[] {
    return [...this.#tensors.values()];
  }

  /** @returns the name of what comes out: that one, or one of its own. */
  add(
    op: string,
    inputs: readonly string[],
    attributes: Node['attributes'] = {},
    output?: string,
  ): string {
    return this.#add({ op, inputs, attributes }, output);
  }

  /** One of onnxruntime's own operators, see its ContribOperators.md. */
  addContributed(
    op: string,
    inputs: readonly string[],
    attributes: Node['attributes'] = {},
  ): string {
    return this.#add({ op, domain: 'com.microsoft', inputs, attributes });
  }

  /** @returns the tensor's name. */
  tensor(name: string, dims: readonly number[], values: Tensor['values']): string {
    this.#tensors.set(name, { name, dims, values });
    return name;
  }

  /** Whole numbers, such as an axis, to be known before the model runs. */
  whole(...numbers: readonly number[]): string {
    const values = BigInt64Array.from(numbers, BigInt);
    return this.tensor(`${this.#prefix}/${numbers.join(' ')}`, [numbers.length], values);
  }

  /** One for each channel: what a convolution takes that is to change nothing. */
  ones(channels: number): string {
    const name = `${this.#prefix}/ones ${channels}`;
    return this.tensor(name, [channels, 1, 1, 1], new Float32Array(channels).fill(1));
  }

  /** A number of its own, to be taken with each of many. */
  number(value: number): string {
    return this.tensor(`${this.#prefix}/number ${value}`, [], Float32Array.of(value));
  }

  /** Says of what length something is: lengths of the same name are equal. */
  shape(name: string, dims: Shape['dims']): string {
    this.shapes.push({ name, dims });
    return name;
  }

  #add(node: Omit<Node, 'name' | 'outputs'>, output?: string): string {
    const name = `${this.#prefix}/${node.op}.${this.nodes.length}`;
    const of = output ?? `${name}.out`;
    this.nodes.push({ ...node, name, outputs: [of] });
    return of;
  }
}
