/** Nodes and shapes of an ONNX model, by the field numbers of onnx.proto (ONNX). */
import { PbfReader, PbfWriter } from 'pbf';

type Attribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly string: string };

export interface Node {
  readonly op: string;
  /** Whose operator it is, where it is not ONNX's own. */
  readonly domain?: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** Of what goes through a model: each length as a number, or as a name that stands for one. */
export interface Shape {
  readonly name: string;
  readonly dims: readonly (number | string)[];
}

/** Field numbers of `ModelProto`, `GraphProto`, `NodeProto`, `AttributeProto` and `TensorProto`. */
export const IN_MODEL = { graph: 7, metadata: 14 } as const;
export const IN_GRAPH = { node: 1, tensor: 5, input: 11, output: 12, shape: 13 } as const;
export const IN_NODE = { input: 1, output: 2, name: 3, op: 4, attribute: 5, domain: 7 } as const;
export const IN_ATTRIBUTE = { graph: 6 } as const;

/** `TensorProto.DataType` and `AttributeProto.AttributeType`. */
const FLOAT = 1;
const ATTRIBUTE_FLOAT = 1;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_STRING = 3;
const ATTRIBUTE_INTS = 7;

/** @throws Error where it has an attribute of another kind than those of `Attribute`. */
export function readNode(message: Uint8Array): Node {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: Record<string, Attribute> = {};
  let name = '';
  let op = '';
  let domain = '';
  new PbfReader(message).readFields((field, _, reader) => {
    if (field === IN_NODE.input) inputs.push(reader.readString());
    else if (field === IN_NODE.output) outputs.push(reader.readString());
    else if (field === IN_NODE.name) name = reader.readString();
    else if (field === IN_NODE.op) op = reader.readString();
    else if (field === IN_NODE.domain) domain = reader.readString();
    else if (field === IN_NODE.attribute) {
      const [key, value] = readAttribute(reader.readBytes());
      attributes[key] = value;
    }
  }, undefined);
  return { op, ...(domain !== '' && { domain }), name, inputs, outputs, attributes };
}

function readAttribute(message: Uint8Array): [string, Attribute] {
  const ints: number[] = [];
  let name = '';
  let type = 0;
  let int = 0;
  let float = 0;
  let string = '';
  new PbfReader(message).readFields((field, _, reader) => {
    if (field === 1) name = reader.readString();
    else if (field === 2) float = reader.readFloat();
    else if (field === 3) int = reader.readVarint(true);
    else if (field === 4) string = reader.readString();
    // In one message with a length, or each for itself.
    else if (field === 8) reader.readPackedVarint(ints, true);
    else if (field === 20) type = reader.readVarint();
  }, undefined);
  if (type === ATTRIBUTE_INT) return [name, { int }];
  if (type === ATTRIBUTE_INTS) return [name, { ints }];
  if (type === ATTRIBUTE_FLOAT) return [name, { float }];
  if (type === ATTRIBUTE_STRING) return [name, { string }];
  throw new Error(`Cannot read the model: the attribute "${name}" is of type ${type}`);
}

export function nodeMessage({ op, domain, name, inputs, outputs, attributes }: Node): Uint8Array {
  const writer = new PbfWriter();
  for (const input of inputs) writer.writeStringField(IN_NODE.input, input);
  for (const output of outputs) writer.writeStringField(IN_NODE.output, output);
  writer.writeStringField(IN_NODE.name, name);
  writer.writeStringField(IN_NODE.op, op);
  if (domain !== undefined) writer.writeStringField(IN_NODE.domain, domain);
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
  } else if ('string' in value) {
    writer.writeStringField(4, value.string);
    writer.writeVarintField(20, ATTRIBUTE_STRING);
  } else {
    for (const int of value.ints) writer.writeVarintField(8, int);
    writer.writeVarintField(20, ATTRIBUTE_INTS);
  }
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
