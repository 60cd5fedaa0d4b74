/** Nodes, weights and shapes of an ONNX model, by the field numbers of onnx.proto (ONNX). */
import { PbfReader, PbfWriter } from 'pbf';
import { fieldsOf, stringsOf } from './fields.ts';

type Attribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number };

export interface Node {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** What is known before a model runs: weights, or numbers such as an axis. Row-major. */
export interface Tensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly values: Float32Array | BigInt64Array | Uint8Array;
}

/** Of what goes through a model: each length as a number, or as a name that stands for one. */
export interface Shape {
  readonly name: string;
  readonly dims: readonly (number | string)[];
}

/** Field numbers of `ModelProto`, `GraphProto`, `NodeProto`, `AttributeProto` and `TensorProto`. */
export const IN_MODEL = { graph: 7, metadata: 14 } as const;
export const IN_GRAPH = { node: 1, tensor: 5, input: 11, output: 12, shape: 13 } as const;
export const IN_NODE = { input: 1, output: 2, name: 3, op: 4, attribute: 5 } as const;
export const IN_ATTRIBUTE = { graph: 6 } as const;
const IN_TENSOR = { name: 8 } as const;

/** `TensorProto.DataType` and `AttributeProto.AttributeType`. */
const FLOAT = 1;
const UINT8 = 2;
const INT64 = 7;
const ATTRIBUTE_FLOAT = 1;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;

/** @throws Error where it has an attribute of another kind than those of `Attribute`. */
export function readNode(message: Uint8Array): Node {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: Record<string, Attribute> = {};
  let name = '';
  let op = '';
  new PbfReader(message).readFields((field, _, reader) => {
    if (field === IN_NODE.input) inputs.push(reader.readString());
    else if (field === IN_NODE.output) outputs.push(reader.readString());
    else if (field === IN_NODE.name) name = reader.readString();
    else if (field === IN_NODE.op) op = reader.readString();
    else if (field === IN_NODE.attribute) {
      const [key, value] = readAttribute(reader.readBytes());
      attributes[key] = value;
    }
  }, undefined);
  return { op, name, inputs, outputs, attributes };
}

function readAttribute(message: Uint8Array): [string, Attribute] {
  const ints: number[] = [];
  let name = '';
  let type = 0;
  let int = 0;
  let float = 0;
  new PbfReader(message).readFields((field, _, reader) => {
    if (field === 1) name = reader.readString();
    else if (field === 2) float = reader.readFloat();
    else if (field === 3) int = reader.readVarint(true);
    // In one message with a length, or each for itself.
    else if (field === 8) reader.readPackedVarint(ints, true);
    else if (field === 20) type = reader.readVarint();
  }, undefined);
  if (type === ATTRIBUTE_INT) return [name, { int }];
  if (type === ATTRIBUTE_INTS) return [name, { ints }];
  if (type === ATTRIBUTE_FLOAT) return [name, { float }];
  throw new Error(`Cannot read the model: the attribute "${name}" is of type ${type}`);
}

export function nodeMessage({ op, name, inputs, outputs, attributes }: Node): Uint8Array {
  const writer = new PbfWriter();
  for (const input of inputs) writer.writeStringField(IN_NODE.input, input);
  for (const output of outputs) writer.writeStringField(IN_NODE.output, output);
  writer.writeStringField(IN_NODE.name, name);
  writer.writeStringField(IN_NODE.op, op);
  for (const attribute of Object.entries(attributes))
    writer.writeMessage(IN_NODE.attribute, writeAttribute, attribute);
  return writer.finish();
}

function writeAttribute([name, value]: readonly [string, Attribute], writer: PbfWriter): void {
  writer.writeStringField(1, name);
  if ('float' in value) {
    writer.writeFloatField(2, value.float);
    writer.writeVarintField(20, ATTRIBUTE_FLOAT);
  } else if ('int' in value) {
    writer.writeVarintField(3, value.int);
    writer.writeVarintField(20, ATTRIBUTE_INT);
  } else {
    for (const int of value.ints) writer.writeVarintField(8, int);
    writer.writeVarintField(20, ATTRIBUTE_INTS);
  }
}

