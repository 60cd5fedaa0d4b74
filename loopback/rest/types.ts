/** What REST routes take and give. */
import type { Account } from '../world/types.ts';

export interface RestRequest {
  readonly method: string;
  /** Without /api and version. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed JSON; undefined without one. */
  readonly body: unknown;
  /** Whose token came with it; undefined on the routes that need none. */
  readonly account: Account | undefined;
}

export interface RestAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RestRoute {
  readonly method: string;
  /** Groups become `params`. */
  readonly path: RegExp;
  /** Interaction and webhook calls carry their own token in the path. */
  readonly isOpen?: boolean;
  readonly answer: (request: RestRequest, params: readonly string[]) => RestAnswer;
}

/** One request as it came in and what it got. */
export interface RestRecord {
  /** performance.now() milliseconds. */
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
}

export const ok = (body: unknown): RestAnswer => ({ status: 200, body });
export const noContent: RestAnswer = { status: 204 };

/** Discord's error form. @param code JSON error code of the API reference. */
export const refusal = (status: number, code: number, message: string): RestAnswer => ({
  status,
  body: { message, code },
});
export const missingPermissions = refusal(403, 50013, 'Missing Permissions');
export const missingAccess = refusal(403, 50001, 'Missing Access');
export const notFound = (what: string, code: number): RestAnswer =>
  refusal(404, code, `Unknown ${what}`);

/** 50035: which field is wrong, and how. */
export const invalidForm = (field: string, code: string, message: string): RestAnswer => ({
  status: 400,
  body: {
    message: 'Invalid Form Body',
    code: 50035,
    errors: { [field]: { _errors: [{ code, message }] } },
  },
});
