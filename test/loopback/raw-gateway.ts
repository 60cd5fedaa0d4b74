/** A bare WebSocket to the main gateway: sends and sees exactly what is on the wire. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { until } from '../fakes/until.ts';

interface GatewayFrame {
  readonly op: number;
  readonly t?: string;
  readonly s?: number;
  readonly d: Record<string, unknown>;
}

export interface RawGateway {
  readonly frames: readonly GatewayFrame[];
  /** Settles with the close code. */
  readonly closed: Promise<number>;
  send(op: number, fields: unknown): void;
  sendText(text: string): void;
  /** The first frame that fits, now or later. */
  frame(fits: (frame: GatewayFrame) => boolean): Promise<GatewayFrame>;
  event(name: string): Promise<GatewayFrame>;
  close(): void;
}

export async function openGateway(url: string): Promise<RawGateway> {
  const socket = new WebSocket(`${url}/?v=10&encoding=json`);
  const frames: GatewayFrame[] = [];
  socket.on('message', (bytes: Buffer) =>
    frames.push(JSON.parse(bytes.toString()) as GatewayFrame),
  );
  const closed = once(socket, 'close').then(([code]) => code as number);
  await once(socket, 'open');
  const frame = (fits: (frame: GatewayFrame) => boolean) =>
    until(() => {
      const found = frames.find(fits);
      if (found === undefined) throw new Error(`no such frame among ${frames.length}`);
      return found;
    });
  return {
    frames,
    closed,
    frame,
    event: (name) => frame(({ t }) => t === name),
    send: (op, d) => socket.send(JSON.stringify({ op, d })),
    sendText: (text) => socket.send(text),
    close: () => socket.terminate(),
  };
}
