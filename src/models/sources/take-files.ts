import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TakenFiles } from '../model-types.ts';

/**
 * Moves what is wanted of an unpacked package to its folder. Both lie on the same file system.
 * @throws Error naming the file that is not in the package.
 */
export async function takeFiles(from: string, take: TakenFiles, to: string): Promise<void> {
  for (const [source, target] of Object.entries(take)) {
    const place = join(to, target.replace(/\/$/, ''));
    await mkdir(dirname(place), { recursive: true });
    try {
      await rename(join(from, source), place);
    } catch (error) {
      throw new Error(`it does not hold ${source}`, { cause: error });
    }
  }
}
