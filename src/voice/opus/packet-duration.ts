/** What the first bytes of an Opus packet say about it (RFC 6716, 3.1 and 3.2). */

/** The bits of a packet's first byte that say how many frames it holds; 0 is one. */
export const FRAME_COUNT_CODE = 3;

/** Frame durations by configuration number, in ms (RFC 6716, table 2). */
const SILK_MS = [10, 20, 40, 60];
const HYBRID_MS = [10, 20];
const CELT_MS = [2.5, 5, 10, 20];

/** Duration that a packet claims; undefined for no packet. */
export function packetDurationMs(packet: Uint8Array): number | undefined {
  const [toc, countByte] = packet;
  if (toc === undefined) return undefined;
  const config = toc >> 3;
  const frameMs =
    config < 12 ? SILK_MS[config % 4] : config < 16 ? HYBRID_MS[config % 2] : CELT_MS[config % 4];
  const code = toc & FRAME_COUNT_CODE;
  const count = code === 0 ? 1 : code < 3 ? 2 : countByte === undefined ? 0 : countByte & 63;
  return frameMs === undefined || count === 0 ? undefined : frameMs * count;
}
