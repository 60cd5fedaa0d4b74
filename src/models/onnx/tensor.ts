/** Weights of an ONNX model, by the field numbers of onnx.proto (ONNX). */
import { PbfReader, PbfWriter } from 'pbf';
import { fieldsOf, stringsOf } from './fields.ts';
import { IN_GRAPH } from './graph.ts';

/** What is known before a model runs: weights, or numbers such as an axis. Row-major. */
export interface Tensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly values: Float32Array | BigInt64Array | Uint8Array | Int8Array | Int32Array;
}

const IN_TENSOR = { name: 8 } as const;

/** `TensorProto.DataType`. */
const FLOAT = 1;
const UINT8 = 2;
const INT8 = 3;
const INT32 = 6;
const INT64 = 7;

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
  switch (type) {
    case FLOAT:
      return raw ? new Float32Array(raw.buffer) : Float32Array.from(numbers);
    case UINT8:
      return raw ?? Uint8Array.from(numbers);
    case INT8:
      return raw ? new Int8Array(raw.buffer) : Int8Array.from(numbers);
    case INT32:
      return raw ? new Int32Array(raw.buffer) : Int32Array.from(numbers);
    case INT64:
      return raw && new BigInt64Array(raw.buffer);
    default:
      return undefined;
  }
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
  if (values instanceof Uint8Array) return UINT8;
  if (values instanceof Int8Array) return INT8;
  return values instanceof Int32Array ? INT32 : INT64;
}
