/**
 * Loopback Discord: a Discord on 127.0.0.1 that unmodified clients log in to. Real REST, real
 * WebSockets, real UDP, real encryption (DAVE included), with simulated callers, and with faults on request.
 */
import { once } from 'node:events';
import { appendBounded } from './bounded-log.ts';
import { createAdministration, type Administration } from './administration.ts';
import { createCaller, type Caller } from './caller.ts';
import type { Certificate } from './certificate.ts';
import { createFaults, type Faults } from './faults/faults.ts';
import { completeOptions, type LoopbackOptions } from './options.ts';
import { gatewayUrlOf, openParts, type Parts } from './parts.ts';
import { accountRoutes } from './rest/account-routes.ts';
import { channelRoutes } from './rest/channel-routes.ts';
import { commandRoutes } from './rest/command-routes.ts';
import { createCommandStore } from './rest/commands.ts';
import { guildRoutes } from './rest/guild-routes.ts';
import {
  TOKEN_LIFE_MS,
  type Interaction,
  type OfferedChoice,
  type SlashCall,
} from './rest/interaction.ts';
import { interactionRoutes } from './rest/interaction-routes.ts';
import { createMessages, type MessageRecord } from './rest/messages.ts';
import { createRestServer } from './rest/rest-server.ts';
import { sendSlash, type SlashOptions, type Typing } from './rest/slash.ts';
import type { RestRecord } from './rest/types.ts';
import type { UdpCounters } from './voice/media-socket.ts';
import type { VoiceIdentifyRecord } from './voice/voice-gateway.ts';
import type { Account, Guild } from './world/types.ts';

export type { LoopbackOptions } from './options.ts';

export interface JoinOptions {
  readonly guildId: string;
  /** The guild's first voice channel by default. */
  readonly channelId?: string;
  readonly name?: string;
  /** Someone who exists already (the owner, an earlier caller); a new person by default. */
  readonly userId?: string;
}

export class LoopbackDiscord implements AsyncDisposable {
  /** For a client's REST base, `…/api`. */
  readonly apiBase: string;
  readonly gatewayUrl: string;
  /** Voice sockets are TLS: clients have to trust `certPem` (NODE_EXTRA_CA_CERTS or the like). */
  readonly certificate: Certificate;
  readonly rest: readonly RestRecord[];
  readonly messages: readonly MessageRecord[];
  readonly faults: Faults;
  readonly #parts: Parts;
  readonly #administration: Administration;
  readonly #commands = createCommandStore();
  readonly #interactions = new Map<string, Interaction>();
  #isClosed = false;

