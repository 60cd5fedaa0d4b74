/**
 * Guards for the faults of @discordjs/voice 0.19.2, by its exported classes. The version is pinned:
 * each guard has a test that fails without it, and that says when an upgrade has made it needless.
 */
import type { Logger } from '../log.ts';
import { guardConnections } from './guards/connection-guards.ts';
import { guardEncryption } from './guards/encryption-guards.ts';
import { guardReceiving } from './guards/receive-guards.ts';

let isApplied = false;

/**
 * Applies the guards to the whole process, once; before the first connection is made, as
 * connections keep the methods they were made with.
 *
 * @returns takes them off again (for tests).
 * @throws Error when the library is not the version that the guards were written for.
 */
export function applyVoiceGuards(log: Logger): Disposable {
  if (isApplied) return { [Symbol.dispose]: () => {} };
  const removals = [...guardReceiving(log), ...guardEncryption(log), ...guardConnections(log)];
  isApplied = true;
  return {
    [Symbol.dispose]() {
      for (const remove of removals) remove();
      isApplied = false;
    },
  };
}