/** @throws Error where the numbers are none of those of `Tensor`, or fewer or more than its lengths say. */
function readTensor(message: Uint8Array): Tensor {
  const dims: number[] = [];
  const numbers: number[] = [];
  let type = 0;
  let name = '';
  let raw: Uint8Array<ArrayBuffer> | undefined;
  new PbfReader(message).readFields((field, _, reader) => {
    if (field === 1) reader.readPackedVarint(dims, true);
    else if (field === 2) type = reader.readVarint();
    // Few numbers are written one by one, in the field of their type; bytes are in that of 32-bit integers.
    else if (field === 4) reader.readPackedFloat(numbers);
    else if (field === 5) reader.readPackedVarint(numbers, true);
    else if (field === IN_TENSOR.name) name = reader.readString();
    // A copy: what it is read from need not lie where numbers of that size may.
    else if (field === 9) raw = Uint8Array.from(reader.readBytes());
  }, undefined);
  const values = valuesOf(type, raw, numbers);
  const length = dims.reduce((product, dim) => product * dim, 1);
  if (values?.length !== length)
    throw new Error(`Cannot read the model: "${name}" does not hold ${length} numbers`);
  return { name, dims, values };
}

/** @throws Error where the graph has no such tensor, or it cannot be read. */
export function tensorIn(graph: Uint8Array, name: string): Tensor {
  for (const { field, content } of fieldsOf(graph))
    if (field === IN_GRAPH.tensor && tensorName(content) === name) return readTensor(content);
  throw new Error(`Cannot rebuild the model: it has no "${name}"`);
}

/** Without reading its numbers. */
export const tensorName = (message: Uint8Array) => stringsOf(message, IN_TENSOR.name)[0] ?? '';

function valuesOf(
  type: number,
  raw: Uint8Array<ArrayBuffer> | undefined,
  numbers: readonly number[],
): Tensor['values'] | undefined {
  if (type === FLOAT) return raw ? new Float32Array(raw.buffer) : Float32Array.from(numbers);
  if (type === UINT8) return raw ?? Uint8Array.from(numbers);
  if (type === INT64 && raw !== undefined) return new BigInt64Array(raw.buffer);
  return undefined;
}

export function tensorMessage({ name, dims, values }: Tensor): Uint8Array {
  const writer = new PbfWriter();
  for (const dim of dims) writer.writeVarintField(1, dim);
  writer.writeVarintField(2, typeOf(values));
  writer.writeStringField(IN_TENSOR.name, name);
  writer.writeBytesField(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return writer.finish();
}

function typeOf(values: Tensor['values']): number {
  if (values instanceof Float32Array) return FLOAT;
  return values instanceof Uint8Array ? UINT8 : INT64;
}

/** A `ValueInfoProto` of float numbers. */
export function shapeMessage({ name, dims }: Shape): Uint8Array {
  const writer = new PbfWriter();
  writer.writeStringField(1, name);
  writer.writeMessage(2, writeType, dims);
  return writer.finish();
}

function writeType(dims: Shape['dims'], writer: PbfWriter): void {
  writer.writeMessage(1, writeTensorType, dims);
}

function writeTensorType(dims: Shape['dims'], writer: PbfWriter): void {
  writer.writeVarintField(1, FLOAT);
  writer.writeMessage(2, writeDims, dims);
}

function writeDims(dims: Shape['dims'], writer: PbfWriter): void {
  for (const dim of dims) writer.writeMessage(1, writeDim, dim);
}

function writeDim(dim: number | string, writer: PbfWriter): void {
  if (typeof dim === 'number') writer.writeVarintField(1, dim);
  else writer.writeStringField(2, dim);
}
