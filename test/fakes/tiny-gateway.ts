/** Just enough of Discord to fail a login in every way: one REST route and one gateway. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

export interface TinyGateway extends AsyncDisposable {
  readonly apiBase: string;
}

export interface TinyGatewayOptions {
  /** What REST answers with; 200 sends the client on to the gateway. */
  readonly restStatus?: number;
  /** The gateway closes with this code as soon as a client has identified itself. */
  readonly closeCode?: number;
  /** Where REST says the gateway is, if not here. */
  readonly gatewayUrl?: string;
}

export async function tinyGateway(options: TinyGatewayOptions = {}): Promise<TinyGateway> {
  const { restStatus = 200, closeCode, gatewayUrl } = options;
  const server = createServer((_request, response) => {
    const { port } = server.address() as AddressInfo;
    const body =
      restStatus === 200
        ? {
            url: gatewayUrl ?? `ws://127.0.0.1:${port}/gateway`,
            shards: 1,
            session_start_limit: { total: 1, remaining: 1, reset_after: 1, max_concurrency: 1 },
          }
        : { message: `${restStatus}: as scripted`, code: 0 };
    response.writeHead(restStatus, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 40_000 } }));
    socket.on('message', (bytes: Buffer) => {
      const { op } = JSON.parse(bytes.toString());
      if (op === 2 && closeCode !== undefined) socket.close(closeCode);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    apiBase: `http://127.0.0.1:${port}/api`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
