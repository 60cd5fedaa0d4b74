/** How fast the models of a conversation work, measured while they do. */

/** What is known about the pace so far. */
export interface SpeechPace {
  /** How long synthesis takes for so many characters, with what it is usually late by on top. */
  synthesisMs(chars: number): number;
  /** How long so many characters sound. */
  soundMs(chars: number): number;
  /** Of the language model. */
  readonly charsPerSecond: number;
}

export interface MeasuredPace extends SpeechPace {
  synthesised(chars: number, tookMs: number, soundMs: number): void;
  /** A reply begins to be written. Its pace counts at once, and as one of the last ones later. */
  writing(): { wrote(chars: number, atMs: number): void };
}

/** What an observation counts for when the next one has come. */
const KEPT = 0.85;

/** As a Piper voice on two threads: 40 ms, and 3 ms a character. Half an observation each. */
const FIRST_GUESSES = [
  { chars: 10, tookMs: 70 },
  { chars: 100, tookMs: 340 },
] as const;
const GUESS_WEIGHT = 0.5;
const FIRST_LATENESS_MS = 20;

/** 15 characters a second, as people speak. */
const FIRST_SOUND_MS_A_CHAR = 65;

/** 50 tokens a second: slower than most hosted models, and than the embedded one. */
const FIRST_CHARS_PER_SECOND = 200;

/** A shorter stretch of writing tells little: tokens come in bursts. */
const MEASURABLE_MS = 60;

export function createSpeechPace(): MeasuredPace {
  /** Weighted sums of a straight line through (characters, time). */
  let weight = 0;
  let sumX = 0;
  let sumY = 0;
  let sumXx = 0;
  let sumXy = 0;
  let latenessMs = FIRST_LATENESS_MS;
  let soundMsAChar = FIRST_SOUND_MS_A_CHAR;
  let charsPerSecond = FIRST_CHARS_PER_SECOND;
  let current: number | undefined;

  const observe = (chars: number, tookMs: number, counts: number) => {
    weight += counts;
    sumX += counts * chars;
    sumY += counts * tookMs;
    sumXx += counts * chars * chars;
    sumXy += counts * chars * tookMs;
  };
  for (const { chars, tookMs } of FIRST_GUESSES) observe(chars, tookMs, GUESS_WEIGHT);

  const line = (chars: number) => {
    const spread = weight * sumXx - sumX * sumX;
    const slope = spread < 1 ? 0 : Math.max(0, (weight * sumXy - sumX * sumY) / spread);
    const fixedMs = (sumY - slope * sumX) / weight;
    // Through the origin where the line would begin below it.
    return fixedMs >= 0 ? fixedMs + slope * chars : (sumY / Math.max(1, sumX)) * chars;
  };

  return {
    synthesised(chars, tookMs, soundMs) {
      const lateMs = Math.max(0, tookMs - line(chars));
      latenessMs = KEPT * latenessMs + (1 - KEPT) * lateMs;
      weight *= KEPT;
      sumX *= KEPT;
      sumY *= KEPT;
      sumXx *= KEPT;
      sumXy *= KEPT;
      observe(chars, tookMs, 1);
      if (chars > 0 && soundMs > 0)
        soundMsAChar = KEPT * soundMsAChar + (1 - KEPT) * (soundMs / chars);
    },

    writing() {
      let firstAtMs: number | undefined;
      let chars = 0;
      const before = charsPerSecond;
      return {
        wrote(count, atMs) {
          if (firstAtMs === undefined) {
            firstAtMs = atMs;
            current = undefined;
            return;
          }
          chars += count;
          const tookMs = atMs - firstAtMs;
          if (tookMs < MEASURABLE_MS) return;
          current = (chars * 1000) / tookMs;
          charsPerSecond = (before + current) / 2;
        },
      };
    },

    synthesisMs: (chars) => line(chars) + latenessMs,
    soundMs: (chars) => soundMsAChar * chars,
    get charsPerSecond() {
      return current ?? charsPerSecond;
    },
  };
}
