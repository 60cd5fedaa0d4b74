/** Reads what went wrong out of an SDK's error: both SDKs give status, headers and a JSON body. */
import type { LlmFailure } from '../pipeline/ports.ts';

export interface HttpFailure {
  readonly failure: Exclude<LlmFailure, 'slow' | 'interrupted'>;
  /** Trying the same again may help. */
  readonly retryable: boolean;
  /** The server's Retry-After. */
  readonly retryAfterMs?: number;
  /** For people and logs: no key, no prompt. */
  readonly detail: string;
}

/** For people: what is wrong, and what to do about it. */
export const WAYS_OUT: Readonly<Record<LlmFailure, (detail: string) => string>> = {
  unauthorised: (detail) => `the key is not accepted (${detail}); check it`,
  'rate-limited': (detail) => `its rate limit is reached (${detail}); wait a little`,
  'model-gone': (detail) => `no model is left (${detail}); set another one`,
  unavailable: (detail) => `it cannot be reached (${detail})`,
  slow: (detail) => `it is too slow (${detail})`,
  interrupted: (detail) => `the reply broke off (${detail})`,
  refused: (detail) => `it refused the request (${detail}); check the model and the address`,
};

/** A stream that ended before the provider said so, or without a word. Handled like a lost connection. */
export class EmptyStream extends Error {
  override readonly name = 'EmptyStream';
}

const MODEL_GONE_CODES = /model_not_found|model_decommissioned|model_not_active/u;

/** Servers without codes: Ollama's `model "x" not found`, vLLM's `The model x does not exist`. */
const MODEL_GONE_TEXT = /model\b.*\b(?:not found|does not exist|decommissioned|not supported)/iu;

export function readFailure(error: unknown): HttpFailure {
  const status = numberOf(error, 'status');
  const body = bodyOf(error);
  const code = stringOf(body, 'code');
  const message = stringOf(body, 'message');
  const detail = detailOf(error, status, code);

  if (status === 401 || status === 403)
    return { failure: 'unauthorised', retryable: false, detail };
  const isGone =
    MODEL_GONE_CODES.test(code) || (isClientError(status) && MODEL_GONE_TEXT.test(message));
  if (isGone && status !== 429) return { failure: 'model-gone', retryable: false, detail };
  if (status === 429) {
    const retryAfterMs = retryAfterOf(error);
    const isHopeless = /insufficient_quota|billing/u.test(code);
    return {
      failure: 'rate-limited',
      retryable: !isHopeless,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      detail,
    };
  }
  // Groq answers 413 with this code when one request is above the minute's allowance.
  if (/rate_limit/u.test(code)) return { failure: 'rate-limited', retryable: false, detail };
  if (isClientError(status) && status !== 408 && status !== 409 && status !== 425)
    return { failure: 'refused', retryable: false, detail };
  return { failure: 'unavailable', retryable: true, detail };
}

/** An SDK's error holds headers and the body: only its name and message are kept, keys removed. */
export function withoutSecrets(cause: unknown, secrets: readonly string[]): Error | undefined {
  if (!(cause instanceof Error)) return undefined;
  let message = `${cause.name}: ${cause.message}`;
  for (const secret of secrets) message = message.replaceAll(secret, '[secret]');
  return new Error(message.replaceAll(/\b(?:gsk|sk)[-_][\w*-]+/gu, '[secret]').slice(0, 300));
}

function isClientError(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500;
}

/** The body may echo the prompt or the account, so only status and code are told. */
function detailOf(error: unknown, status: number | undefined, code: string): string {
  if (status !== undefined) return code === '' ? `HTTP ${status}` : `HTTP ${status}, ${code}`;
  if (code !== '') return code;
  return networkCode(error) ?? (error instanceof EmptyStream ? error.message : 'connection lost');
}

/** ECONNREFUSED and the like lie some causes deep. */
function networkCode(error: unknown): string | undefined {
  let current = error;
  for (let depth = 0; depth < 6 && isRecord(current); depth += 1) {
    const code = stringOf(current, 'code');
    if (/^(?:E[A-Z]+|UND_ERR_[A-Z_]+|[A-Z_]*CERT[A-Z_]*)$/u.test(code)) return code;
    current = current['cause'];
  }
  return undefined;
}

/** groq-sdk hands out the whole body, openai the `error` in it. */
function bodyOf(error: unknown): unknown {
  const body = isRecord(error) ? error['error'] : undefined;
  return isRecord(body) && isRecord(body['error']) ? body['error'] : body;
}

/** Seconds or a date, as RFC 9110 has it; `retry-after-ms` is finer where it is sent. */
function retryAfterOf(error: unknown): number | undefined {
  const headers = isRecord(error) ? error['headers'] : undefined;
  if (!(headers instanceof Headers) && !hasGet(headers)) return undefined;
  const fineMs = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (fineMs >= 0) return fineMs;
  const after = headers.get('retry-after') ?? '';
  const seconds = after === '' ? Number.NaN : Number(after);
  if (seconds >= 0) return seconds * 1000;
  const untilMs = Date.parse(after) - Date.now();
  return Number.isNaN(untilMs) ? undefined : Math.max(0, untilMs);
}

function hasGet(value: unknown): value is Pick<Headers, 'get'> {
  return isRecord(value) && typeof value['get'] === 'function';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function stringOf(value: unknown, key: string): string {
  const found = isRecord(value) ? value[key] : undefined;
  return typeof found === 'string' ? found : '';
}

function numberOf(value: unknown, key: string): number | undefined {
  const found = isRecord(value) ? value[key] : undefined;
  return typeof found === 'number' ? found : undefined;
}
