/** An OpenAI-compatible server on 127.0.0.1 that answers each request as its script says. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { z } from 'zod';

const Body = z.looseObject({ model: z.string() });

interface SseRequest {
  readonly path: string;
  readonly model: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly authorization: string | undefined;
  /** Resolves when the connection of this request is over, whoever closed it. */
  readonly closed: Promise<void>;
}

export type Answer = (response: ServerResponse) => void | Promise<void>;

export interface SseServer extends AsyncDisposable {
  /** Without /v1. */
  readonly address: string;
  readonly chats: readonly SseRequest[];
  /** Resolves when so many chat requests have come. */
  arrived(count: number): Promise<void>;
  readonly connections: number;
}

/**
 * @param script one answer for each chat request; the last one is used again.
 * @param models what GET /models lists.
 */
export async function sseServer(
  script: readonly Answer[],
  models: readonly string[] = ['listed-model'],
): Promise<SseServer> {
  const chats: SseRequest[] = [];
  const waiting = new Set<() => void>();
  let connections = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (path.endsWith('/models')) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ object: 'list', data: models.map((id) => ({ id })) }));
      return;
    }
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const body = Body.parse(JSON.parse(text));
    const closed = Promise.withResolvers<void>();
    response.on('close', () => closed.resolve());
    const answer = script[Math.min(chats.length, script.length - 1)];
    const { authorization } = request.headers;
    chats.push({ path, model: body.model, body, authorization, closed: closed.promise });
    for (const wake of waiting) wake();
    await answer?.(response);
  }

  const server: Server = createServer((request, response) => void handle(request, response));
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    address: `http://127.0.0.1:${port}`,
    chats,
    get connections() {
      return connections;
    },
    arrived(count) {
      return new Promise((resolve) => {
        const wake = () => {
          if (chats.length < count) return;
          waiting.delete(wake);
          resolve();
        };
        waiting.add(wake);
        wake();
      });
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One server-sent event with a chat completion chunk. */
export function event(delta: object, finishReason: string | null = null): string {
  const choices = [{ index: 0, delta, finish_reason: finishReason }];
  return `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', choices })}\n\n`;
}

/** A whole reply, well ended. */
export function reply(...texts: readonly string[]): Answer {
  return (response) => {
    open(response);
    for (const content of texts) response.write(event({ content }));
    response.write(event({}, 'stop'));
    response.end('data: [DONE]\n\n');
  };
}

/** Texts, then silence on an open connection. */
export function stall(...texts: readonly string[]): Answer {
  return (response) => {
    open(response);
    for (const content of texts) response.write(event({ content }));
  };
}

/** Texts, then the connection is cut. */
export function cut(...texts: readonly string[]): Answer {
  return (response) => {
    open(response);
    for (const content of texts) response.write(event({ content }));
    setImmediate(() => response.destroy());
  };
}

/** An error as these services send it. */
export function failure(
  status: number,
  code: string | null,
  headers: Readonly<Record<string, string>> = {},
  message = 'It failed',
): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ error: { message, type: 'error', code } }));
  };
}

export function open(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
}
