/** A fetch that keeps its connection open between turns. */
import { Agent } from 'undici';

export interface KeepAliveFetch {
  readonly fetch: typeof fetch;
  /** Cuts every request that is still under way. */
  close(): Promise<void>;
}

/**
 * Node's own fetch drops an idle connection after 4 s, so that nearly every turn would pay for a new
 * TLS handshake. A minute covers the pauses of a conversation; servers may close earlier.
 */
const IDLE_MS = 60_000;

export function keepAliveFetch(): KeepAliveFetch {
  const agent = new Agent({ keepAliveTimeout: IDLE_MS });
  return {
    fetch: (input, init) => fetch(input, Object.assign({ dispatcher: agent }, init)),
    close: () => agent.destroy(),
  };
}
