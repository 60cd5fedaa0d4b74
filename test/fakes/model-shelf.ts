/** An HTTP server that hands out model files and misbehaves on request. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

export interface ModelShelf extends AsyncDisposable {
  /** Puts a file on the shelf; `answer` says how it is handed out. */
  put(name: string, body: Buffer, answer?: Answer): string;
  /** Names in the order they were asked for, with the range if there was one. */
  readonly requests: readonly string[];
}

/** Whole, or from where it is asked for. */
const honestly: Answer = (request, response, body) => {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': body.length - from });
  response.end(body.subarray(from));
};

/** The first `times` connections end after `bytes`; it announces the whole. */
export function cutOff(bytes: number, times: number): Answer {
  let count = 0;
  return (request, response, body) => {
    if (count++ >= times) {
      honestly(request, response, body);
      return;
    }
    response.writeHead(200, { 'content-length': body.length });
    response.write(body.subarray(0, bytes), () => response.destroy());
  };
}

/** Hands out `bytes` and then says nothing more; the connection stays. */
export function stalling(bytes: number, onStall: () => void = () => {}): Answer {
  return (_request, response, body) => {
    response.writeHead(200, { 'content-length': body.length });
    response.write(body.subarray(0, bytes), () => onStall());
  };
}

export function refusing(status: number): Answer {
  return (_request, response) => response.writeHead(status).end();
}

export async function openModelShelf(): Promise<ModelShelf> {
  const shelf = new Map<string, { body: Buffer; answer: Answer }>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const name = request.url?.slice(1) ?? '';
    requests.push(request.headers.range === undefined ? name : `${name} ${request.headers.range}`);
    const item = shelf.get(name);
    if (item === undefined) response.writeHead(404).end();
    else item.answer(request, response, item.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    requests,
    put(name, body, answer = honestly) {
      shelf.set(name, { body, answer });
      return `http://127.0.0.1:${port}/${name}`;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function sha256(body: Buffer | string): string {
  return createHash('sha256').update(body).digest('hex');
}
