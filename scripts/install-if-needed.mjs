// Runs before every npm script, under whatever Node the machine has (20 or newer): installs the
// packages when node_modules does not match the lockfile. Plain JavaScript, no dependency.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const stamp = new URL('node_modules/.parley-lock-sha256', root);

const wanted = createHash('sha256')
  .update(readFileSync(new URL('package-lock.json', root)))
  .update(`${process.platform}-${process.arch}`)
  .digest('hex');
const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;

if (installed !== wanted) {
  // Standard output belongs to the command that follows (it may be JSON): everything here is on stderr.
  process.stderr.write('Installing packages (once, about 350 MB to download; a minute or so)…\n');
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  // On a terminal npm draws its own progress bar on stderr.
  const npm = process.env.npm_execpath;
  const [command, commandArgs] = npm?.endsWith('.js')
    ? [process.execPath, [npm, ...args]]
    : ['npm', args];
  const result = spawnSync(command, commandArgs, {
    cwd: fileURLToPath(root),
    stdio: ['ignore', 2, 2],
    shell: command === 'npm' && process.platform === 'win32',
  });
  if (result.status !== 0) {
    process.stderr.write(
      `Cannot install the packages: npm ci ended with ${result.status ?? result.signal ?? result.error?.message}. ` +
        'See the lines above; is the package registry reachable, and is there 1.5 GB of free disk?\n',
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
