/** What Parley itself said in the last seconds: what comes back as an echo. */

/** Longer than any way round through somebody's speakers, and a recogniser's stretch of it. */
const KEPT_MS = 12_000;

export interface RecentSpeech {
  add(text: string, endedAtMs: number): void;
  /** @param saidNow what has been heard of the reply that is going on. */
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
