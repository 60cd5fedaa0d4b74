/** The port that a server listens on. */
import type { Server } from 'node:net';

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error(`Cannot tell the port of a server at ${address ?? 'no address'}`);
  }
  return address.port;
}
