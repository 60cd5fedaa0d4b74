/** One login of a real client: lives through dropped sockets, and replays what they missed. */
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import type { Account } from '../world/types.ts';
import { GATEWAY_OP } from './messages.ts';

export interface GatewaySession {
  readonly id: string;
  readonly account: Account;
  /** undefined for a client that named none: it is told everything. */
  readonly intents: number | undefined;
  readonly shard: readonly [number, number];
  readonly socket: WebSocket | undefined;
  readonly isConnected: boolean;
  /** Sends an event, or keeps it for the client's RESUME. */
  dispatch(event: string, data: unknown): void;
  attach(socket: WebSocket): void;
  detach(): void;
  /** Sends again what came after `sequence`. */
  replay(sequence: number): void;
}

/** Events kept for a RESUME; a client that missed more has to identify anew. */
const KEPT_EVENTS = 1_000;

export function createGatewaySession(login: {
  readonly account: Account;
  readonly intents: number | undefined;
  readonly shard: readonly [number, number] | undefined;
}): GatewaySession {
  const kept: { readonly sequence: number; readonly text: string }[] = [];
  let sequence = 0;
  let socket: WebSocket | undefined;

  return {
    id: randomUUID().replaceAll('-', ''),
    account: login.account,
    intents: login.intents,
    shard: login.shard ?? [0, 1],
    get socket() {
      return socket;
    },
    get isConnected() {
      return socket?.readyState === WebSocket.OPEN;
    },

    dispatch(event, data) {
      sequence += 1;
      const text = JSON.stringify({ op: GATEWAY_OP.dispatch, t: event, s: sequence, d: data });
      kept.push({ sequence, text });
      if (kept.length > KEPT_EVENTS) kept.shift();
      if (socket?.readyState === WebSocket.OPEN) socket.send(text);
    },
    attach(newSocket) {
      socket = newSocket;
    },
    detach() {
      socket = undefined;
    },
    replay(after) {
      for (const event of kept) if (event.sequence > after) socket?.send(event.text);
    },
  };
}
