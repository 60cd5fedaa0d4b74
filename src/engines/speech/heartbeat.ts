/** Notices that a process has fallen silent: stopped, or its thread stuck. */
import type { Clock } from '../../async/clock.ts';

export interface Heartbeat {
  /** It gave a sign of life. */
  beat(): void;
  end(): void;
}

export interface HeartbeatOptions {
  readonly clock: Clock;
  readonly periodMs: number;
  /** Silence after which it is taken to hang. */
  readonly limitMs: number;
  readonly ping: () => void;
  readonly onSilent: (silentMs: number) => void;
}

/**
 * Time in which the bot itself stood still does not count: after a stall, answers wait in the
 * socket while the timer already runs. So each look counts for two periods at most.
 */
export function startHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { clock, periodMs, limitMs, ping, onSilent } = options;
  let silentMs = 0;
  let lookedAtMs = clock.nowMs();
  const end = clock.every(periodMs, () => {
    const nowMs = clock.nowMs();
    silentMs += Math.min(nowMs - lookedAtMs, 2 * periodMs);
    lookedAtMs = nowMs;
    if (silentMs >= limitMs) {
      end();
      onSilent(silentMs);
    } else ping();
  });
  return {
    beat() {
      silentMs = 0;
      lookedAtMs = clock.nowMs();
    },
    end,
  };
}
