/** The main gateway: logins, events, and requests to enter a voice channel. */
import type { Server } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { parseJson } from '../json.ts';
import type { World } from '../world/world.ts';
import { hasIntent, sendMembers, sendReady, sendSoundboards, serves } from './answers.ts';
import { createGatewaySession, type GatewaySession } from './gateway-session.ts';
import {
  frameSchema,
  GATEWAY_CLOSE,
  GATEWAY_OP,
  identifySchema,
  resumeSchema,
  voiceStateSchema,
  type VoiceStateRequest,
} from './messages.ts';

interface GatewayEvent {
  readonly event: string;
  readonly data: unknown;
  /** Only clients that serve this guild (shards). */
  readonly guildId?: string;
  /** Only bots that asked for this intent. */
  readonly intent?: number;
  readonly toUserId?: string;
}

export interface GatewayOptions {
  readonly httpServer: Server;
  readonly world: World;
  readonly url: () => string;
  readonly readyDelayMs: () => number;
  readonly onVoiceState: (session: GatewaySession, request: VoiceStateRequest) => void;
  /** A login is over for good: logged out, or not resumed in time. */
  readonly onSessionEnd: (session: GatewaySession) => void;
  readonly trace: (line: string) => void;
}

export interface Gateway {
  readonly sessions: readonly GatewaySession[];
  dispatch(event: GatewayEvent): void;
  /** Closes the sockets of an account; a code a client may resume after keeps its session. */
  drop(userId: string, code: number): void;
  /** Op 9: the client has to identify anew. */
  readonly invalidate: (userId: string) => void;
  close(): void;
}

const HEARTBEAT_INTERVAL_MS = 41_250;
/** How long a dropped client may come back. Discord does not say; ours. */
const RESUME_WINDOW_MS = 30_000;
/** A client that closes with these logs out. */
const LOGOUT_CODES = new Set([1000, 1001]);

