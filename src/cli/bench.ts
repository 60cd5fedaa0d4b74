/** `parley bench`: the benches, in a process of their own, which nothing else disturbs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';

export function registerBench(program: Command): void {
  program
    .command('bench')
    .description('measure how fast Parley answers and falls silent on this machine')
    .argument('[name...]', 'which bench; all without one')
    // The benches know their options themselves, --json and --help among them.
    .helpOption(false)
    .allowUnknownOption()
    .action(async (args: readonly string[]) => {
      process.exitCode = await runBenches(args);
    });
}

/** @returns the exit code. */
async function runBenches(args: readonly string[]): Promise<number> {
  const index = fileURLToPath(new URL('../../bench/index.ts', import.meta.url));
  const child = spawn(process.execPath, [index, ...args], { stdio: 'inherit' });
  // A terminal tells both; anything else tells only this process.
  const onSignal = (name: NodeJS.Signals) => child.kill(name);
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    const [code] = await once(child, 'exit');
    return typeof code === 'number' ? code : 1;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
