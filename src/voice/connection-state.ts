/** Waiting for the states of a voice connection, and reading them. */
import {
  NetworkingStatusCode,
  VoiceConnectionDisconnectReason,
  VoiceConnectionStatus,
  type VoiceConnection,
  type VoiceConnectionState,
} from '@discordjs/voice';
import type { Clock } from '../async/clock.ts';

/**
 * Resolves with the first state that passes `test`, the present one included; with undefined when
 * none did within `withinMs`.
 *
 * @param withinMs without it: as long as it takes.
 * @throws `signal.reason` once aborted.
 */
export async function reaches(
  connection: VoiceConnection,
  test: (state: VoiceConnectionState) => boolean,
  clock: Clock,
  signal: AbortSignal,
  withinMs?: number,
): Promise<VoiceConnectionState | undefined> {
  signal.throwIfAborted();
  if (test(connection.state)) return connection.state;
  const over = new AbortController();
  const waiting = AbortSignal.any([signal, over.signal]);
  let reached: VoiceConnectionState | undefined;
  const onState = (_before: VoiceConnectionState, now: VoiceConnectionState) => {
    if (!test(now)) return;
    reached = now;
    over.abort();
  };
  connection.on('stateChange', onState);
  try {
    if (withinMs === undefined) await aborted(waiting);
    else await clock.sleep(withinMs, waiting).catch(() => {}); // aborts are told apart below
  } finally {
    connection.off('stateChange', onState);
    over.abort();
  }
  signal.throwIfAborted();
  return reached;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

export function isReady({ status }: VoiceConnectionState): boolean {
  return status === VoiceConnectionStatus.Ready;
}

/** Nothing is under way any more, until somebody joins again. */
export function isDown({ status }: VoiceConnectionState): boolean {
  return (
    status === VoiceConnectionStatus.Disconnected || status === VoiceConnectionStatus.Destroyed
  );
}

/** Whatever was under way has led to something. */
export function isSettled(state: VoiceConnectionState): boolean {
  return isReady(state) || isDown(state);
}

/** The code that the voice server closed with, if that is how it ended. */
export function closeCodeOf(state: VoiceConnectionState): number | undefined {
  return state.status === VoiceConnectionStatus.Disconnected &&
    state.reason === VoiceConnectionDisconnectReason.WebSocketClose
    ? state.closeCode
    : undefined;
}

/** Connected to a channel with end-to-end encryption whose group is not complete yet. */
export function awaitsEncryption({ state }: VoiceConnection): boolean {
  if (state.status !== VoiceConnectionStatus.Ready) return false;
  const networking = state.networking.state;
  if (networking.code !== NetworkingStatusCode.Ready) return false;
  const { dave } = networking;
  return dave !== undefined && dave.protocolVersion !== 0 && dave.session?.ready !== true;
}