export function createGateway(options: GatewayOptions): Gateway {
  const { world, trace } = options;
  const sessions = new Map<string, GatewaySession>();
  const expiries = new Map<string, NodeJS.Timeout>();
  const timers = new Set<NodeJS.Timeout>();
  const sockets = new WebSocketServer({ noServer: true });

  options.httpServer.on('upgrade', (request, socket, head) => {
    if (!/^\/gateway\/?(\?|$)/.test(request.url ?? '')) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, accept);
  });

  function accept(socket: WebSocket): void {
    const client: { session: GatewaySession | undefined } = { session: undefined };
    socket.on('error', (error) => trace(`gateway: ${error.message}`));
    socket.on('message', (bytes: Buffer) => {
      try {
        const frame = frameSchema.parse(parseJson(bytes.toString()));
        if (frame.op !== GATEWAY_OP.heartbeat) trace(`gateway <- op ${frame.op}`);
        receive(socket, client, frame.op, frame.d);
      } catch (error) {
        trace(`gateway: cannot read a message: ${String(error)}`);
        socket.close(GATEWAY_CLOSE.decodeError, 'Error while decoding payload.');
      }
    });
    socket.on('close', (code) => {
      if (client.session?.socket === socket) lose(client.session, code);
    });
    send(socket, GATEWAY_OP.hello, { heartbeat_interval: HEARTBEAT_INTERVAL_MS });
  }

  function receive(
    socket: WebSocket,
    client: { session: GatewaySession | undefined },
    op: number,
    fields: unknown,
  ): void {
    if (op === GATEWAY_OP.heartbeat) {
      send(socket, GATEWAY_OP.heartbeatAck);
      return;
    }
    // Its session was ended, or went on to another socket.
    if (client.session !== undefined && client.session.socket !== socket)
      client.session = undefined;
    if (op === GATEWAY_OP.identify || op === GATEWAY_OP.resume) {
      if (client.session !== undefined) socket.close(GATEWAY_CLOSE.alreadyAuthenticated);
      else
        client.session =
          op === GATEWAY_OP.identify ? identify(socket, fields) : resume(socket, fields);
      return;
    }
    if (client.session === undefined) {
      socket.close(GATEWAY_CLOSE.notAuthenticated, 'Not authenticated.');
      return;
    }
    if (op === GATEWAY_OP.voiceState) {
      options.onVoiceState(client.session, voiceStateSchema.parse(fields));
    } else if (op === GATEWAY_OP.requestMembers) sendMembers(client.session, world, fields);
    else if (op === GATEWAY_OP.requestSoundboardSounds) sendSoundboards(client.session, world);
    // Presence and the ops of the desktop client need no answer.
  }

  function identify(socket: WebSocket, fields: unknown): GatewaySession | undefined {
    const { token, intents, shard } = identifySchema.parse(fields);
    const account = world.accountByToken(bareToken(token));
    if (account === undefined) {
      socket.close(GATEWAY_CLOSE.authenticationFailed, 'Authentication failed.');
      return undefined;
    }
    const session = createGatewaySession({ account, intents, shard });
    session.attach(socket);
    // Only now is it told of events: none may come before READY.
    after(options.readyDelayMs(), () => {
      if (session.socket !== socket) return;
      sessions.set(session.id, session);
      sendReady(session, world, options.url());
    });
    return session;
  }

  function resume(socket: WebSocket, fields: unknown): GatewaySession | undefined {
    const { token, session_id: sessionId, seq } = resumeSchema.parse(fields);
    const session = sessions.get(sessionId);
    if (session === undefined || session.account.token !== bareToken(token)) {
      send(socket, GATEWAY_OP.invalidSession, false);
      return undefined;
    }
    clearTimeout(expiries.get(sessionId));
    expiries.delete(sessionId);
    session.socket?.terminate();
    session.attach(socket);
    session.replay(seq ?? 0);
    session.dispatch('RESUMED', {});
    return session;
  }

  function lose(session: GatewaySession, code: number): void {
    trace(`gateway: ${session.account.name} closed with ${code}`);
    session.detach();
    if (LOGOUT_CODES.has(code)) end(session);
    else
      expiries.set(
        session.id,
        after(RESUME_WINDOW_MS, () => end(session)),
      );
  }

  function end(session: GatewaySession): void {
    clearTimeout(expiries.get(session.id));
    expiries.delete(session.id);
    if (sessions.delete(session.id)) options.onSessionEnd(session);
  }

  function after(ms: number, callback: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      timers.delete(timer);
      callback();
    }, ms).unref();
    timers.add(timer);
    return timer;
  }

  const ofUser = (userId: string) =>
    [...sessions.values()].filter((session) => session.account.id === userId);

  return {
    get sessions() {
      return [...sessions.values()];
    },

    dispatch({ event, data, guildId, intent, toUserId }) {
      trace(`gateway -> ${event}`);
      for (const session of sessions.values()) {
        if (toUserId !== undefined && session.account.id !== toUserId) continue;
        if (guildId !== undefined && !serves(session, guildId)) continue;
        if (intent !== undefined && !hasIntent(session, intent)) continue;
        session.dispatch(event, data);
      }
    },

    drop(userId, code) {
      for (const session of ofUser(userId)) {
        const { socket } = session;
        if (socket === undefined) continue;
        lose(session, code);
        if (code === 1006) socket.terminate();
        else socket.close(code);
      }
    },

    invalidate(userId) {
      for (const session of ofUser(userId)) {
        const { socket } = session;
        session.detach();
        end(session);
        if (socket !== undefined) send(socket, GATEWAY_OP.invalidSession, false);
      }
    },

    close() {
      for (const timer of timers) clearTimeout(timer);
      for (const socket of sockets.clients) socket.terminate();
      sessions.clear();
      sockets.close();
    },
  };
}

function send(socket: WebSocket, op: number, fields: unknown = null): void {
  socket.send(JSON.stringify({ op, d: fields }));
}

/** Clients write "Bot x", "Bearer x" or just x. */
export function bareToken(written: string): string {
  return written.replace(/^(Bot|Bearer)\s+/i, '').trim();
}
