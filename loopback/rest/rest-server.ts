/** The REST API's HTTP side: reads requests, checks tokens, finds the route, keeps the record. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bareToken } from '../gateway/gateway.ts';
import { parseJson } from '../json.ts';
import type { RestFaults } from '../faults/rest-faults.ts';
import type { World } from '../world/world.ts';
import {
  invalidForm,
  notFound,
  refusal,
  type RestAnswer,
  type RestRecord,
  type RestRoute,
} from './types.ts';
import { z } from 'zod';

export interface RestServerOptions {
  readonly world: World;
  readonly routes: readonly RestRoute[];
  readonly faults: RestFaults;
  readonly record: (entry: RestRecord) => void;
  readonly trace: (line: string) => void;
}

/** Files may come with a message; more than this is nobody's caption. */
const MAX_BODY_BYTES = 25 * 1024 * 1024;
const PREFIX = /^\/api(\/v\d+)?/;

export function createRestServer(options: RestServerOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const atMs = performance.now();
    const { method = 'GET' } = request;
    const url = new URL(request.url ?? '/', 'http://loopback');
    // Clients write @original and @me with or without an escape.
    const path = url.pathname.replace(PREFIX, '').replaceAll('%40', '@');
    let body: unknown;
    let answer: RestAnswer;
    try {
      body = await readBody(request);
      answer =
        options.faults.take(`${method} ${path}`) ??
        answerTo(request, method, path, url.searchParams, body);
    } catch (error) {
      options.trace(`rest: ${method} ${path}: ${String(error)}`);
      answer =
        error instanceof z.ZodError
          ? invalidBody(error)
          : refusal(400, 50109, 'The request body contains invalid JSON.');
    }
    options.record({ atMs, method, path, status: answer.status, body });
    options.trace(`rest: ${method} ${path} ${answer.status}`);
    write(response, answer);
  };

  function answerTo(
    request: IncomingMessage,
    method: string,
    path: string,
    query: URLSearchParams,
    body: unknown,
  ): RestAnswer {
    const route = options.routes.find((known) => known.method === method && known.path.test(path));
    const account = options.world.accountByToken(bareToken(request.headers.authorization ?? ''));
    if (account === undefined && route?.isOpen !== true) {
      return refusal(401, 0, '401: Unauthorized');
    }
    if (route === undefined) return refusal(404, 0, '404: Not Found');
    const params =
      route.path
        .exec(path)
        ?.slice(1)
        .map((group) => group ?? '') ?? [];
    return route.answer({ method, path, query, body, account }, params);
  }
}

/** The first fault of a body, as Discord words it. */
function invalidBody(error: z.ZodError): RestAnswer {
  const [issue] = error.issues;
  if (issue === undefined) return notFound('error', 0);
  return invalidForm(issue.path.join('.') || 'body', 'INVALID_FORM_FIELD', issue.message);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > MAX_BODY_BYTES) throw new RangeError('Request entity too large');
    chunks.push(part);
  }
  if (bytes === 0) return undefined;
  const type = request.headers['content-type'] ?? '';
  const content = Buffer.concat(chunks);
  if (!type.startsWith('multipart/')) return parseJson(content.toString());
  // A message with files: its fields are one part.
  const form = await new Response(content, { headers: { 'content-type': type } }).formData();
  const fields = form.get('payload_json');
  return typeof fields === 'string' ? parseJson(fields) : {};
}

function write(response: ServerResponse, { status, body, headers = {} }: RestAnswer): void {
  if (body === undefined) {
    // No content type either: clients would look for JSON.
    response.writeHead(status, headers).end();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}
