/** What Parley itself said in the last seconds: what comes back as an echo. */
import { wordsOf } from '../words.ts';

/** Longer than any way round through somebody's speakers, and a recogniser's stretch of it. */
const KEPT_MS = 12_000;

export interface RecentSpeech {
  add(text: string, endedAtMs: number): void;
  /** @param saidNow the reply that is going on. */
  text(nowMs: number, saidNow: string): string;
}

export function createRecentSpeech(): RecentSpeech {
  let said: { readonly text: string; readonly endedAtMs: number }[] = [];
  return {
    add(text, endedAtMs) {
      said = [
        ...said.filter((entry) => endedAtMs - entry.endedAtMs < KEPT_MS),
        { text, endedAtMs },
      ];
    },
    text(nowMs, saidNow) {
      said = said.filter((entry) => nowMs - entry.endedAtMs < KEPT_MS);
      return [...said.map(({ text }) => text), saidNow].join(' ').trim();
    },
  };
}

/** What of a reply was only just said: some two seconds of it. */
const JUST_SAID_WORDS = 8;

/** @param played what was played so far. @returns the end of it, for `isScrapOf()`. */
export function lastWordsOf(played: string): string {
  return wordsOf(played.slice(-JUST_SAID_CHARS)).slice(-JUST_SAID_WORDS).join(' ');
}

const JUST_SAID_CHARS = 200;

/** Said alone they are meant, whatever the reply says: replies, wishes, and what asks back. */
const MEANT_ALONE =
  /^(?:no|nope|yes|yeah|what|who|whose|where|when|why|how|which|sorry|pardon|please|thanks|really|louder|quieter|slower|faster|again|repeat|next|more|less|shorter|longer|skip|back|go|start|play|pause|continue|resume|wrong|right|true|false|hello|hey|hi|bye|help|stop|stopped|wait|hold|enough|quiet|cancel|shut|okay|ok)$/u;

/**
 * Whether one word is a scrap of what Parley is just saying: too short for `isEcho()`, and over its
 * own voice nobody says a single word of it but to ask back, or to be answered.
 */
export function isScrapOf(
  text: string,
  justSaid: string,
  wakeNames: readonly string[] = [],
): boolean {
  const [word, ...more] = wordsOf(text);
  if (word === undefined || more.length > 0 || /[?？]/u.test(text)) return false;
  if (MEANT_ALONE.test(word) || wakeNames.some((name) => wordsOf(name).join(' ') === word))
    return false;
  return wordsOf(justSaid).some((said) => isPartOf(word, said));
}

/** A part of a word is heard where hearing begins or ends in the middle of it: "Table," of a timetable. */
const LEAST_PART_CHARS = 4;

function isPartOf(heard: string, said: string): boolean {
  if (heard === said) return true;
  return heard.length >= LEAST_PART_CHARS && (said.endsWith(heard) || said.startsWith(heard));
}

const LONGEST_STOP_WORDS = 4;

/**
 * "…on seven hills. Stop, stop. Later…": words between Parley's own that it did not say, and that tell
 * it to stop.
 */
export function stopWithin(
  text: string,
  saidNow: string,
  isStop: (words: string) => boolean,
): string | undefined {
  const own = new Set(wordsOf(saidNow));
  const words = wordsOf(text);
  for (const from of words.keys())
    for (let count = LONGEST_STOP_WORDS; count > 0; count--) {
      const part = words.slice(from, from + count);
      if (part.every((word) => !own.has(word)) && isStop(part.join(' '))) return part.join(' ');
    }
  return undefined;
}