  private constructor(parts: Parts) {
    const { world, gateway, voice, presence, faultState, port, options } = parts;
    this.#parts = parts;
    this.certificate = parts.certificate;
    this.apiBase = `http://127.0.0.1:${port}/api`;
    this.gatewayUrl = gatewayUrlOf(port);
    this.#administration = createAdministration(world, gateway, presence);
    this.faults = createFaults({
      state: faultState,
      gateway,
      presence,
      voice: voice.gateway,
      media: voice.media,
      externalSender: voice.sender.package,
      room: voice.room,
      roomOf: voice.roomOf,
    });
    const rest: RestRecord[] = [];
    this.rest = rest;
    const messages = createMessages(world);
    this.messages = messages.all;
    const answer = createRestServer({
      world,
      faults: faultState.rest,
      trace: options.trace,
      record: (entry) => appendBounded(rest, entry),
      routes: [
        ...accountRoutes(world, () => this.gatewayUrl),
        ...commandRoutes(this.#commands),
        ...interactionRoutes(messages, (token) => this.#interactions.get(token)),
        ...channelRoutes(world, messages, gateway),
        ...guildRoutes(world, presence),
      ],
    });
    parts.httpServer.on('request', (request, response) => void answer(request, response));
  }

  /** @throws an Error when `options.port` is taken, or an option makes no sense. */
  static async listen(options: LoopbackOptions = {}): Promise<LoopbackDiscord> {
    return new LoopbackDiscord(await openParts(completeOptions(options)));
  }

  get guilds(): readonly Guild[] {
    return [...this.#parts.world.guilds.values()];
  }
  get accounts(): readonly Account[] {
    return [...this.#parts.world.accounts.values()];
  }
  get botTokens(): readonly string[] {
    return this.accounts.filter(({ isBot }) => isBot).map(({ token }) => token);
  }
  /** Of people who are nobody's owner and no simulated caller. */
  get userTokens(): readonly string[] {
    return this.#parts.world.people.map(({ token }) => token);
  }
  /** Who is logged in to the main gateway, by user id. */
  get online(): readonly string[] {
    return this.#parts.gateway.sessions.map(({ account }) => account.id);
  }
  get udpCounters(): Readonly<UdpCounters> {
    return this.#parts.voice.media.counters;
  }
  /** Every op 0 and op 7 on the voice gateway. */
  get voiceIdentifies(): readonly VoiceIdentifyRecord[] {
    return this.#parts.voice.gateway.identifies;
  }
  /** Who is in a voice channel, by user id. */
  voiceMembers(channelId: string): readonly string[] {
    const place = this.#parts.world.findChannel(channelId);
    const states = [...(place?.guild.voiceStates.values() ?? [])];
    return states.filter((state) => state.channelId === channelId).map(({ userId }) => userId);
  }
  /** The end-to-end encrypted group of a channel; epoch 0 = there is none. */
  daveGroup(channelId: string): { readonly epoch: number; readonly memberIds: readonly string[] } {
    const dave = this.#parts.voice.room(channelId)?.dave;
    return { epoch: dave?.epoch ?? 0, memberIds: dave?.memberIds ?? [] };
  }

  addBot(name: string): Account {
    return this.#parts.world.addAccount({ name, isBot: true });
  }
  addPerson(name: string): Account {
    return this.#parts.world.addPerson(name);
  }
  addGuild(name?: string): Guild {
    return this.#administration.addGuild(name);
  }
  get addChannel(): Administration['addChannel'] {
    return this.#administration.addChannel;
  }
  get deleteChannel(): Administration['deleteChannel'] {
    return this.#administration.deleteChannel;
  }
  get setPermissions(): Administration['setPermissions'] {
    return this.#administration.setPermissions;
  }
  get kickFromVoice(): Administration['kickFromVoice'] {
    return this.#administration.kickFromVoice;
  }
  get moveTo(): Administration['moveTo'] {
    return this.#administration.moveTo;
  }
  get setServerMute(): Administration['setServerMute'] {
    return this.#administration.setServerMute;
  }
  get setServerDeaf(): Administration['setServerDeaf'] {
    return this.#administration.setServerDeaf;
  }
  get setSuppressed(): Administration['setSuppressed'] {
    return this.#administration.setSuppressed;
  }

  /** A simulated person enters a voice channel. @throws an Error saying why they cannot. */
  async join(join: JoinOptions): Promise<Caller> {
    const { world, presence, voice, options, faultState } = this.#parts;
    const guild = world.guild(join.guildId);
    const account =
      join.userId === undefined
        ? world.addAccount({ name: join.name ?? 'caller', isBot: false })
        : world.account(join.userId);
    const caller = createCaller({
      userId: account.id,
      name: join.name ?? account.name,
      guildId: guild.id,
      usesDave: options.dave > 0,
      nextSsrc: voice.nextSsrc,
      setVoiceState: (flags) => presence.change(guild.id, account.id, flags),
      leaveVoice: () => presence.remove(guild.id, account.id),
      withholdsEncryption: () => faultState.withholdsEncryption,
      trace: options.trace,
    });
    presence.enter(guild.id, join.channelId ?? guild.voiceChannelId, caller);
    return caller;
  }

  /** A person sends a slash command. @throws an Error naming what their client would not let them send. */
  slash(slash: SlashOptions): SlashCall {
    return this.#send(slash);
  }

  /** What a person is offered who types an option of a slash command. Rejects when the bot misses the deadline. */
  typing(slash: SlashOptions, typing: Typing): Promise<readonly OfferedChoice[]> {
    return this.#send(slash, typing).choices;
  }

  #send(slash: SlashOptions, typing?: Typing): Interaction {
    const { world, gateway, options } = this.#parts;
    return sendSlash(
      {
        world,
        gateway,
        commands: this.#commands,
        deadlineMs: options.interactionDeadlineMs,
        register: (created) => this.#register(created),
      },
      slash,
      typing,
    );
  }

  #register(created: Interaction): void {
    for (const [token, { createdAtMs }] of this.#interactions) {
      if (created.createdAtMs - createdAtMs > TOKEN_LIFE_MS) this.#interactions.delete(token);
    }
    this.#interactions.set(created.token, created);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const { httpServer, gateway, voice, presence, faultState } = this.#parts;
    presence.close();
    for (const interaction of this.#interactions.values()) interaction[Symbol.dispose]();
    faultState[Symbol.dispose]();
    voice.close();
    gateway.close();
    httpServer.closeAllConnections();
    const closed = once(httpServer, 'close');
    httpServer.close();
    await closed;
  }
}
