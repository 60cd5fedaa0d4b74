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
