/** Waits for what happens in real time: on a busy machine much later than vitest's own second. */
import { vi } from 'vitest';

const LATEST_MS = 10_000;

/** @throws what `check` threw last. */
export function until<T>(
  check: () => T | Promise<T>,
  options: { readonly timeout?: number; readonly interval?: number } = {},
): Promise<T> {
  return vi.waitFor(check, { timeout: LATEST_MS, ...options });
}
