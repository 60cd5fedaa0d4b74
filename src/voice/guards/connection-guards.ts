/** What the connections and players of @discordjs/voice 0.19.2 lack. */
import {
  AudioPlayer,
  VoiceConnection,
  VoiceConnectionDisconnectReason,
  VoiceConnectionStatus,
  VoiceUDPSocket,
} from '@discordjs/voice';
import type { Logger } from '../../log.ts';
import { replaceMethod } from './replace-method.ts';

/**
 * 5. Every close but 4014 was answered with a new join at once and for ever: 114 joins in 1.5 s
 *    where end-to-end encryption is required (4017), and also where Discord says not to come back
 *    (4021, 4022). Now each ends in `Disconnected` with its code, and whoever owns the connection decides.
 * 7. The packet that was prepared when a player is stopped opened the next reply.
 * 8. A connection given up in the moment its UDP socket was made threw in a timer.
 */
export function guardConnections(log: Logger): (() => void)[] {
  return [
    replaceMethod<VoiceConnection>(
      VoiceConnection.prototype,
      'onNetworkingClose',
      ({ target, args: [closeCode] }) => {
        if (target.state.status === VoiceConnectionStatus.Destroyed) return;
        target.state = {
          ...target.state,
          status: VoiceConnectionStatus.Disconnected,
          reason: VoiceConnectionDisconnectReason.WebSocketClose,
          closeCode: Number(closeCode),
        };
      },
    ),
    replaceMethod<AudioPlayer>(
      AudioPlayer.prototype,
      'stop',
      ({ target, args: [force], proceed }) => {
        const { playable } = target;
        const isStopped = proceed();
        if (force === true) for (const connection of playable) dropPreparedPacket(connection);
        return isStopped;
      },
    ),
    replaceMethod<VoiceUDPSocket>(VoiceUDPSocket.prototype, 'keepAlive', ({ proceed }) => {
      try {
        return proceed();
      } catch (error) {
        log.debug({ err: error }, 'a voice socket was closed before its first packet');
        return undefined;
      }
    }),
  ];
}

function dropPreparedPacket({ state }: VoiceConnection): void {
  if (state.status !== VoiceConnectionStatus.Ready) return;
  const networking = state.networking.state;
  if ('preparedPacket' in networking) networking.preparedPacket = undefined;
}
