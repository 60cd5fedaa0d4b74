/** The state of Loopback Discord: accounts and guilds. It sends nothing. */
import { createHash } from 'node:crypto';
import { consecutiveIds } from '../snowflake.ts';
import { DEFAULT_EVERYONE } from './permissions.ts';
import type { Account, Channel, ChannelKind, GuildState } from './types.ts';

/** The first ids of each kind, so that they can be told apart at a glance. */
const FIRST_GUILD_ID = 100_000_000_000_000_001n;
const FIRST_PERSON_ID = 200_000_000_000_000_001n;
const FIRST_ROLE_ID = 300_000_000_000_000_001n;
const FIRST_BOT_ID = 900_000_000_000_000_001n;

export interface World {
  readonly accounts: ReadonlyMap<string, Account>;
  readonly guilds: ReadonlyMap<string, GuildState>;
  /** Those that a real client may log in as. */
  readonly people: readonly Account[];
  addPerson(name: string): Account;
  addAccount(wanted: {
    readonly name: string;
    readonly isBot: boolean;
    readonly id?: string;
  }): Account;
  accountByToken(token: string): Account | undefined;
  /** @throws an Error naming the id when there is no such account. */
  account(userId: string): Account;
  addGuild(name: string): GuildState;
  guild(guildId: string): GuildState;
  addChannel(guild: GuildState, wanted: NewChannel): Channel;
  addRole(guild: GuildState, name: string, permissions: bigint): string;
  findChannel(
    channelId: string,
  ): { readonly guild: GuildState; readonly channel: Channel } | undefined;
}

interface NewChannel {
  readonly kind: ChannelKind;
  readonly name?: string;
  readonly userLimit?: number;
}

export function createWorld(): World {
  const accounts = new Map<string, Account>();
  const guilds = new Map<string, GuildState>();
  const people: Account[] = [];
  const nextGuildId = consecutiveIds(FIRST_GUILD_ID);
  const nextPersonId = consecutiveIds(FIRST_PERSON_ID);
  const nextRoleId = consecutiveIds(FIRST_ROLE_ID);
  const nextBotId = consecutiveIds(FIRST_BOT_ID);

  const world: World = {
    accounts,
    guilds,
    people,

    addPerson(name) {
      const account = world.addAccount({ name, isBot: false });
      people.push(account);
      return account;
    },

    addAccount({ name, isBot, id = isBot ? nextBotId() : nextPersonId() }) {
      if (accounts.has(id)) throw new Error(`Cannot add account ${id}: there is one already`);
      const account = { id, name, isBot, token: tokenOf(id) };
      accounts.set(id, account);
      return account;
    },

    accountByToken: (token) => [...accounts.values()].find((account) => account.token === token),

    account(userId) {
      const account = accounts.get(userId);
      if (account === undefined) throw new Error(`There is no account ${userId}`);
      return account;
    },

    addGuild(name) {
      const id = nextGuildId();
      const owner = world.addAccount({ name: `${name} owner`, isBot: false });
      const guild: GuildState = {
        id,
        name,
        ownerId: owner.id,
        textChannelId: nextGuildId(),
        voiceChannelId: nextGuildId(),
        afkChannelId: undefined,
        channels: new Map(),
        roles: new Map([[id, { id, name: '@everyone', permissions: DEFAULT_EVERYONE }]]),
        memberRoles: new Map(),
        voiceStates: new Map(),
      };
      const { textChannelId, voiceChannelId } = guild;
      guild.channels.set(
        textChannelId,
        newChannel(textChannelId, id, { kind: 'text', name: 'general' }),
      );
      guild.channels.set(
        voiceChannelId,
        newChannel(voiceChannelId, id, { kind: 'voice', name: 'Voice' }),
      );
      guilds.set(id, guild);
      return guild;
    },

    guild(guildId) {
      const guild = guilds.get(guildId);
      if (guild === undefined) throw new Error(`There is no guild ${guildId}`);
      return guild;
    },

    addChannel(guild, wanted) {
      const channel = newChannel(nextGuildId(), guild.id, wanted);
      guild.channels.set(channel.id, channel);
      if (wanted.kind === 'afk') guild.afkChannelId = channel.id;
      return channel;
    },

    addRole(guild, name, permissions) {
      const id = nextRoleId();
      guild.roles.set(id, { id, name, permissions });
      return id;
    },

    findChannel(channelId) {
      for (const guild of guilds.values()) {
        const channel = guild.channels.get(channelId);
        if (channel !== undefined) return { guild, channel };
      }
      return undefined;
    },
  };
  return world;
}

function newChannel(id: string, guildId: string, wanted: NewChannel): Channel {
  const { kind, name = kind, userLimit = 0 } = wanted;
  return { id, guildId, kind, name, userLimit, overwrites: new Map(), status: undefined };
}

/** In the shape of Discord's tokens, and the same in every run: nothing here is worth hiding. */
function tokenOf(id: string): string {
  const digest = createHash('sha256').update(`loopback ${id}`).digest('base64url');
  return `${Buffer.from(id).toString('base64url')}.${digest.slice(0, 6)}.${digest.slice(6, 33)}`;
}
