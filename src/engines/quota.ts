/** Keeps what a provider still allows, until it is counted anew. */
import type { Clock } from '../async/clock.ts';
import type { LlmQuota } from '../pipeline/ports.ts';
import type { RateLimits } from './rate-limits.ts';

export interface Quota {
  /** As far as it is known and still holds. */
  readonly current: LlmQuota | undefined;
  /** An answer came; `limits` is undefined when it said nothing about them. */
  answered(limits: RateLimits | undefined): void;
  /** The provider refused because of its limits. */
  refused(retryAfterMs: number | undefined): void;
  /** Another model is used from now on: it has limits of its own. */
  forget(): void;
}

/** What is left of one kind, and until when that is known. */
interface Allowance {
  readonly left: number;
  readonly untilMs: number;
}

/** How long a refusal without Retry-After holds. Most limits are those of a minute; a guess. */
const REFUSED_FOR_MS = 10_000;

export function createQuota(clock: Clock): Quota {
  let requests: Allowance | undefined;
  let tokens: Allowance | undefined;

  const allowance = (left: number | undefined, resetAfterMs = Number.POSITIVE_INFINITY) =>
    left === undefined ? undefined : { left, untilMs: clock.nowMs() + resetAfterMs };
  const holding = (known: Allowance | undefined) =>
    known !== undefined && clock.nowMs() < known.untilMs ? known : undefined;

  return {
    get current() {
      const requestsHolding = holding(requests);
      const tokensHolding = holding(tokens);
      if (requestsHolding === undefined && tokensHolding === undefined) return undefined;
      // The sooner one: after it, the numbers are not those shown here.
      const resetsAtMs = Math.min(
        requestsHolding?.untilMs ?? Number.POSITIVE_INFINITY,
        tokensHolding?.untilMs ?? Number.POSITIVE_INFINITY,
      );
      return {
        ...(requestsHolding === undefined ? {} : { requestsLeft: requestsHolding.left }),
        ...(tokensHolding === undefined ? {} : { tokensLeft: tokensHolding.left }),
        ...(Number.isFinite(resetsAtMs) ? { resetsAtMs } : {}),
      };
    },

    answered(limits) {
      if (limits === undefined) return;
      requests = allowance(limits.requestsLeft, limits.requestsResetAfterMs);
      tokens = allowance(limits.tokensLeft, limits.tokensResetAfterMs);
    },

    refused(retryAfterMs = REFUSED_FOR_MS) {
      requests = allowance(0, retryAfterMs);
      tokens = allowance(0, retryAfterMs);
    },

    forget() {
      requests = undefined;
      tokens = undefined;
    },
  };
}
