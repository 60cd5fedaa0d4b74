/** Sizes and sha256 of what lies in a folder. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A file as it was seen. */
export interface SeenFile {
  /** Relative to the folder, with "/". */
  readonly path: string;
  readonly bytes: number;
  readonly mtimeMs: number;
}

export interface HashedFile extends SeenFile {
  readonly sha256: string;
}

/** Every file below `folder`, in the order of their paths; names that start with a dot are left out. */
export async function listFiles(folder: string): Promise<SeenFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name));
  const seen = await Promise.all(
    files.map(async (file) => {
      const { size, mtimeMs } = await stat(file);
      const path = file.slice(folder.length + 1).replaceAll(sep, '/');
      return { path, bytes: size, mtimeMs };
    }),
  );
  return seen.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Reads every file of `folder`; one after the other, since the disk is what takes the time. */
export async function hashFiles(folder: string, signal: AbortSignal): Promise<HashedFile[]> {
  const hashed: HashedFile[] = [];
  for (const file of await listFiles(folder))
    hashed.push({ ...file, sha256: await fileSha256(join(folder, file.path), file.bytes, signal) });
  return hashed;
}

async function fileSha256(path: string, bytes: number, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  // Room for a megabyte that each of hundreds of tiny files leaves empty costs more than reading them.
  const highWaterMark = Math.min(1 << 20, bytes + 1);
  await pipeline(createReadStream(path, { highWaterMark }), hash, { signal });
  return hash.digest('hex');
}

/** One sha256 for a folder: of the lines `sha256<SPACE>bytes<SPACE>path`. */
export function folderDigest(files: readonly HashedFile[], folder: string): string {
  const lines = files
    .filter(({ path }) => path.startsWith(folder))
    .map(({ path, bytes, sha256 }) => `${sha256} ${bytes} ${path.slice(folder.length)}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}
