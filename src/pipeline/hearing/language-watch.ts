/** Watches, person by person, whether somebody speaks a language that the recogniser does not know. */
import type { Stt } from '../ports.ts';
import {
  forSecondHearing,
  looksForeign,
  wantsSecondHearing,
  type HeardTwice,
} from './unknown-language.ts';
import type { HeardPiece } from './ear-port.ts';

/** Enough to judge by; older ones say nothing about now. */
const KEPT = 12;

export interface LanguageWatch {
  /**
   * They said that, and their turn is over. Where it tells anything the sound is recognised once
   * more, in the background; a failure of that is no harm. At most one at a time.
   */
  heard(speakerId: string, piece: HeardPiece): void;
  /** They are not understood, and were not told yet. */
  isToBeTold(speakerId: string): boolean;
  told(speakerId: string): void;
  forget(speakerId: string): void;
  /** Resolves when nothing is being recognised any more. */
  settled(): Promise<void>;
}

/** @param mayHearAgain whether the machine has time for it. @param signal of the session. */
export function createLanguageWatch(
  stt: Stt,
  mayHearAgain: () => boolean,
  signal: AbortSignal,
): LanguageWatch {
  const utterances = new Map<string, readonly HeardTwice[]>();
  const told = new Set<string>();
  let work: Promise<void> | undefined;

  const hearAgain = async (speakerId: string, { text, samples }: HeardPiece) => {
    try {
      // Nobody waits for it, and nobody may have to wait because of it.
      const options = { neededAtMs: Infinity };
      const again = await stt.transcribe(forSecondHearing(samples), signal, options);
      const before = utterances.get(speakerId) ?? [];
      utterances.set(speakerId, [...before, { text, again: again.text }].slice(-KEPT));
    } catch {
      // Nothing is known about this one, then.
    } finally {
      work = undefined;
    }
  };

  return {
    heard(speakerId, piece) {
      if (work !== undefined || told.has(speakerId) || signal.aborted) return;
      if (!mayHearAgain() || !wantsSecondHearing(utterances.get(speakerId) ?? [])) return;
      work = hearAgain(speakerId, piece);
    },
    isToBeTold: (speakerId) =>
      !told.has(speakerId) && looksForeign(utterances.get(speakerId) ?? []),
    told: (speakerId) => told.add(speakerId),
    forget(speakerId) {
      utterances.delete(speakerId);
      told.delete(speakerId);
    },
    async settled() {
      await work;
    },
  };
}
