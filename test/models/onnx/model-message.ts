import { PbfWriter } from 'pbf';
import { fieldOf } from '../../../src/models/onnx/fields.ts';

/** A whole model, of a graph's fields. */
export function modelMessage(graph: readonly Uint8Array[], operatorsVersion = 15): Uint8Array {
  const irVersion = numberField(1, 8);
  const operators = fieldOf(8, numberField(2, operatorsVersion));
  return Buffer.concat([irVersion, fieldOf(7, Buffer.concat(graph)), operators]);
}

export function numberField(field: number, number: number): Uint8Array {
  const writer = new PbfWriter();
  writer.writeVarintField(field, number);
  return writer.finish();
}
