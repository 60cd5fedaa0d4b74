/** A fetch that keeps its connection open between turns, and can open one ahead of need. */
import { Agent, Client, Pool } from 'undici';
import { createSpareConnection } from './spare-connection.ts';

export interface KeepAliveFetch {
  readonly fetch: typeof fetch;
  /**
   * A request will follow soon: opens a connection if none is idle. At most one waits; it closes by
   * itself. Never waits, never throws.
   */
  prepare(): void;
  /** Cuts every request that is still under way. */
  close(): Promise<void>;
}

/**
 * Node's own fetch drops an idle connection after 4 s, so that nearly every turn would pay for a new
 * TLS handshake. A minute covers the pauses of a conversation; servers may close earlier.
 */
const IDLE_MS = 60_000;

/** @param baseUrl where connections are opened ahead of need. */
export function keepAliveFetch(baseUrl: string): KeepAliveFetch {
  const { origin } = new URL(baseUrl);
  const spare = createSpareConnection(new URL(origin));
  const lines = new Map<string, Lines>();
  const agent = new Agent({
    factory(to) {
      const opened = openLines(to, { keepAliveTimeout: IDLE_MS, connect: spare.connect });
      lines.set(new URL(to).origin, opened);
      return opened.pool;
    },
  });
  return {
    fetch: (input, init) => fetch(input, Object.assign({ dispatcher: agent }, init)),
    prepare() {
      if (lines.get(origin)?.isNextIdle() !== true) spare.open();
    },
    async close() {
      spare.close();
      await agent.destroy();
    },
  };
}

interface Lines {
  readonly pool: Pool;
  /** Whether the next request is sure to find an open connection. */
  isNextIdle(): boolean;
}

/**
 * The pool gives a request to the first of its clients that is not busy, whether or not that one is
 * connected; and it tells only how many are free.
 */
function openLines(to: string | URL, options: Pool.Options): Lines {
  /** In the pool's order; whether each is connected. */
  const clients = new Map<Client, boolean>();
  const pool = new Pool(to, {
    ...options,
    factory(origin, clientOptions) {
      const client = new Client(origin, clientOptions);
      clients.set(client, false);
      client.on('connect', () => clients.set(client, true));
      client.on('disconnect', () => clients.set(client, false));
      // The pool lets go of it.
      client.on('connectionError', () => clients.delete(client));
      return client;
    },
  });
  return {
    pool,
    isNextIdle() {
      const { connected, free } = pool.stats;
      const firstClosed = [...clients.values()].indexOf(false);
      const before = firstClosed < 0 ? clients.size : firstClosed;
      // Those that are busy may all be among them.
      return before > connected - free;
    },
  };
}
