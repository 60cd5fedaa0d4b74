/** How long a language model may take, and how often it is asked again. */

export interface LlmTimes {
  /** From the request to the first text, all retries included. */
  readonly firstTokenMs: number;
  /** Between two signs of life after that. */
  readonly stallMs: number;
}

/** Longer silence is worse than "I cannot answer just now". Starting points, not measurements. */
export const DEFAULT_TIMES: LlmTimes = { firstTokenMs: 3000, stallMs: 3000 };

/** Doubled each time: 150, 300, 600, 1200 ms come to 2.25 s, so five attempts fit in 3 s. */
export const FIRST_BACK_OFF_MS = 150;

/** A retry with less than this left could not bring a first token. */
export const LEAST_ATTEMPT_MS = 150;

/** Of connections that nobody has used, no more than one is opened in this time. */
export const PREPARE_EVERY_MS = 3000;
