/** The parts of a Loopback Discord, made and connected with each other. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createCertificate, type Certificate } from './certificate.ts';
import { createFaultState, type FaultState } from './faults/fault-state.ts';
import { createGateway, type Gateway } from './gateway/gateway.ts';
import type { CompleteOptions } from './options.ts';
import { portOf } from './port-of.ts';
import { createPresence, type Presence } from './voice/presence.ts';
import { listenVoice, type VoiceServer } from './voice/voice-server.ts';
import { createWorld, type World } from './world/world.ts';

export interface Parts {
  readonly options: CompleteOptions;
  readonly certificate: Certificate;
  readonly world: World;
  readonly httpServer: Server;
  readonly port: number;
  readonly gateway: Gateway;
  readonly voice: VoiceServer;
  readonly presence: Presence;
  readonly faultState: FaultState;
}

export function gatewayUrlOf(port: number): string {
  return `ws://127.0.0.1:${port}/gateway`;
}

/** @throws an Error when the port is taken. */
export async function openParts(options: CompleteOptions): Promise<Parts> {
  const world = createWorld();
  for (let at = 1; at <= options.guildCount; at++) world.addGuild(`Guild ${at}`);
  for (let at = 1; at <= options.botCount; at++)
    world.addAccount({ name: `bot ${at}`, isBot: true });
  for (let at = 1; at <= options.personCount; at++) world.addPerson(`person ${at}`);
  const httpServer = createServer();
  const port = await listenHttp(httpServer, options.port);
  const certificate = createCertificate();
  const faultState = createFaultState();
  const gateway = createGateway({
    httpServer,
    world,
    url: () => gatewayUrlOf(port),
    readyDelayMs: () => faultState.readyDelayMs,
    onVoiceState: ({ account }, request) => presence.request(account.id, request),
    onSessionEnd: ({ account }) => presence.logOut(account.id),
    trace: options.trace,
  });
  const voice = await listenVoice({
    options,
    certificate,
    world,
    faults: faultState,
    presence: () => presence,
  });
  const presence: Presence = createPresence({
    world,
    gateway,
    voice: () => voice.gateway,
    openRoom: voice.openRoom,
    closeRoom: voice.closeRoom,
    ignoresJoins: () => faultState.ignoresJoins,
    later: faultState.later,
  });
  return { options, certificate, world, httpServer, port, gateway, voice, presence, faultState };
}

async function listenHttp(server: Server, wantedPort: number): Promise<number> {
  server.listen(wantedPort, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Error(
      `Cannot start Loopback Discord on port ${wantedPort}: it is in use or not allowed; choose another, or 0 for a free one`,
      { cause: error },
    );
  }
  return portOf(server);
}
