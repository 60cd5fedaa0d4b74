/**
 * Holds the first sound of a reply back where the next piece would come too late behind it: where a machine
 * or a writer cannot keep up, a reply is to begin later, and not to fall silent in its middle.
 */
import type { Clock } from '../../async/clock.ts';
import { createGate } from '../../async/gate.ts';
import { openOrLater } from '../../async/open-or-later.ts';
import { FEW_WORDS_CHARS, writingMs } from './plan-piece.ts';
import type { MeasuredPace } from './speech-pace.ts';

export interface HoldBack {
  /** The piece behind the first sound was handed to the synthesiser. */
  asked(chars: number): void;
  /** It is at work. */
  begun(): void;
  /** It is there, or none follows. */
  over(): void;
  /**
   * Resolves when the first sound may be let out; at once where the voice keeps up.
   * @param soundMs how long it lasts.
   * @throws `signal.reason` once aborted.
   */
  passed(soundMs: number, signal: AbortSignal): Promise<void>;
}

interface NextPiece {
  readonly chars: number;
  readonly askedAtMs: number;
  begunAtMs: number | undefined;
}

/** A silence before the answer that is longer than this is worse than one in it. A guess. */
const MOST_MS = 2000;

/** Synthesis varies. */
const MARGIN_MS = 40;

export function createHoldBack(
  pace: Pick<MeasuredPace, 'urgentMs' | 'workMs' | 'charsPerSecond'>,
  clock: Clock,
): HoldBack {
  const changed = createGate();
  let next: NextPiece | undefined;
  let isOver = false;

  /** Until it is there, as far as can be told. @param heldMs so long the first sound has waited for it. */
  const leftMs = (heldMs: number): number => {
    if (next === undefined) {
      const writtenInMs = Math.max(0, writingMs(FEW_WORDS_CHARS, pace) - heldMs);
      return writtenInMs + pace.urgentMs(FEW_WORDS_CHARS);
    }
    const { chars, askedAtMs, begunAtMs } = next;
    const nowMs = clock.nowMs();
    if (begunAtMs !== undefined) return pace.workMs(chars) - (nowMs - begunAtMs);
    return Math.max(pace.workMs(chars), pace.urgentMs(chars) - (nowMs - askedAtMs));
  };

  return {
    asked(chars) {
      next = { chars, askedAtMs: clock.nowMs(), begunAtMs: undefined };
      changed.open();
    },
    begun() {
      if (next !== undefined) next.begunAtMs = clock.nowMs();
      changed.open();
    },
    over() {
      isOver = true;
      changed.open();
    },
    async passed(soundMs, signal) {
      const fromMs = clock.nowMs();
      while (!isOver) {
        changed.close();
        const heldMs = clock.nowMs() - fromMs;
        const missingMs = leftMs(heldMs) + MARGIN_MS - soundMs;
        const waitMs = Math.min(missingMs, MOST_MS - heldMs);
        if (waitMs <= 0) return;
        await openOrLater(changed, waitMs, clock, signal);
      }
    },
  };
}
