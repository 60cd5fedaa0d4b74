/** Numbers and vectors as MLS puts them on the wire (RFC 9420, section 2.1; big endian). */

export const u8 = (value: number): Buffer => Buffer.from([value]);

export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}

/** `parts` joined, behind their length of 1, 2 or 4 bytes; its top two bits say which. */
export function vector(...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([lengthPrefix(content.length), content]);
}

function lengthPrefix(length: number): Buffer {
  if (length < 2 ** 6) return u8(length);
  if (length < 2 ** 14) return u16(length | 0x4000);
  return u32((length | 0x80000000) >>> 0);
}

export interface Reader {
  readonly offset: number;
  /** @throws RangeError when fewer than `length` bytes are left. */
  take(length: number): Buffer;
  vector(): Buffer;
  u8(): number;
  u64(): bigint;
}

export function createReader(bytes: Buffer): Reader {
  let offset = 0;
  const take = (length: number): Buffer => {
    if (offset + length > bytes.length) {
      throw new RangeError(
        `Cannot read ${length} bytes at ${offset}: the message has ${bytes.length}`,
      );
    }
    offset += length;
    return bytes.subarray(offset - length, offset);
  };
  const vectorLength = (): number => {
    const first = take(1).readUInt8();
    const rest = 2 ** (first >> 6) - 1;
    if (rest === 7) throw new RangeError(`Cannot read a length at ${offset - 1}: reserved prefix`);
    return take(rest).reduce((length, byte) => length * 256 + byte, first & 0x3f);
  };
  return {
    get offset() {
      return offset;
    },
    take,
    vector: () => take(vectorLength()),
    u8: () => take(1).readUInt8(),
    u64: () => take(8).readBigUInt64BE(),
  };
}
