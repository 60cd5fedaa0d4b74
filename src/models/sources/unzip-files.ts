/** Takes single files and folders out of a zip archive. */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import type { TakenFiles } from '../model-types.ts';

/**
 * @param take names in the archive to names below `folder`; those that end in "/" take all below.
 * @throws Error for an archive that is broken, lacks something, or would write outside `folder`.
 */
export async function unzipFiles(
  archive: string,
  take: TakenFiles,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const missing = new Set(Object.keys(take));
  // Names with ".." or a leading "/" are refused by yauzl itself; outside() is the second lock.
  const zip = await yauzl.openPromise(archive);
  try {
    for await (const entry of zip.eachEntry()) {
      signal.throwIfAborted();
      const wanted = Object.entries(take).find(([name]) =>
        name.endsWith('/') ? entry.fileName.startsWith(name) : entry.fileName === name,
      );
      if (wanted === undefined || entry.fileName.endsWith('/')) continue;
      const [name, target] = wanted;
      const path = join(folder, target + entry.fileName.slice(name.length));
      if (isOutside(path, folder))
        throw new Error(`its archive would write outside its folder: ${entry.fileName}`);
      await mkdir(dirname(path), { recursive: true });
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path), { signal });
      missing.delete(name);
    }
  } finally {
    zip.close();
  }
  if (missing.size > 0) throw new Error(`it does not hold ${[...missing].join(', ')}`);
}

function isOutside(path: string, folder: string): boolean {
  return relative(folder, path).split(sep)[0] === '..';
}
