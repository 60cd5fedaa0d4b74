/** One room a guild, made when it is first needed; nothing is shared between guilds. */
import type { Guild } from 'discord.js';
import type { Clock } from '../async/clock.ts';
import type { ConversationSettings } from '../pipeline/deciding/conversation-port.ts';
import { withDefaults } from '../settings/guild-settings.ts';
import type { Settings } from '../settings/store.ts';
import type { GuildRoom } from './guild-room-types.ts';
import { createGuildRoom, type GuildRoomOptions } from './guild-room.ts';

export interface GuildRegistry extends AsyncDisposable {
  readonly rooms: readonly GuildRoom[];
  find(guildId: string): GuildRoom | undefined;
  /** The guild's room, made when there is none. */
  open(guild: Guild): GuildRoom;
  /** The bot is no longer in the guild: all that was kept for it is dropped. */
  remove(guildId: string): Promise<void>;
  /** How the guild wants Parley to take part: what it has set, else what the configuration says. */
  settingsOf(guildId: string): ConversationSettings;
  /** The guild's settings have changed: they hold from this moment. */
  configure(guildId: string): void;
  /** Somebody's privacy choice changed. */
  refreshListeners(): void;
  /** Somebody does not want to be remembered, in any guild. */
  forget(userId: string): void;
}

export interface GuildRegistryOptions extends Omit<
  GuildRoomOptions,
  'guild' | 'isIgnored' | 'settings'
> {
  readonly settings: Pick<Settings, 'isIgnored' | 'guildSettings'>;
  /** For guilds that have set nothing else. */
  readonly defaults: ConversationSettings;
  readonly clock: Clock;
}

/** A conversation that nobody came back to is forgotten after this: half a day, a guess. */
const IDLE_MS = 12 * 60 * 60 * 1000;
const SWEEP_PERIOD_MS = 10 * 60 * 1000;

/** Of the 3 s in which the whole bot must be gone. */
const LEAVE_ALL_MS = 2_500;

export function createGuildRegistry(options: GuildRegistryOptions): GuildRegistry {
  const { settings, clock, log } = options;
  const rooms = new Map<string, GuildRoom>();
  const usedAtMs = new Map<string, number>();
  const endSweeping = clock.every(SWEEP_PERIOD_MS, () => {
    for (const [guildId, room] of rooms) {
      if (room.isOccupied) usedAtMs.set(guildId, clock.nowMs());
      else if (clock.nowMs() - (usedAtMs.get(guildId) ?? 0) >= IDLE_MS) void remove(guildId);
    }
  });

  const settingsOf = (guildId: string) =>
    withDefaults(settings.guildSettings(guildId), options.defaults);

  async function remove(guildId: string): Promise<void> {
    const room = rooms.get(guildId);
    rooms.delete(guildId);
    usedAtMs.delete(guildId);
    try {
      await room?.[Symbol.asyncDispose]();
    } catch (error) {
      log.error({ err: error, guildId }, 'a guild could not be left cleanly');
    }
  }

  return {
    get rooms() {
      return [...rooms.values()];
    },
    find: (guildId) => rooms.get(guildId),

    open(guild) {
      options.signal.throwIfAborted();
      usedAtMs.set(guild.id, clock.nowMs());
      const known = rooms.get(guild.id);
      if (known !== undefined) return known;
      const room = createGuildRoom({
        ...options,
        guild,
        isIgnored: settings.isIgnored,
        settings: () => settingsOf(guild.id),
      });
      rooms.set(guild.id, room);
      return room;
    },

    remove,
    settingsOf,
    configure: (guildId) => rooms.get(guildId)?.configure(),

    refreshListeners() {
      for (const room of rooms.values()) room.session?.refreshListeners();
    },

    forget(userId) {
      for (const room of rooms.values()) room.conversation.forget(userId);
    },

    async [Symbol.asyncDispose]() {
      endSweeping();
      const inTime = new AbortController();
      const deadline = clock.sleep(LEAVE_ALL_MS, inTime.signal).then(
        () => log.warn({ guilds: rooms.size }, 'voice channels were not left in time'),
        () => undefined,
      );
      await Promise.race([Promise.all([...rooms.keys()].map(remove)), deadline]);
      inTime.abort();
    },
  };
}
