import type { Clock } from './clock.ts';
import type { Gate } from './gate.ts';

/** One for all: a wait may end with every token. */
const OPENED = new Error('The gate was opened before');

/**
 * Until the gate is open; it opens after `ms`.
 * @param ms Infinity: not by itself.
 * @throws `signal.reason` once aborted.
 */
export async function openOrLater(
  gate: Gate,
  ms: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  if (ms === Infinity) return gate.passed(signal);
  const over = new AbortController();
  clock.sleep(Math.max(1, ms), over.signal).then(
    () => gate.open(),
    () => {},
  );
  try {
    await gate.passed(signal);
  } finally {
    over.abort(OPENED);
  }
}
