/** An HTTP server that answers paths from a table. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RestStub extends AsyncDisposable {
  /** "http://127.0.0.1:…" */
  readonly origin: string;
  /** "GET /path", in order. */
  readonly requests: readonly string[];
}

/** @param answers by path; a number is a status without a body. Anything else is a 404. */
export async function restStub(answers: Readonly<Record<string, unknown>>): Promise<RestStub> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://stub').pathname;
    requests.push(`${request.method} ${path}`);
    const answer = answers[path] ?? 404;
    const status = typeof answer === 'number' ? answer : 200;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(typeof answer === 'number' ? { message: `${status}` } : answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
