/**
 * Puts a part in place as a whole. It is built in a folder beside its place and moved there by one
 * rename, so that a process which is killed, or a second one that fetches the same, never leaves
 * half of it where a whole one is expected.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { listFiles } from './digests.ts';

const PREFIX = '.fetching';
/** Left behind by another machine that shares the folder: nobody downloads that long. */
const STALE_MS = 24 * 3600 * 1000;

export interface Staging extends AsyncDisposable {
  /** Empty folder for what a source gives, emptied again for the next source. */
  emptyFolder(): Promise<string>;
  /** Moves the folder to its place; another process that was first is left alone. */
  install(folder: string, place: string, isWhole: () => Promise<boolean>): Promise<void>;
}

/** @param modelsDir made if it is not there. */
export async function openStaging(modelsDir: string): Promise<Staging> {
  await mkdir(modelsDir, { recursive: true });
  await removeStale(modelsDir);
  const root = join(modelsDir, stagingName());
  await mkdir(root);
  let count = 0;
  return {
    async emptyFolder() {
      const folder = join(root, String(count++));
      await mkdir(folder);
      return folder;
    },
    async install(folder, place, isWhole) {
      await flush(folder);
      try {
        await rename(folder, place);
      } catch (error) {
        if (!isOccupied(error)) throw error;
        if (await isWhole()) return;
        await rename(place, join(root, `broken-${count++}`)).catch(ignoreMissing);
        await rename(folder, place);
      }
      await flushFolder(modelsDir);
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

function stagingName(): string {
  // Whose it is, so that the next start can tell whether its process lives.
  return [PREFIX, hostname(), process.pid, randomBytes(4).toString('hex')].join('~');
}

async function removeStale(modelsDir: string): Promise<void> {
  for (const name of await readdir(modelsDir)) {
    const [prefix, host, pid] = name.split('~');
    if (prefix !== PREFIX) continue;
    const path = join(modelsDir, name);
    const isDead = host === hostname() ? !isAlive(Number(pid)) : (await ageMs(path)) > STALE_MS;
    if (isDead) await rm(path, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process: alive.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function ageMs(path: string): Promise<number> {
  try {
    return Date.now() - (await stat(path)).mtimeMs;
  } catch {
    return 0;
  }
}

function isOccupied(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['ENOTEMPTY', 'EEXIST', 'EPERM', 'ENOTDIR'].includes(String(error.code))
  );
}

function ignoreMissing(error: unknown): void {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
  throw error;
}

/** After a power cut a renamed folder must not hold files whose contents never reached the disk. */
async function flush(folder: string): Promise<void> {
  const files = await listFiles(folder);
  await Promise.all(
    files.map(async ({ path }) => {
      await using file = await open(join(folder, path), 'r+');
      await file.sync();
    }),
  );
}

async function flushFolder(folder: string): Promise<void> {
  // Windows cannot open folders, and needs no such thing.
  if (process.platform === 'win32') return;
  await using handle = await open(folder, 'r');
  await handle.sync();
}
