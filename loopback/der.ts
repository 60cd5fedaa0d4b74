/** The few ASN.1 DER encodings that a certificate needs (X.690). */

const LONG_FORM = 0x80;

export const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, ...parts);
export const set = (...parts: readonly Buffer[]): Buffer => tagged(0x31, ...parts);
export const octets = (content: Buffer): Buffer => tagged(0x04, content);
export const boolean = (value: boolean): Buffer => tagged(0x01, Buffer.from([value ? 0xff : 0]));
export const utf8 = (text: string): Buffer => tagged(0x0c, Buffer.from(text));

/** `unusedBits` = how many of the last byte's low bits mean nothing. */
export const bits = (content: Buffer, unusedBits = 0): Buffer =>
  tagged(0x03, Buffer.from([unusedBits]), content);

/** A non-negative integer, big endian; zeros in front do no harm. */
export function integer(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const shortest = first === -1 ? Buffer.from([0]) : bytes.subarray(first);
  const isNegative = ((shortest[0] ?? 0) & LONG_FORM) !== 0;
  return tagged(0x02, isNegative ? Buffer.concat([Buffer.from([0]), shortest]) : shortest);
}

/** GeneralizedTime, whole seconds, UTC. */
export const time = (date: Date): Buffer =>
  tagged(0x18, Buffer.from(date.toISOString().replaceAll(/[-:T]|\.\d+/g, '')));

export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

export function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < LONG_FORM) return Buffer.from([length]);
  if (length < 0x100) return Buffer.from([LONG_FORM | 1, length]);
  return Buffer.from([LONG_FORM | 2, length >> 8, length & 0xff]);
}

function base128(value: number): number[] {
  const groups = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) groups.unshift((rest & 0x7f) | LONG_FORM);
  return groups;
}
