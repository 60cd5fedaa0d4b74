import { CliError } from './cli-error.ts';

/** Runs a command that can be ended with Ctrl-C at any time, cleaning up behind itself. */
export async function interruptibly(
  command: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const interrupt = new AbortController();
  const onInterrupt = () => interrupt.abort(new CliError('Interrupted.'));
  process.once('SIGINT', onInterrupt);
  process.once('SIGTERM', onInterrupt);
  try {
    await command(interrupt.signal);
  } finally {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
  }
}
