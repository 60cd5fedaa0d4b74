/** `parley doctor`: looks at what Parley needs and says what to do. */
import type { Command } from 'commander';
import { systemClock } from '../async/clock.ts';
import { ConfigError, readConfig } from '../config.ts';
import { fatal, formatChecks, type CheckResult } from '../doctor/check.ts';
import { createLog } from '../log.ts';

export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('Check what Parley needs, and say what to do; exit 1 if something stops it')
    .option('--json', 'print the findings as JSON')
    .action(async (options: { json?: boolean }) => {
      const results = await examine();
      const isWell = results.every(({ isFatal }) => isFatal !== true);
      if (options.json === true) console.log(JSON.stringify({ isWell, checks: results }));
      else {
        console.log(formatChecks(results));
        console.log(isWell ? '\nParley can run.' : '\nParley cannot run like this.');
      }
      if (!isWell) process.exitCode = 1;
    });
}

async function examine(): Promise<readonly CheckResult[]> {
  try {
    const config = readConfig();
    const { runChecks } = await import('../doctor/run-checks.ts');
    return await runChecks(config, systemClock, createLog('silent', false));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [fatal('settings', error.message, 'Correct them; then run this again.')];
  }
}
