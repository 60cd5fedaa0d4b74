/**
 * Metadata that is appended to an ONNX file. Protobuf lets a repeated field be continued at the end
 * of a message, so what stands before it need not be understood.
 */
export function onnxMetadata(properties: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat(
    Object.entries(properties).map(([key, value]) =>
      field(METADATA_PROPS, Buffer.concat([field(1, key), field(2, value)])),
    ),
  );
}

/** `ModelProto.metadata_props` in onnx.proto: messages of key (1) and value (2). */
const METADATA_PROPS = 14;

/** A length-delimited protobuf field. */
function field(number: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return Buffer.from(bytes);
}
