/** Unmodified discord.js and @discordjs/voice, logged in to a Loopback Discord of this process. */
import { once } from 'node:events';
import { Readable } from 'node:stream';
import tls from 'node:tls';
import {
  createAudioPlayer,
  createAudioResource,
  entersState,
  joinVoiceChannel,
  NoSubscriberBehavior,
  StreamType,
  VoiceConnectionStatus,
  type VoiceConnection,
} from '@discordjs/voice';
import { Client, GatewayIntentBits, type ClientOptions } from 'discord.js';
import { s16ToFloat, floatToS16 } from '../../src/audio/pcm.ts';
import { FRAME_SAMPLES, VOICE_HZ, type Sound } from '../../loopback/caller/sound.ts';
import type { LoopbackDiscord } from '../../loopback/loopback-discord.ts';
import { createOpusDecoder, createOpusEncoder } from '../../src/voice/opus-codec.ts';

export interface RealClient extends AsyncDisposable {
  readonly client: Client<true>;
  readonly userId: string;
  join(channelId: string, options?: { readonly selfDeaf?: boolean }): Promise<VoiceConnection>;
}

export async function logIn(
  discord: LoopbackDiscord,
  token = discord.botTokens[0] ?? '',
  options: Partial<ClientOptions> = {},
): Promise<RealClient> {
  const trusted = tls.getCACertificates('default');
  if (!trusted.includes(discord.certificate.certPem)) {
    tls.setDefaultCACertificates([...trusted, discord.certificate.certPem]);
  }
  const client: Client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildVoiceStates],
    rest: { api: discord.apiBase },
    ...options,
  });
  const isReady = once(client, 'clientReady');
  await client.login(token);
  await isReady;
  if (!client.isReady()) throw new Error('clientReady came, the client is not ready');
  const connections = new Set<VoiceConnection>();
  return {
    client,
    userId: client.user.id,

    async join(channelId, { selfDeaf = false } = {}) {
      const channel = client.channels.cache.get(channelId);
      if (channel?.isVoiceBased() !== true) throw new Error(`${channelId} is no voice channel`);
      const connection = joinVoiceChannel({
        channelId,
        guildId: channel.guild.id,
        adapterCreator: channel.guild.voiceAdapterCreator,
        selfDeaf,
        // Clients of one process share a map of connections otherwise.
        group: client.user.id,
      });
      connection.on('error', () => {});
      connections.add(connection);
      await entersState(connection, VoiceConnectionStatus.Ready, 5_000);
      return connection;
    },

    async [Symbol.asyncDispose]() {
      for (const connection of connections) {
        if (connection.state.status !== VoiceConnectionStatus.Destroyed) connection.destroy();
      }
      await client.destroy();
    },
  };
}

/** Resolves when the client's end-to-end encryption has carried out a transition. */
export async function encrypted(connection: VoiceConnection): Promise<void> {
  if (connection.voicePrivacyCode !== undefined && connection.voicePrivacyCode !== '') return;
  await once(connection, 'transitioned');
}

/** Plays `sound`; resolves when the last packet was handed over. */
export async function play(connection: VoiceConnection, sound: Sound): Promise<void> {
  const player = createAudioPlayer({ behaviors: { noSubscriber: NoSubscriberBehavior.Play } });
  connection.subscribe(player);
  const packets = [...opusPackets(sound)];
  player.play(createAudioResource(Readable.from(packets), { inputType: StreamType.Opus }));
  await once(player, 'idle');
}

function* opusPackets({ samples }: Sound): Generator<Buffer> {
  using encoder = createOpusEncoder(1);
  for (let at = 0; at + FRAME_SAMPLES <= samples.length; at += FRAME_SAMPLES) {
    yield encoder.encode(floatToS16(samples.subarray(at, at + FRAME_SAMPLES)));
  }
}

export interface Heard {
  readonly packets: readonly Buffer[];
  sound(): Sound;
}

/** Takes down what a client receives of one person. */
export function listen(connection: VoiceConnection, userId: string): Heard {
  const packets: Buffer[] = [];
  const stream = connection.receiver.subscribe(userId);
  stream.on('data', (packet: Buffer) => packets.push(packet));
  stream.on('error', () => {});
  return {
    packets,
    sound() {
      using decoder = createOpusDecoder(VOICE_HZ, 1);
      const pcm = packets.map((packet) => decoder.decode(packet));
      return { samples: s16ToFloat(Buffer.concat(pcm)), sampleRateHz: VOICE_HZ };
    },
  };
}
