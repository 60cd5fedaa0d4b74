/** Told to end: once is a request, twice is an order. */
import { isRunByNpm } from './config.ts';
import type { Logger } from './log.ts';

/** The abort reason of everything that ends because the process was told to. */
export class Shutdown extends Error {
  override readonly name = 'Shutdown';
}

/** How soon it is noticed that npm was ended. */
const PARENT_CHECK_MS = 500;

/** Everything is closed long before; this is for what hangs in a native library. */
const EXIT_DEADLINE_MS = 2800;

/**
 * @returns a signal that aborts at SIGINT or SIGTERM, and when the process that started this one is
 *   gone. The process then has 3 s; a second SIGINT ends it at once.
 */
export function untilToldToExit(log: Logger): AbortSignal {
  const controller = new AbortController();
  let interrupts = 0;
  const onSignal = (name: string) => {
    // A terminal tells every process, and the parent then tells its child once more: only a second
    // Ctrl-C is impatience.
    if (controller.signal.aborted) {
      if (name === 'SIGINT' && interrupts++ > 0) process.exit(130);
      return;
    }
    if (name === 'SIGINT') interrupts++;
    log.info({ signal: name }, 'told to end');
    controller.abort(new Shutdown(`Told to end (${name})`));
    setTimeout(() => {
      log.warn('not everything was closed in time');
      process.exit(0);
    }, EXIT_DEADLINE_MS).unref();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  // A bot whose parent was killed must not stay in the channel.
  process.on('disconnect', () => onSignal('disconnect'));
  if (isRunByNpm()) watchParent(() => onSignal('parent gone'));
  return controller.signal;
}

/** What a process ends with because of an error: its own `exitCode`, or 1. */
export function exitCodeOf(error: unknown): number {
  const hasCode = typeof error === 'object' && error !== null && 'exitCode' in error;
  return hasCode && typeof error.exitCode === 'number' ? error.exitCode : 1;
}

/** npm dies of SIGTERM without telling its child, which would stay in the voice channel. */
function watchParent(onGone: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, PARENT_CHECK_MS);
  timer.unref();
}
