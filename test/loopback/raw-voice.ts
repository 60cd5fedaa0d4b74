/** A bare client of the voice gateway, up to the session description. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { LoopbackDiscord } from '../../loopback/loopback-discord.ts';
import { openGateway } from './raw-gateway.ts';
import { until } from '../fakes/until.ts';

export interface RawVoice {
  readonly userId: string;
  readonly closed: Promise<number>;
  readonly binaryOps: readonly number[];
  readonly frames: readonly { readonly op: number; readonly d: unknown }[];
  /** Resolves when a binary message with this op has come. */
  binary(op: number): Promise<void>;
  send(op: number, fields: unknown): void;
  close(): void;
}

/** Joins the first guild's voice channel as the first bot. */
export async function openVoice(
  discord: LoopbackDiscord,
  wanted: { readonly maxDave?: number; readonly token?: string; readonly version?: number },
): Promise<RawVoice> {
  const { maxDave = 1, version = 8 } = wanted;
  const [guild] = discord.guilds;
  const gateway = await openGateway(discord.gatewayUrl);
  gateway.send(2, { token: discord.botTokens[0], intents: 129 });
  await gateway.event('GUILD_CREATE');
  gateway.send(4, { guild_id: guild!.id, channel_id: guild!.voiceChannelId });
  const state = (await gateway.event('VOICE_STATE_UPDATE')).d;
  const server = (await gateway.event('VOICE_SERVER_UPDATE')).d;

  const socket = new WebSocket(`wss://${String(server['endpoint'])}?v=${version}`, {
    ca: discord.certificate.certPem,
  });
  const binaryOps: number[] = [];
  const frames: { op: number; d: unknown }[] = [];
  const closed = once(socket, 'close').then(([code]) => {
    gateway.close();
    return code as number;
  });
  const send = (op: number, d: unknown) => socket.send(JSON.stringify({ op, d }));
  socket.on('message', (bytes: Buffer, isBinary: boolean) => {
    if (isBinary) {
      binaryOps.push(bytes.readUInt8(2));
      return;
    }
    const frame = JSON.parse(bytes.toString()) as { op: number; d: unknown };
    frames.push(frame);
    if (frame.op !== 2) return;
    const mode = 'aead_aes256_gcm_rtpsize';
    send(1, { protocol: 'udp', data: { address: '127.0.0.1', port: 9, mode } });
  });
  await once(socket, 'open');
  send(0, {
    server_id: guild!.id,
    user_id: state['user_id'],
    session_id: state['session_id'],
    token: wanted.token ?? server['token'],
    max_dave_protocol_version: maxDave,
  });
  return {
    userId: String(state['user_id']),
    closed,
    binaryOps,
    frames,
    binary: (op) => until(() => void (binaryOps.includes(op) || fail(op))),
    send,
    close: () => socket.terminate(),
  };
}

function fail(op: number): never {
  throw new Error(`no binary op ${op} yet`);
}
