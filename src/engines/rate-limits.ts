/** Reads what a provider still allows out of its answer's headers. */

/** Times count from the answer; what the provider does not say, or says without sense, is absent. */
export interface RateLimits {
  readonly requestsLeft?: number;
  readonly requestsResetAfterMs?: number;
  readonly tokensLeft?: number;
  readonly tokensResetAfterMs?: number;
}

/**
 * Groq's and OpenAI's names (console.groq.com/docs/rate-limits, platform.openai.com's guide "Rate
 * limits"); many compatible servers send the same. With Groq, requests are those of a day and tokens
 * those of a minute.
 *
 * @returns undefined when they tell of nothing that is left.
 */
export function readRateLimits(headers: Pick<Headers, 'get'>): RateLimits | undefined {
  const requestsLeft = countOf(headers.get('x-ratelimit-remaining-requests'));
  const tokensLeft = countOf(headers.get('x-ratelimit-remaining-tokens'));
  if (requestsLeft === undefined && tokensLeft === undefined) return undefined;
  const requestsResetAfterMs = durationMs(headers.get('x-ratelimit-reset-requests'));
  const tokensResetAfterMs = durationMs(headers.get('x-ratelimit-reset-tokens'));
  return {
    ...(requestsLeft === undefined ? {} : { requestsLeft }),
    ...(requestsResetAfterMs === undefined ? {} : { requestsResetAfterMs }),
    ...(tokensLeft === undefined ? {} : { tokensLeft }),
    ...(tokensResetAfterMs === undefined ? {} : { tokensResetAfterMs }),
  };
}

/** Some servers send −1 for "no limit", or a word: that says nothing. */
function countOf(value: string | null): number | undefined {
  const text = value?.trim() ?? '';
  return /^\d{1,15}(?:\.\d*)?$/u.test(text) ? Math.floor(Number(text)) : undefined;
}

/** "7.66s", "2m59.56s", "120ms", "1h0m5s", "1d"; a bare number is taken for seconds. */
const DURATION =
  /^(?:(?<d>\d+)d)?(?:(?<h>\d+)h)?(?:(?<m>\d+)m)?(?:(?<s>\d+(?:\.\d+)?)s)?(?:(?<ms>\d+(?:\.\d+)?)ms)?$/u;

const UNITS_MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;

/** Longer is no duration (a date in seconds since 1970, say) or of no interest. */
const LONGEST_MS = 24 * 3_600_000;

function durationMs(value: string | null): number | undefined {
  const text = value?.trim() ?? '';
  const groups = DURATION.exec(/^[\d.]+$/u.test(text) ? `${text}s` : text)?.groups;
  if (text === '' || groups === undefined) return undefined;
  let ms = 0;
  for (const [unit, factor] of Object.entries(UNITS_MS)) ms += Number(groups[unit] ?? 0) * factor;
  return ms <= LONGEST_MS ? ms : undefined;
}
