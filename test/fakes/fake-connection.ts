/** A voice connection that is ready and keeps what it would send. */
import { EventEmitter } from 'node:events';
import {
  joinVoiceChannel,
  NetworkingStatusCode,
  VoiceConnectionStatus,
  type Networking,
  type VoiceConnection,
} from '@discordjs/voice';
import type { Clock } from '../../src/async/clock.ts';

export interface FakeConnection extends Disposable {
  readonly connection: VoiceConnection;
  readonly sent: readonly { readonly packet: Buffer; readonly atMs: number }[];
  /** While it is not, nothing can be sent. */
  setReady(isReady: boolean): void;
}

let count = 0;

export function fakeConnection(clock: Clock): FakeConnection {
  const sent: { packet: Buffer; atMs: number }[] = [];
  let prepared: Buffer | undefined;
  const connection = joinVoiceChannel({
    guildId: `guild ${(count += 1)}`,
    channelId: 'channel',
    adapterCreator: () => ({ sendPayload: () => true, destroy: () => {} }),
  });
  const networking = Object.assign(new EventEmitter(), {
    state: { code: NetworkingStatusCode.Ready },
    prepareAudioPacket: (packet: Buffer) => void (prepared = packet),
    dispatchAudio() {
      if (prepared !== undefined) sent.push({ packet: prepared, atMs: clock.nowMs() });
      prepared = undefined;
    },
    setSpeaking: () => {},
    destroy: () => {},
  }) as unknown as Networking;
  const setReady = (isReady: boolean) => {
    connection.state = {
      ...connection.state,
      status: isReady ? VoiceConnectionStatus.Ready : VoiceConnectionStatus.Connecting,
      networking,
    } as VoiceConnection['state'];
  };
  setReady(true);
  return {
    connection,
    sent,
    setReady,
    [Symbol.dispose]: () => connection.destroy(),
  };
}
