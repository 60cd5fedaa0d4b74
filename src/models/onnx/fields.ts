/** The fields of a protobuf message, as they are written: what is not understood is carried over to the byte. */
import { PbfReader, PbfWriter } from 'pbf';

export interface Field {
  readonly field: number;
  /** What is in it, where it is a message, a string or bytes; else as `whole`. */
  readonly content: Uint8Array;
  /** With its number, type and length. */
  readonly whole: Uint8Array;
}

/** Wire type of what has a length. */
const WITH_LENGTH = 2;

/** @throws Error where it is no protobuf message. */
export function* fieldsOf(message: Uint8Array): Generator<Field, void, undefined> {
  const reader = new PbfReader(message);
  let start = 0;
  for (let field = reader.nextField(); field > 0; field = reader.nextField()) {
    const from = reader.pos;
    reader.skip(reader.type);
    const whole = message.subarray(start, reader.pos);
    start = reader.pos;
    const content =
      reader.type === WITH_LENGTH
        ? new PbfReader(message.subarray(from, start)).readBytes()
        : whole;
    yield { field, content, whole };
  }
}

export function fieldOf(field: number, content: Uint8Array): Uint8Array {
  const writer = new PbfWriter();
  writer.writeBytesField(field, content);
  return writer.finish();
}

/** Of the fields with that number the content is another one. */
export function withField(
  message: Uint8Array,
  wanted: number,
  change: (content: Uint8Array) => Uint8Array,
): Uint8Array {
  const fields = Array.from(fieldsOf(message), ({ field, content, whole }) =>
    field === wanted ? fieldOf(field, change(content)) : whole,
  );
  return Buffer.concat(fields);
}

/** Every string of that field. */
export function stringsOf(message: Uint8Array, wanted: number): string[] {
  const strings: string[] = [];
  for (const { field, content } of fieldsOf(message))
    if (field === wanted) strings.push(new TextDecoder().decode(content));
  return strings;
}
