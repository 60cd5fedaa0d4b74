/** How well the machine keeps up: from how late work is begun that somebody waits for. */
import type { Clock } from '../async/clock.ts';
import type { LoadLevel } from './load.ts';

export interface LoadMeter {
  /** A piece of work was begun, or given up, so long after the moment its result was needed. */
  note(lateMs: number): void;
  level(): LoadLevel;
}

/**
 * Mean lateness at which each level begins. Recognition and synthesis wait in every answer, so an
 * answer is late by twice as much: 500 ms make an answer that takes half a second take one and a
 * half, which is the most that a conversation bears.
 */
const BEGINS_AT_MS: readonly number[] = [60, 150, 300, 500];

/** A level ends at this share of where it began, so that it does not come and go. */
const ENDS_AT_SHARE = 0.5;

/** Time after which what was noted counts for 1/e. Some answers of each of a few conversations. */
const MEMORY_MS = 8000;

/** Pieces of work on time that are taken for granted: one late piece alone is no load. */
const PRIOR = 4;

/** Longer says no more: one stuck piece of work should not outweigh ten that were on time. */
const MOST_LATE_MS = 2000;

/** How long a level lasts before the next one may begin: what was given up must show first. */
const RISE_MS = 1000;
const FALL_MS = 5000;

export function createLoadMeter(clock: Pick<Clock, 'nowMs'>): LoadMeter {
  let lateSumMs = 0;
  let weight = 0;
  let fadedAtMs = clock.nowMs();
  let level: LoadLevel = 0;
  let changedAtMs = -Infinity;

  const fade = () => {
    const share = Math.exp((fadedAtMs - clock.nowMs()) / MEMORY_MS);
    lateSumMs *= share;
    weight *= share;
    fadedAtMs = clock.nowMs();
  };

  const update = () => {
    fade();
    const meanMs = lateSumMs / (weight + PRIOR);
    const wanted = nextLevel(level, meanMs);
    const heldMs = clock.nowMs() - changedAtMs;
    if (wanted === level || heldMs < (wanted > level ? RISE_MS : FALL_MS)) return;
    level = wanted;
    changedAtMs = clock.nowMs();
  };

  return {
    note(lateMs) {
      fade();
      lateSumMs += Math.min(lateMs, MOST_LATE_MS);
      weight++;
      update();
    },
    level() {
      update();
      return level;
    },
  };
}

const LEVELS: readonly LoadLevel[] = [0, 1, 2, 3, 4];

/** One step up, one step down, or the same. */
function nextLevel(level: LoadLevel, meanMs: number): LoadLevel {
  const isTooMuch = meanMs >= (BEGINS_AT_MS[level] ?? Infinity);
  const isOver = meanMs < ENDS_AT_SHARE * (BEGINS_AT_MS[level - 1] ?? -Infinity);
  return LEVELS[level + (isTooMuch ? 1 : isOver ? -1 : 0)] ?? level;
}
