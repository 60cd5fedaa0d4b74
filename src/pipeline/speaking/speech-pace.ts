/** How fast the models of a conversation work, measured while they do. */

/** What is known about the pace so far. */
export interface SpeechPace {
  /** How long synthesis takes for so many characters, with what it is usually late by on top. */
  synthesisMs(chars: number): number;
  /** The same where it is needed at once: without what it waits for because there is time. */
  urgentMs(chars: number): number;
  /** How long so many characters sound. */
  soundMs(chars: number): number;
  /** Of the language model. */
  readonly charsPerSecond: number;
}

/** How long a synthesis took. */
export interface SynthesisTimes {
  readonly tookMs: number;
  /** Without what it waited because there was time. */
  readonly urgentMs: number;
  /** Without any waiting. */
  readonly workMs: number;
}

export function withoutWaiting(tookMs: number): SynthesisTimes {
  return { tookMs, urgentMs: tookMs, workMs: tookMs };
}

export interface MeasuredPace extends SpeechPace {
  /** How long synthesis takes once it is at work, with what it is usually late by on top. */
  workMs(chars: number): number;
  synthesised(chars: number, soundMs: number, times: SynthesisTimes): void;
  /** A reply begins to be written. Its pace counts at once, and as one of the last ones later. */
  writing(): { wrote(chars: number, atMs: number): void };
}

/** What an observation counts for when the next one has come. */
const KEPT = 0.85;

/**
 * A Piper voice takes 20 ms and 1.5 a character on two threads of a Xeon, other machines twice that and more.
 * Half an observation each.
 */
const FIRST_GUESSES = [
  { chars: 10, tookMs: 70 },
  { chars: 100, tookMs: 340 },
] as const;
const GUESS_WEIGHT = 0.5;
const FIRST_LATENESS_MS = 10;

/**
 * Of what it is late by in the mean: where others wait for the synthesiser, too, the mean alone leaves gaps
 * (eight conversations on a machine that bears four: 5 to 6 in 32 answers, with twice the mean 0 or 1).
 */
const LATE_FACTOR = 2;

/** 15 characters a second, as people speak. */
const FIRST_SOUND_MS_A_CHAR = 65;

/** 50 tokens a second: slower than most hosted models, and than the embedded one. */
const FIRST_CHARS_PER_SECOND = 200;

/** A shorter stretch of writing tells little: tokens come in bursts. */
const MEASURABLE_MS = 60;

export function createSpeechPace(): MeasuredPace {
  const whole = createTimeLine();
  const urgent = createTimeLine();
  const work = createTimeLine();
  let soundMsAChar = FIRST_SOUND_MS_A_CHAR;
  let charsPerSecond = FIRST_CHARS_PER_SECOND;
  let current: number | undefined;

  return {
    synthesised(chars, soundMs, { tookMs, urgentMs, workMs }) {
      whole.took(chars, tookMs);
      urgent.took(chars, urgentMs);
      work.took(chars, workMs);
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

    synthesisMs: (chars) => whole.expectedMs(chars),
    urgentMs: (chars) => urgent.expectedMs(chars),
    workMs: (chars) => work.expectedMs(chars),
    soundMs: (chars) => soundMsAChar * chars,
    get charsPerSecond() {
      return current ?? charsPerSecond;
    },
  };
}

interface TimeLine {
  took(chars: number, ms: number): void;
  /** With what it is usually late by on top. */
  expectedMs(chars: number): number;
}

/** A straight line through what was measured; what is long ago counts for less. */
function createTimeLine(): TimeLine {
  /** Weighted sums over (characters, time). */
  let weight = 0;
  let sumX = 0;
  let sumY = 0;
  let sumXx = 0;
  let sumXy = 0;
  let latenessMs = FIRST_LATENESS_MS;

  const observe = (chars: number, tookMs: number, counts: number) => {
    weight += counts;
    sumX += counts * chars;
    sumY += counts * tookMs;
    sumXx += counts * chars * chars;
    sumXy += counts * chars * tookMs;
  };
  for (const { chars, tookMs } of FIRST_GUESSES) observe(chars, tookMs, GUESS_WEIGHT);

  const at = (chars: number) => {
    const spread = weight * sumXx - sumX * sumX;
    const slope = spread < 1 ? 0 : Math.max(0, (weight * sumXy - sumX * sumY) / spread);
    const fixedMs = (sumY - slope * sumX) / weight;
    // Through the origin where the line would begin below it.
    return fixedMs >= 0 ? fixedMs + slope * chars : (sumY / Math.max(1, sumX)) * chars;
  };

  return {
    took(chars, ms) {
      const lateMs = Math.max(0, ms - at(chars));
      latenessMs = KEPT * latenessMs + (1 - KEPT) * lateMs;
      weight *= KEPT;
      sumX *= KEPT;
      sumY *= KEPT;
      sumXx *= KEPT;
      sumXy *= KEPT;
      observe(chars, ms, 1);
    },
    expectedMs: (chars) => at(chars) + LATE_FACTOR * latenessMs,
  };
}
