/** Answers that the REST API gives instead of doing what was asked. */

interface RestFault {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

interface RestMatch {
  /** Which requests: all by default. Matched against "METHOD /path" without /api and version. */
  readonly route?: RegExp;
  /** How many requests it hits; 1 by default. */
  readonly times?: number;
}

interface RateLimit extends RestMatch {
  readonly retryAfterMs: number;
  /** For the whole account, not for one route. */
  readonly isGlobal?: boolean;
}

export interface RestFaults {
  /** 429. */
  readonly rateLimit: (limit: RateLimit) => void;
  readonly fail: (failure: RestMatch & { readonly status: number }) => void;
  /** The answer for this request, if it is to fail. */
  take(methodAndPath: string): RestFault | undefined;
}

export function createRestFaults(): RestFaults {
  const planned: { readonly route: RegExp; left: number; readonly fault: RestFault }[] = [];
  const plan = ({ route = /./, times = 1 }: RestMatch, fault: RestFault) =>
    planned.push({ route, left: times, fault });

  return {
    rateLimit({ retryAfterMs, isGlobal = false, ...match }) {
      const retryAfter = retryAfterMs / 1000;
      plan(match, {
        status: 429,
        headers: {
          'retry-after': String(retryAfter),
          'x-ratelimit-scope': isGlobal ? 'global' : 'user',
          'x-ratelimit-remaining': '0',
          'x-ratelimit-limit': '5',
          'x-ratelimit-reset-after': String(retryAfter),
          ...(isGlobal ? { 'x-ratelimit-global': 'true' } : { 'x-ratelimit-bucket': 'loopback' }),
        },
        body: { message: 'You are being rate limited.', retry_after: retryAfter, global: isGlobal },
      });
    },
    fail({ status, ...match }) {
      plan(match, { status, headers: {}, body: { message: `${status}: injected fault`, code: 0 } });
    },
    take(methodAndPath) {
      const hit = planned.find(({ route, left }) => left > 0 && route.test(methodAndPath));
      if (hit === undefined) return undefined;
      hit.left -= 1;
      return hit.fault;
    },
  };
}
