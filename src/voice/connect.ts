/** Joins a voice channel and waits until people in it can hear and be heard. */
import { joinVoiceChannel, VoiceConnectionStatus, type VoiceConnection } from '@discordjs/voice';
import type { VoiceBasedChannel } from 'discord.js';
import type { Clock } from '../async/clock.ts';
import type { Logger } from '../log.ts';
import {
  awaitsEncryption,
  closeCodeOf,
  isDown,
  isReady,
  isSettled,
  reaches,
} from './connection-state.ts';
import { JoinFailed } from './guild-room-types.ts';
import { afterClose } from './rejoin.ts';

/** A full channel answers with nothing at all, and a blocked UDP port too. */
const JOIN_MS = 10_000;

/** The end-to-end encryption takes some seconds at most; alone in a channel there is none. */
const ENCRYPTION_MS = 3000;

/**
 * @param group keeps the connections of several clients in one process apart.
 * @throws Error whose message says what a person can do; `signal.reason` once aborted.
 */
export async function connect(
  channel: VoiceBasedChannel,
  group: string,
  clock: Clock,
  log: Logger,
  signal: AbortSignal,
): Promise<VoiceConnection> {
  signal.throwIfAborted();
  const connection = joinVoiceChannel({
    guildId: channel.guild.id,
    channelId: channel.id,
    adapterCreator: channel.guild.voiceAdapterCreator,
    selfDeaf: false,
    selfMute: false,
    group,
  });
  // Without a listener an 'error' event ends the process.
  connection.on('error', (error) =>
    log.warn({ err: error }, 'The voice connection reports an error'),
  );
  try {
    await untilReady(connection, clock, log, signal);
    const isAlone = channel.members.every((member) => member.id === channel.client.user.id);
    if (!isAlone) await untilEncrypted(connection, clock, log, signal);
    return connection;
  } catch (error) {
    if (connection.state.status !== VoiceConnectionStatus.Destroyed) connection.destroy();
    throw error;
  }
}

/** Tries again while there is time: a session of before a restart may still be in the way. */
async function untilReady(
  connection: VoiceConnection,
  clock: Clock,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  const deadlineMs = clock.nowMs() + JOIN_MS;
  for (let attempts = 0; ; attempts++) {
    const leftMs = deadlineMs - clock.nowMs();
    const state = await reaches(connection, isSettled, clock, signal, leftMs);
    if (state !== undefined && isReady(state)) return;
    if (state === undefined) throw joinError(STUCK[connection.state.status]);
    const closeCode = closeCodeOf(state);
    const next = afterClose(closeCode, attempts);
    log.warn({ closeCode, attempts, next: next.action }, 'The voice connection could not be made');
    if (next.action === 'leave' && next.sentence !== undefined) throw joinError(next.sentence);
    const isWorthIt = next.action === 'rejoin' && clock.nowMs() + next.afterMs < deadlineMs;
    if (!isWorthIt || state.status === VoiceConnectionStatus.Destroyed)
      throw joinError(STUCK[VoiceConnectionStatus.Disconnected]);
    await clock.sleep(next.afterMs, signal);
    if (isDown(connection.state)) connection.rejoin();
  }
}

/** What is said before the encrypted group is complete reaches nobody. */
async function untilEncrypted(
  connection: VoiceConnection,
  clock: Clock,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  if (!awaitsEncryption(connection)) return;
  const done = new AbortController();
  const onTransition = () => done.abort();
  connection.on('transitioned', onTransition);
  try {
    await clock.sleep(ENCRYPTION_MS, AbortSignal.any([signal, done.signal]));
    log.warn('end-to-end encryption is not up yet; nobody is heard until it is');
  } catch {
    signal.throwIfAborted(); // otherwise it is up
  } finally {
    connection.off('transitioned', onTransition);
  }
}

function joinError(sentence: string): JoinFailed {
  return new JoinFailed(`I could not join the voice channel. ${sentence}`);
}

const STUCK: Readonly<Record<VoiceConnectionStatus, string>> = {
  [VoiceConnectionStatus.Signalling]:
    'Discord did not answer. Is the channel full, and may I connect there?',
  [VoiceConnectionStatus.Connecting]:
    'The voice server cannot be reached. Whoever runs me should check that UDP is not blocked.',
  [VoiceConnectionStatus.Disconnected]:
    'Discord closed the connection. Please try again in a minute.',
  [VoiceConnectionStatus.Ready]: 'The connection ended. Please try again.',
  [VoiceConnectionStatus.Destroyed]: 'The connection ended. Please try again.',
};
