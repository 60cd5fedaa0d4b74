/** Brings a voice connection back when it is lost, within bounds; the library would try for ever. */
import { VoiceConnectionStatus, type VoiceConnection } from '@discordjs/voice';
import type { Clock } from '../async/clock.ts';
import type { Logger } from '../log.ts';
import { closeCodeOf, isDown, isReady, isSettled, reaches } from './connection-state.ts';
import { afterClose } from './rejoin.ts';
import type { LeaveReason } from './types.ts';

export interface KeepConnectedOptions {
  readonly connection: VoiceConnection;
  readonly clock: Clock;
  readonly log: Logger;
  readonly notify: (text: string) => Promise<void>;
  /** Asked when a close looked like a move and none came. */
  readonly isPutOut: () => boolean;
}

/** A move shows within this; what looks like one and goes on longer was a dismissal. */
const MOVE_MS = 5000;

/** An attempt that has not led to a connection by then has failed. */
const ATTEMPT_MS = 10_000;

/** A connection that held this long starts with a fresh budget the next time. */
const STABLE_MS = 30_000;

/** The library resumes by itself and at once; a server that never lets it hold would be asked for ever. */
const MAX_LOSSES = 10;

/** @returns why the connection could not be kept. @throws `signal.reason` once aborted. */
export async function keepConnected(
  options: KeepConnectedOptions,
  signal: AbortSignal,
): Promise<LeaveReason> {
  const { connection, clock, log, notify, isPutOut } = options;
  let attempts = 0;
  /** Since it last held. */
  let losses = 0;
  while (true) {
    const readyAtMs = clock.nowMs();
    await reaches(connection, (state) => !isReady(state), clock, signal);
    const hasHeld = clock.nowMs() - readyAtMs >= STABLE_MS;
    losses = hasHeld ? 1 : losses + 1;
    if (hasHeld) attempts = 0;
    if (losses > MAX_LOSSES) return 'connection-lost';

    while (!isReady(connection.state)) {
      // The library resumes, signals and connects by itself: each may take its time, none for ever.
      await reaches(connection, isSettled, clock, signal, ATTEMPT_MS);
      const { state } = connection;
      if (isReady(state)) break;
      if (state.status === VoiceConnectionStatus.Destroyed) return 'connection-lost';
      const closeCode = closeCodeOf(state);
      const next = afterClose(closeCode, attempts);
      log.warn(
        { closeCode, status: state.status, attempts, next: next.action },
        'The voice connection is down',
      );
      if (next.action === 'leave') {
        if (next.sentence !== undefined) void notify(next.sentence);
        return next.reason;
      }
      const hasBegun = await reaches(
        connection,
        // Told to connect elsewhere, or by the server that takes over, meanwhile.
        (now) => now !== state && !isDown(now),
        clock,
        signal,
        next.action === 'wait' ? MOVE_MS : next.afterMs,
      );
      if (hasBegun !== undefined) continue;
      if (next.action === 'wait' && isPutOut()) return 'kicked';
      attempts += 1;
      connection.rejoin();
    }
    log.info({ attempts, losses }, 'The voice connection is back');
  }
}
