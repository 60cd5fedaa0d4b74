/** Keeps one speech process running: starts it, notices that it died or hangs, starts it anew. */
import type { Clock } from '../../async/clock.ts';
import type { Logger } from '../../log.ts';
import type { Child, StartChild } from './child.ts';
import { startHeartbeat } from './heartbeat.ts';
import type { FromSpeech, SpeechUsage, ToSpeech } from './messages.ts';
import type { Lived } from './time-limit.ts';

export interface Supervisor extends AsyncDisposable {
  readonly pid: number | undefined;
  /** As of the last sign of life; processes that have ended count as far as they were heard of. */
  readonly usage: SpeechUsage;
  /** To the process that is there; lost when none is, or when it dies. */
  send(message: ToSpeech): void;
  /** Ends a process that cannot be trusted any more; another one follows. */
  restart(cause: Error): void;
  /** The process was of use: the next death is the first again. */
  praise(): void;
  /** Whether this keeps the bot running. */
  hold(isNeeded: boolean): void;
}

export interface SuperviseOptions {
  readonly startChild: StartChild;
  readonly clock: Clock;
  readonly log: Logger;
  /** A process is there, with nothing loaded. */
  readonly onUp: () => void;
  /** Between two signs of life of a process; what the bot itself stood still is not in it. */
  readonly onLived: (lived: Lived) => void;
  readonly onMessage: (message: Exclude<FromSpeech, { readonly type: 'hello' | 'pong' }>) => void;
  /** @param failures processes in a row, this one included, that died before they were of use. */
  readonly onDown: (cause: Error, failures: number) => void;
}

const PING_MS = 200;

/**
 * Silence that is a hang. The process's main thread never computes: at full work, loading included,
 * it answers in 65 ms, and with 24 other busy processes on the same two cores in 270, at most.
 */
const SILENT_MS = 1000;

/** Node and the native libraries load in 0.3 s; a cold disk on a busy machine takes its time. */
const START_MS = 20_000;

/** A process that lived so long was of use even if nobody asked anything of it. */
const PROVEN_MS = 30_000;

const LONGEST_WAIT_MS = 30_000;

/**
 * How long to wait after so many useless processes in a row: none after the first, so that a crash
 * costs no more than loading; then 0.5 s, doubled each time.
 */
export function backOffMs(failures: number): number {
  return failures <= 1 ? 0 : Math.min(LONGEST_WAIT_MS, 500 * 2 ** (failures - 2));
}

export function supervise(options: SuperviseOptions): Supervisor {
  const { startChild, clock, log, onUp, onLived, onMessage, onDown } = options;
  const closing = new AbortController();
  let child: Child | undefined;
  /** Why the process at hand was ended, where that was the supervisor's doing. */
  let verdict: Error | undefined;
  let isHeld = false;
  let failures = 0;
  let usage: SpeechUsage = { cpuMs: 0, memoryBytes: 0 };
  let endedCpuMs = 0;

  /** Resolves with the cause of its end. */
  const live = () =>
    new Promise<Error>((resolve) => {
      verdict = undefined;
      const heart = (limitMs: number, doing: string) =>
        startHeartbeat({
          clock,
          periodMs: PING_MS,
          limitMs,
          ping: () => child?.send({ type: 'ping' }),
          onSilent: (ms) =>
            restart(new Error(`The speech process gave no sign for ${Math.round(ms)} ms ${doing}`)),
        });
      let heartbeat = heart(START_MS, 'while it started');
      let livedAtMs: number | undefined;
      const lived = (now: SpeechUsage) => {
        const nowMs = clock.nowMs();
        const passedMs = Math.min(nowMs - (livedAtMs ?? nowMs), 2 * PING_MS);
        const cpuMs = now.cpuMs - usage.cpuMs;
        livedAtMs = nowMs;
        usage = now;
        onLived({ passedMs, cpuMs });
      };
      child = startChild({
        onMessage(message) {
          heartbeat.beat();
          if (message.type === 'hello') {
            heartbeat.end();
            heartbeat = heart(SILENT_MS, 'and is taken to hang');
            onUp();
          } else if (message.type === 'pong') lived(message.usage);
          else onMessage(message);
        },
        onEnd(cause) {
          heartbeat.end();
          resolve(verdict ?? cause);
        },
      });
      child.hold(isHeld);
    });

  const restart = (cause: Error) => {
    verdict ??= cause;
    child?.kill();
  };

  const run = async () => {
    while (!closing.signal.aborted) {
      const startedAtMs = clock.nowMs();
      const cause = await live();
      child = undefined;
      endedCpuMs += usage.cpuMs;
      usage = { cpuMs: 0, memoryBytes: 0 };
      if (closing.signal.aborted) return;
      if (clock.nowMs() - startedAtMs >= PROVEN_MS) failures = 0;
      failures++;
      const waitMs = backOffMs(failures);
      log.warn({ err: cause, failures, waitMs }, 'the speech process is started anew');
      onDown(cause, failures);
      await clock.sleep(waitMs, closing.signal);
    }
  };
  const running = run().catch((error: unknown) => {
    if (!closing.signal.aborted) throw error;
  });

  return {
    get pid() {
      return child?.pid;
    },
    get usage() {
      return { ...usage, cpuMs: endedCpuMs + usage.cpuMs };
    },
    send: (message) => child?.send(message),
    restart,
    praise() {
      failures = 0;
    },
    hold(isNeeded) {
      isHeld = isNeeded;
      child?.hold(isNeeded);
    },
    async [Symbol.asyncDispose]() {
      closing.abort(new Error('The speech process is being closed'));
      // Whatever it computes, nobody waits for it; what is waited for is that no zombie stays.
      child?.hold(true);
      child?.kill();
      await running;
    },
  };
}
