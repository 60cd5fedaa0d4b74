/** Whether a part is here and whole. */
import { join } from 'node:path';
import { hashFiles, type HashedFile } from './digests.ts';
import type { ModelPart } from './model-types.ts';
import {
  differenceFromPins,
  differenceFromReceipt,
  looksUntouched,
  readReceipt,
  writeReceipt,
  type Receipt,
} from './receipt.ts';

export type PartState =
  | { readonly status: 'whole'; readonly receipt: Receipt }
  | { readonly status: 'missing' }
  /** `reason`: one clause, for a person. */
  | { readonly status: 'damaged'; readonly reason: string };

/**
 * The check of every start: sizes and times of change against the receipt, which takes
 * milliseconds. Only files that changed since are read.
 */
export async function quickPartState(
  part: ModelPart,
  modelsDir: string,
  signal: AbortSignal,
): Promise<PartState> {
  const folder = join(modelsDir, part.id);
  const receipt = await readReceipt(folder);
  const isTrusted =
    receipt !== undefined &&
    (!receipt.isPinned || differenceFromPins(part, receipt.files) === undefined) &&
    (await looksUntouched(folder, receipt));
  return isTrusted ? { status: 'whole', receipt } : thoroughPartState(part, modelsDir, signal);
}

/** Reads every byte. */
export async function thoroughPartState(
  part: ModelPart,
  modelsDir: string,
  signal: AbortSignal,
): Promise<PartState> {
  const folder = join(modelsDir, part.id);
  const files = await hashedOrNone(folder, signal);
  if (files.length === 0) return { status: 'missing' };
  const known = await readReceipt(folder);
  if (known === undefined && part.files.length === 0)
    return { status: 'damaged', reason: 'nothing tells what it should be' };

  const isPinned = known?.isPinned ?? true;
  const reason =
    known !== undefined && !isPinned
      ? differenceFromReceipt(known, files)
      : differenceFromPins(part, files);
  if (reason !== undefined) return { status: 'damaged', reason };

  const receipt: Receipt = { source: known?.source ?? 'put there by hand', isPinned, files };
  // Only spares the next start the reading: a folder that cannot be written to is no fault.
  await writeReceipt(folder, receipt).catch(() => {});
  return { status: 'whole', receipt };
}

async function hashedOrNone(folder: string, signal: AbortSignal): Promise<HashedFile[]> {
  try {
    return await hashFiles(folder, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
