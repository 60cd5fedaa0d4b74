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

/**
 * Whether one word is a scrap of what Parley is just saying: too short for `isEcho()`, and over its
 * own voice nobody says a single word of it but to ask back.
 */
export function isScrapOf(text: string, saidNow: string): boolean {
  const [word, ...more] = wordsOf(text);
  if (word === undefined || more.length > 0 || /[?？]/u.test(text)) return false;
  return wordsOf(saidNow).includes(word);
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
