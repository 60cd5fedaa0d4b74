/** One connection that is opened ahead of need, so that the next request does not wait for TCP and TLS. */
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { buildConnector } from 'undici';

export interface SpareConnection {
  /** How a dispatcher gets its connections: the spare one where it fits, else one of its own. */
  readonly connect: buildConnector.connector;
  /** Begins to open one, unless there is one. Never waits, never throws. */
  open(): void;
  close(): void;
}

interface Spare {
  readonly socket: Socket;
  isOpen: boolean;
  /** The request that came while it was being opened. */
  taker: (() => void) | undefined;
}

/** Longer, and the one who needs it fares better with a new attempt. A guess. */
const OPENING_MS = 2500;

/**
 * Servers close connections on which nothing is asked, most after a minute, some after 5 s. Longer than
 * most utterances. A guess.
 */
const KEPT_MS = 30_000;

const KEEP_ALIVE_MS = 60_000;

/**
 * No request is sent on it: that would cost the provider's allowance, and hold it up for a real one.
 *
 * @param origin of all connections that it can stand for.
 */
export function createSpareConnection(origin: URL): SpareConnection {
  const connectAnew = buildConnector({});
  const target = targetOf(origin);
  let spare: Spare | undefined;
  let isClosed = false;

  const open = () => {
    if (spare !== undefined || isClosed) return;
    const socket = target.open();
    const opened: Spare = { socket, isOpen: false, taker: undefined };
    spare = opened;
    socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_MS).unref();
    socket.setTimeout(OPENING_MS, () => socket.destroy());
    socket.once(target.openEvent, () => {
      opened.isOpen = true;
      socket.setTimeout(KEPT_MS);
      opened.taker?.();
    });
    // Whoever needed it gets one of their own, and its error if that fails too.
    socket.on('error', () => {});
    socket.once('close', () => {
      if (spare === opened) spare = undefined;
      opened.taker?.();
    });
  };

  return {
    open,
    connect(options, callback) {
      const taken = spare;
      if (taken === undefined || taken.taker !== undefined || !target.fits(options)) {
        connectAnew(options, callback);
        return;
      }
      const take = () => {
        taken.taker = undefined;
        if (spare === taken) spare = undefined;
        const { socket } = taken;
        if (socket.destroyed) {
          connectAnew(options, callback);
          return;
        }
        socket.setTimeout(0).removeAllListeners('timeout');
        callback(null, socket);
      };
      taken.socket.ref();
      if (taken.isOpen) take();
      else taken.taker = take;
    },
    close() {
      isClosed = true;
      spare?.socket.destroy();
    },
  };
}

function targetOf({ protocol, hostname, port }: URL) {
  // The brackets of an IPv6 address belong to the URL.
  const host = hostname.replaceAll(/[[\]]/gu, '');
  const isTls = protocol === 'https:';
  return {
    openEvent: isTls ? 'secureConnect' : 'connect',
    fits: (wanted: buildConnector.Options) =>
      wanted.protocol === protocol && wanted.hostname === host && wanted.port === port,
    open: (): Socket =>
      isTls
        ? connectTls({
            host,
            port: Number(port === '' ? 443 : port),
            // An address is no name.
            ...(isIP(host) === 0 ? { servername: host } : {}),
            ALPNProtocols: ['http/1.1'],
          })
        : connectTcp({ host, port: Number(port === '' ? 80 : port) }),
  };
}
