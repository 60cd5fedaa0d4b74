/** How many tasks of each kind may be at work at once, and in which manner. */
import type { Manner, TaskKind } from './messages.ts';

interface Lane {
  /** Tasks that someone waits for. */
  readonly awaited: number;
  /**
   * Tasks beyond these that may still run with nobody waiting (they cannot be stopped), so that a
   * barge-in's next reply need not wait for the one before it.
   */
  readonly abandoned: number;
  /** The same in a crowd, where each is done thriftily, on one thread. As otherwise, unless told. */
  readonly crowd?: number;
}

export type LaneLimits = Readonly<Record<TaskKind, Lane>>;

/** A task that would begin. */
interface Candidate {
  readonly kind: TaskKind;
  /** It must have the process to itself, as one that may have killed it. */
  readonly isAlone: boolean;
  /** Tasks of its kind that wait and can be done thriftily, this one included; 0 where it cannot. */
  readonly wanted: number;
  /** From when it can be had on a busy machine until it is needed. */
  readonly spareMs: number;
  /** Somebody hears what it goes on with, and it may come late if it is not begun soon. */
  readonly isDue: boolean;
}

export interface Lanes {
  /** @returns how it may begin; undefined while it may not. */
  mannerOf(candidate: Candidate): Manner | undefined;
  begin(kind: TaskKind, isAlone: boolean, manner: Manner): void;
  /** Nobody waits for it any more, but it runs on. */
  abandon(kind: TaskKind, manner: Manner): void;
  end(kind: TaskKind, wasAwaited: boolean, manner: Manner): void;
  /** The process is gone, and all tasks with it. */
  clear(): void;
}

/**
 * Two and more syntheses are a crowd where, with all else that is at work, there are more than two tasks for
 * each that is done fast: then one waits for another in any case, and what counts is how much is done, no
 * longer how soon the first.
 */
const CROWD_FACTOR = 2;

/**
 * Threads of a task that is done fast. Where there are more threads than cores they wait for each other:
 * two threads take 91 ms for a clause, 240 beside one thread of anybody's, which takes 140 for it itself.
 */
const FAST_THREADS = 2;

/**
 * With so much to spare a clause is said thriftily: later than it could be, but beside another one. Twelve
 * conversations on two cores are answered in 590 ms instead of 655, and what is said next is ready 113 ms and
 * more ahead of the ear, instead of 6. Only where a crowd has loaded the copies already.
 */
const LEISURE_MS = 300;

/** And with so much it waits for a free core. */
const PATIENT_MS = 1100;

export function createLanes(limits: LaneLimits): Lanes {
  const awaited = { recognition: 0, turn: 0, synthesis: 0 };
  const running = { recognition: 0, turn: 0, synthesis: 0 };
  const thrifty = { recognition: 0, turn: 0, synthesis: 0 };
  /** Those that someone waits for. */
  const fast = { recognition: 0, turn: 0, synthesis: 0 };
  let total = 0;
  /** Whether what runs must be alone. */
  let isReserved = false;
  /** Since the process began. */
  let hadCrowd = false;

  const others = (kind: TaskKind) =>
    awaited.recognition + awaited.synthesis + awaited.turn - awaited[kind];
  const threads = () =>
    running.recognition +
    // The second only waits at its thread.
    Math.min(running.turn, 1) +
    thrifty.synthesis +
    FAST_THREADS * (running.synthesis - thrifty.synthesis);

  return {
    mannerOf({ kind, isAlone, wanted, spareMs, isDue }) {
      if (isReserved) return undefined;
      if (isAlone) return total === 0 ? 'fast' : undefined;
      const { awaited: usual, abandoned, crowd = usual } = limits[kind];
      const alike = awaited[kind] + wanted;
      const isPatient = spareMs > PATIENT_MS && !isDue;
      const isCrowd =
        wanted > 0 &&
        crowd > usual &&
        (thrifty[kind] > 0 ||
          (hadCrowd && spareMs > LEISURE_MS) ||
          (alike > 1 && alike + others(kind) > CROWD_FACTOR * usual));
      // Begun beside something urgent, it would take a core from it and be done no sooner; and a crowd
      // keeps a core free for what is urgent next, since no clause can be stopped.
      if (isPatient && total > 0 && !(isCrowd && threads() < crowd - 1)) return undefined;
      const most = isCrowd ? crowd : usual;
      if (isCrowd && awaited[kind] + (FAST_THREADS - 1) * fast[kind] >= crowd) return undefined;
      if (awaited[kind] >= most || running[kind] >= most + abandoned) return undefined;
      return isCrowd ? 'thrifty' : 'fast';
    },
    begin(kind, isAlone, manner) {
      awaited[kind]++;
      running[kind]++;
      hadCrowd ||= manner === 'thrifty';
      (manner === 'thrifty' ? thrifty : fast)[kind]++;
      total++;
      isReserved = isAlone;
    },
    abandon(kind, manner) {
      awaited[kind]--;
      if (manner === 'fast') fast[kind]--;
    },
    end(kind, wasAwaited, manner) {
      if (wasAwaited) awaited[kind]--;
      if (manner === 'thrifty') thrifty[kind]--;
      else if (wasAwaited) fast[kind]--;
      running[kind]--;
      total--;
      if (total === 0) isReserved = false;
    },
    clear() {
      for (const counts of [awaited, running, thrifty, fast])
        counts.recognition = counts.turn = counts.synthesis = 0;
      total = 0;
      isReserved = false;
      hadCrowd = false;
    },
  };
}

/** Clauses that are said at once in a crowd, with a core and a copy of the model each. */
export function crowdSize(cores: number): number {
  return Math.min(cores, MOST_COPIES);
}

/** 95 MB each. */
const MOST_COPIES = 6;

/**
 * What `cores` can bear. Recognition leaves half of them to the synthesis of the reply before; one clause
 * at a time is said with two threads, ten times faster than it is spoken, or several with one each in a
 * crowd; the turn model lives in one thread and takes one question at a time, where the next one is at hand
 * already. Sent for only then, it comes later by what the bot is busy with: with 64 conversations a tenth of
 * the answers and more came too late.
 */
export function laneLimits(cores: number): LaneLimits {
  return {
    recognition: { awaited: Math.max(1, Math.floor(cores / 2)), abandoned: 1 },
    synthesis: { awaited: 1, abandoned: 1, crowd: crowdSize(cores) },
    turn: { awaited: 2, abandoned: 0 },
  };
}

/** Tasks that may be at work at once at most. */
export function mostAtOnce(limits: LaneLimits): number {
  return Object.values(limits).reduce(
    (sum, { awaited, abandoned, crowd = awaited }) => sum + Math.max(awaited, crowd) + abandoned,
    0,
  );
}
