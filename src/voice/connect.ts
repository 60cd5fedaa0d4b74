/** Joins a voice channel and waits until people in it can be heard. */
import {
  entersState,
  joinVoiceChannel,
  NetworkingStatusCode,
  VoiceConnectionStatus,
  type VoiceConnection,
} from '@discordjs/voice';
import type { VoiceBasedChannel } from 'discord.js';
import type { Clock } from '../async/clock.ts';
import type { Logger } from '../log.ts';

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
    await withDeadline(clock, JOIN_MS, signal, (inTime) =>
      entersState(connection, VoiceConnectionStatus.Ready, inTime),
    );
    await encrypted(connection, channel, clock, signal);
    return connection;
  } catch (error) {
    const where = STUCK_WHERE[connection.state.status];
    if (connection.state.status !== VoiceConnectionStatus.Destroyed) connection.destroy();
    signal.throwIfAborted();
    throw new Error(`I could not join the voice channel: ${where}`, { cause: error });
  }
}

/** Frames sent before the group exists would go out without end-to-end encryption. */
async function encrypted(
  connection: VoiceConnection,
  channel: VoiceBasedChannel,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const isAlone = channel.members.every((member) => member.id === channel.client.user.id);
  if (isAlone || !awaitsEncryption(connection)) return;
  const waiting = new AbortController();
  const done = AbortSignal.any([signal, waiting.signal]);
  const stop = () => waiting.abort();
  connection.once('transitioned', stop);
  // The group may be there without a transition that is told.
  const endPolling = clock.every(20, () => {
    if (!awaitsEncryption(connection)) stop();
  });
  await clock.sleep(ENCRYPTION_MS, done).catch(() => signal.throwIfAborted());
  endPolling();
  connection.off('transitioned', stop);
}

function awaitsEncryption(connection: VoiceConnection): boolean {
  if (connection.state.status !== VoiceConnectionStatus.Ready) return false;
  const networking = connection.state.networking.state;
  if (networking.code !== NetworkingStatusCode.Ready) return false;
  return networking.dave !== undefined && networking.dave.session?.ready !== true;
}

/** Runs `work` with a signal that also aborts after `ms`. */
export async function withDeadline<T>(
  clock: Clock,
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const over = new AbortController();
  const timer = clock.sleep(ms, AbortSignal.any([signal, over.signal])).then(
    () => late.abort(new Error(`Not within ${ms} ms`)),
    () => {},
  );
  try {
    return await work(AbortSignal.any([signal, late.signal]));
  } finally {
    over.abort();
    await timer;
  }
}

const STUCK_WHERE: Record<VoiceConnectionStatus, string> = {
  [VoiceConnectionStatus.Signalling]:
    'Discord did not answer. Is the channel full, and may I connect there?',
  [VoiceConnectionStatus.Connecting]:
    'the voice server cannot be reached. Whoever runs me should check that UDP is not blocked.',
  [VoiceConnectionStatus.Disconnected]:
    'Discord closed the connection. Please try again in a minute.',
  [VoiceConnectionStatus.Ready]: 'the connection ended. Please try again.',
  [VoiceConnectionStatus.Destroyed]: 'the connection ended. Please try again.',
};
