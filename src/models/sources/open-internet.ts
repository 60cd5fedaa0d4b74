/** Single files and archives on the open internet. */
import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ModelSource, TakenFiles } from '../model-types.ts';
import { downloadFile } from './http-download.ts';
import type { Download } from './source-download.ts';
import { takeFiles } from './take-files.ts';

const run = promisify(execFile);

export async function downloadFiles(
  { urls }: Extract<ModelSource, { kind: 'files' }>,
  { folder, signal, onBytes }: Download,
): Promise<void> {
  let before = 0;
  for (const [name, url] of Object.entries(urls)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    let last = 0;
    await downloadFile({
      url,
      path,
      signal,
      onBytes: (bytes) => {
        last = bytes;
        onBytes(before + bytes);
      },
    });
    before += last;
  }
}

/** Unpacked with the machine's tar: Node has no bzip2. */
export async function downloadArchive(
  { url, take }: Extract<ModelSource, { kind: 'archive' }>,
  { folder, scratch, signal, onBytes }: Download,
): Promise<void> {
  const archive = join(scratch, 'archive.tar.bz2');
  await downloadFile({ url, path: archive, signal, onBytes });
  const unpacked = join(scratch, 'unpacked');
  await mkdir(unpacked);
  await untar(archive, unpacked, signal);
  const [top, ...others] = await readdir(unpacked);
  if (top === undefined || others.length > 0)
    throw new Error(`its archive holds ${others.length + 1} top folders instead of one`);
  const whole = join(unpacked, top);
  await takeFiles(whole, take === 'all' ? await everythingIn(whole) : take, folder);
}

async function everythingIn(folder: string): Promise<TakenFiles> {
  return Object.fromEntries((await readdir(folder)).map((name) => [name, name]));
}

async function untar(archive: string, into: string, signal: AbortSignal): Promise<void> {
  try {
    await run('tar', ['-xjf', archive, '-C', into, '--no-same-owner'], { signal });
  } catch (error) {
    signal.throwIfAborted();
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new Error(
      isMissing
        ? 'there is no tar on this machine to unpack it with'
        : `its archive cannot be unpacked (does this machine have bzip2?): ${lastLine(error)}`,
      { cause: error },
    );
  }
}

function lastLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n').at(-1) ?? text;
}
