/** How many tasks of each kind may be at work at once. */
import type { TaskKind } from './messages.ts';

interface Lane {
  /** Tasks that someone waits for. */
  readonly awaited: number;
  /**
   * Tasks beyond these that may still run with nobody waiting (they cannot be stopped), so that a
   * barge-in's next reply need not wait for the one before it.
   */
  readonly abandoned: number;
}

export type LaneLimits = Readonly<Record<TaskKind, Lane>>;

export interface Lanes {
  /** @param isAlone the task must have the process to itself, as one that may have killed it. */
  mayBegin(kind: TaskKind, isAlone: boolean): boolean;
  begin(kind: TaskKind, isAlone: boolean): void;
  /** Nobody waits for it any more, but it runs on. */
  abandon(kind: TaskKind): void;
  end(kind: TaskKind, wasAwaited: boolean): void;
  /** The process is gone, and all tasks with it. */
  clear(): void;
}

export function createLanes(limits: LaneLimits): Lanes {
  const awaited = { recognition: 0, turn: 0, synthesis: 0 };
  const running = { recognition: 0, turn: 0, synthesis: 0 };
  let total = 0;
  /** Whether what runs must be alone. */
  let isReserved = false;

  return {
    mayBegin(kind, isAlone) {
      if (isReserved) return false;
      if (isAlone) return total === 0;
      const limit = limits[kind];
      return awaited[kind] < limit.awaited && running[kind] < limit.awaited + limit.abandoned;
    },
    begin(kind, isAlone) {
      awaited[kind]++;
      running[kind]++;
      total++;
      isReserved = isAlone;
    },
    abandon(kind) {
      awaited[kind]--;
    },
    end(kind, wasAwaited) {
      if (wasAwaited) awaited[kind]--;
      running[kind]--;
      total--;
      if (total === 0) isReserved = false;
    },
    clear() {
      for (const counts of [awaited, running])
        counts.recognition = counts.turn = counts.synthesis = 0;
      total = 0;
      isReserved = false;
    },
  };
}

/**
 * What `cores` can bear. Recognition leaves half of them to the synthesis of the reply before;
 * synthesis takes two threads, ten times faster than it is spoken; the turn model lives in one
 * thread and takes one question at a time.
 */
export function laneLimits(cores: number): LaneLimits {
  const half = Math.max(1, Math.floor(cores / 2));
  return {
    recognition: { awaited: half, abandoned: 1 },
    synthesis: { awaited: half, abandoned: 1 },
    turn: { awaited: 1, abandoned: 0 },
  };
}
