/** The real bot in a process of its own, as a user would run it, pointed at a Loopback Discord. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readBotMessage } from '../bot-messages.ts';
import { environmentWith } from '../config.ts';
import type { TurnRecord } from '../pipeline/timeline.ts';
import { CliError } from './cli-error.ts';

export interface BotProcess extends AsyncDisposable {
  readonly pid: number | undefined;
  /** Called with every turn's record, its times moved to this process's monotonic clock, until the returned function is called. */
  onTurn(listener: (record: TurnRecord) => void): () => void;
  /** Called with whatever it sends that is none of the bot's own messages. */
  onMessage(listener: (message: unknown) => void): void;
  /** Settles when the process ends: rejects unless it was told to. */
  readonly ended: Promise<void>;
  readonly isRunning: boolean;
}

export interface BotProcessOptions {
  readonly apiBase: string;
  readonly token: string;
  /** Where the slash commands are registered; everywhere without one. */
  readonly guildId?: string | undefined;
  /** Trusted by the bot, as the voice gateway must speak TLS. */
  readonly certificatePem: string;
  readonly order: 'concurrent' | 'blocking';
  readonly logLevel: string;
  /** Another program than the bot's own, for benches. */
  readonly program?: URL | undefined;
}

/** A bot that has not gone by itself after this long is killed. */
const EXIT_DEADLINE_MS = 4000;

/**
 * @returns once the bot is logged in and its models are loaded.
 * @throws {CliError} with the bot's own words when it cannot start.
 */
export async function startBotProcess(
  options: BotProcessOptions,
  signal: AbortSignal,
): Promise<BotProcess> {
  const directory = await mkdtemp(join(tmpdir(), 'parley-'));
  const certificateFile = join(directory, 'loopback.pem');
  await writeFile(certificateFile, options.certificatePem);
  const program = options.program ?? new URL('../main.ts', import.meta.url);
  const child = fork(fileURLToPath(program), {
    // Read once, when the process starts; that is why the bot runs in one of its own.
    env: environmentWith({
      DISCORD_TOKEN: options.token,
      DISCORD_API_BASE: options.apiBase,
      DISCORD_GUILD_ID: options.guildId ?? '',
      NODE_EXTRA_CA_CERTS: certificateFile,
      PARLEY_DATA_DIR: directory,
      PARLEY_ORDER: options.order,
      LOG_LEVEL: options.logLevel,
    }),
    // Standard output belongs to this command's result.
    stdio: ['ignore', 2, 2, 'ipc'],
  });

  let isClosing = false;
  let shiftMs = 0;
  let fatal: string | undefined;
  const listeners = new Set<(record: TurnRecord) => void>();
  const others = new Set<(message: unknown) => void>();
  const ready = Promise.withResolvers<void>();
  child.on('message', (raw) => {
    const message = readBotMessage(raw);
    if (message?.type === 'ready') {
      shiftMs = message.timeOriginMs - performance.timeOrigin;
      ready.resolve();
    } else if (message?.type === 'fatal') {
      fatal = message.message;
    } else if (message?.type === 'turn') {
      const record = moved(message.record, shiftMs);
      for (const listener of listeners) listener(record);
    } else for (const listener of others) listener(raw);
  });
  const exited = once(child, 'exit');
  const ended = exited.then(([code, killedBy]) => {
    const error = new CliError(
      fatal ?? `The bot's process ended (${killedBy ?? `exit code ${code}`}).`,
    );
    ready.reject(error);
    if (!isClosing) throw error;
  });
  ended.catch(() => {});
  const onAbort = () => ready.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });

  const close = async () => {
    isClosing = true;
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      const killTimer = setTimeout(() => child.kill('SIGKILL'), EXIT_DEADLINE_MS);
      await exited;
      clearTimeout(killTimer);
    }
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await ready.promise;
  } catch (error) {
    await close();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
  return {
    pid: child.pid,
    onTurn(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onMessage: (listener) => void others.add(listener),
    ended,
    get isRunning() {
      return child.exitCode === null && child.signalCode === null;
    },
    [Symbol.asyncDispose]: close,
  };
}

/** The record with its times moved. */
export function moved(record: TurnRecord, byMs: number): TurnRecord {
  return {
    ...record,
    marks: mapTimes(record.marks, byMs),
    sentences: record.sentences.map((span) => mapTimes(span, byMs)),
    interruptions: record.interruptions.map((each) => mapTimes(each, byMs)),
  };
}

/** The fields that are moments (`atMs`, `…AtMs`), moved. */
function mapTimes<T extends object>(times: T, byMs: number): T {
  const moved = { ...times };
  for (const [name, value] of Object.entries(times))
    if (/[aA]tMs$/u.test(name) && typeof value === 'number') Reflect.set(moved, name, value + byMs);
  return moved;
}
