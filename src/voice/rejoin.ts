/** What to do when the voice connection has ended: a pure policy. */
import type { LeaveReason } from './types.ts';

export type AfterClose =
  /** Moved, or sent away: it shows within seconds. */
  | { readonly action: 'wait' }
  | { readonly action: 'rejoin'; readonly afterMs: number }
  | {
      readonly action: 'leave';
      readonly reason: LeaveReason;
      /** What people should know beyond the fact that Parley left. */
      readonly sentence?: string;
    };

/** Five tries within half a minute; then somebody has to look. */
const DELAYS_MS = [1000, 2000, 4000, 8000, 16_000];

/** Voice close event codes (Discord's documentation of voice opcodes) that trying again cannot mend. */
const FINAL: ReadonlyMap<number, AfterClose> = new Map([
  [
    4017,
    {
      action: 'leave',
      reason: 'connection-lost',
      sentence:
        'Discord wants end-to-end encrypted calls, and my encryption did not start. Whoever runs me should update me.',
    },
  ],
  [
    4021,
    {
      action: 'leave',
      reason: 'connection-lost',
      sentence: 'Discord asks me to connect less often. Please wait a minute, then use /join.',
    },
  ],
  [4022, { action: 'leave', reason: 'channel-deleted' }],
]);

/** Put out of the channel, moved to another one, or the main session is gone. */
export const DISCONNECTED = 4014;

/**
 * @param closeCode undefined when the connection ended without one.
 * @param attempts how many times in a row joining again was tried.
 */
export function afterClose(closeCode: number | undefined, attempts: number): AfterClose {
  const final = closeCode === undefined ? undefined : FINAL.get(closeCode);
  if (final !== undefined) return final;
  if (closeCode === DISCONNECTED) return { action: 'wait' };
  const afterMs = DELAYS_MS[attempts];
  return afterMs === undefined
    ? { action: 'leave', reason: 'connection-lost' }
    : { action: 'rejoin', afterMs };
}
