/** Takes op 28 apart: an MLSMessage with a commit, then, when somebody was added, a Welcome. */
import { createReader } from './mls-bytes.ts';

export interface SplitCommit {
  /** The epoch that the commit ends. */
  readonly epoch: bigint;
  readonly commit: Buffer;
  readonly welcome: Buffer | undefined;
}

const SENDER_MEMBER = 1;
const LEAF_SOURCE_KEY_PACKAGE = 1;
const LEAF_SOURCE_COMMIT = 3;

/**
 * The two parts have no length in front, so the commit is walked field by field to find its end.
 *
 * @throws RangeError when `payload` ends early.
 */
export function splitCommit(payload: Buffer): SplitCommit {
  const reader = createReader(payload);
  reader.take(4); // version, wire format
  reader.vector(); // group id
  const epoch = reader.u64();
  const sender = reader.u8();
  reader.take(4); // leaf index
  reader.vector(); // authenticated data
  reader.u8(); // content type
  reader.vector(); // proposals
  if (reader.u8() === 1) skipUpdatePath(reader);
  reader.vector(); // signature
  reader.vector(); // confirmation tag
  if (sender === SENDER_MEMBER) reader.vector(); // membership tag
  const end = reader.offset;
  return {
    epoch,
    commit: payload.subarray(0, end),
    welcome: end < payload.length ? payload.subarray(end) : undefined,
  };
}

function skipUpdatePath(reader: ReturnType<typeof createReader>): void {
  reader.vector(); // encryption key
  reader.vector(); // signature key
  reader.take(2); // credential type
  reader.vector(); // identity
  for (let list = 0; list < 5; list++) reader.vector(); // capabilities
  const source = reader.u8();
  if (source === LEAF_SOURCE_KEY_PACKAGE) reader.take(16); // lifetime
  if (source === LEAF_SOURCE_COMMIT) reader.vector(); // parent hash
  reader.vector(); // extensions
  reader.vector(); // leaf's signature
  reader.vector(); // path nodes
}
