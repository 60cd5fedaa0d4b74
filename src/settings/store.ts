/**
 * What must survive a restart, in one small SQLite file: who wants to be ignored, how each server
 * has set Parley, whose voice it speaks with and how it says words, where people were told that it listens, and which slash commands Discord knows.
 *
 * A choice to be ignored holds in every server: it is the person's, not the server's.
 */
import type { Logger } from '../log.ts';
import { fromStored, toStored, type GuildSettings } from './guild-settings.ts';
import { openSettingsFile, SettingsError } from './settings-file.ts';
import { openVoiceSettings, type VoiceSettings } from './voice-settings.ts';

export { SettingsError } from './settings-file.ts';

export interface Settings extends VoiceSettings, Disposable {
  /** From memory: cheap enough for every packet. */
  isIgnored(userId: string): boolean;
  readonly ignoredCount: number;
  /**
   * Holds in memory at once, on disk when it returns.
   * @returns whether it changed anything.
   * @throws {SettingsError} when it could not be written; it then holds until the next start.
   */
  setIgnored(userId: string, ignored: boolean): boolean;
  /** From memory. */
  guildSettings(guildId: string): GuildSettings;
  /**
   * Replaces what the server had set: holds in memory at once, on disk when it returns.
   * @throws {SettingsError} when it could not be written; it then holds until the next start.
   */
  setGuildSettings(guildId: string, settings: GuildSettings): void;
  /** When the people of a channel were last told who listens, ms since 1970. */
  noticeShownAtMs(channelId: string): number | undefined;
  /** @throws {SettingsError} */
  recordNotice(channelId: string): void;
  /** Fingerprint of the commands last registered in a scope. */
  registeredCommands(scope: string): string | undefined;
  /**
   * @param fingerprint undefined: nothing is registered there any more.
   * @throws {SettingsError}
   */
  recordCommands(scope: string, fingerprint: string | undefined): void;
  /** Scopes with commands that are still registered, as far as this file knows. */
  registeredScopes(): readonly string[];
  /** The file was damaged once, and who wanted to be ignored could not be read from it. */
  readonly choicesWereLost: boolean;
}

export interface SettingsOptions {
  /** Where the file is kept; undefined: in memory only, forgotten at the end. */
  readonly dataDir: string | undefined;
  readonly log: Logger;
  /** The calendar, ms since 1970. */
  readonly wallClockMs?: () => number;
}

/** @throws {SettingsError} when the file can neither be read nor begun. */
export function openSettings({ dataDir, log, wallClockMs = Date.now }: SettingsOptions): Settings {
  const db = openSettingsFile(dataDir, log, wallClockMs);
  const ignored = new Set(
    db
      .prepare('SELECT user_id FROM ignored')
      .all()
      .map((row) => String(row['user_id'])),
  );
  const guilds = new Map(
    db
      .prepare('SELECT guild_id, addressing, wake_names FROM guilds')
      .all()
      .map((row) => [
        String(row['guild_id']),
        fromStored({
          addressing: textOrNull(row['addressing']),
          wakeNames: textOrNull(row['wake_names']),
        }),
      ]),
  );
  const choicesWereLost =
    db.prepare("SELECT 1 FROM facts WHERE name = 'choices-lost'").get() !== undefined;

  function write(action: string, sql: string, ...values: (string | number | null)[]): void {
    try {
      db.prepare(sql).run(...values);
    } catch (error) {
      throw new SettingsError(
        `Cannot save ${action} in ${dataDir ?? 'memory'}: is the disk full or read-only?`,
        { cause: error },
      );
    }
  }

  return {
    choicesWereLost,
    isIgnored: (userId) => ignored.has(userId),
    get ignoredCount() {
      return ignored.size;
    },

    setIgnored(userId, wanted) {
      if (ignored.has(userId) === wanted) return false;
      if (wanted) ignored.add(userId);
      else ignored.delete(userId);
      if (wanted)
        write(
          'who is ignored',
          'INSERT OR IGNORE INTO ignored (user_id, since_ms) VALUES (?, ?)',
          userId,
          wallClockMs(),
        );
      else write('who is ignored', 'DELETE FROM ignored WHERE user_id = ?', userId);
      return true;
    },

    guildSettings: (guildId) => guilds.get(guildId) ?? {},

    setGuildSettings(guildId, wanted) {
      guilds.set(guildId, wanted);
      const { addressing, wakeNames } = toStored(wanted);
      write(
        'the settings of a server',
        'INSERT OR REPLACE INTO guilds (guild_id, addressing, wake_names) VALUES (?, ?, ?)',
        guildId,
        addressing,
        wakeNames,
      );
    },

    ...openVoiceSettings(db, write),

    noticeShownAtMs(channelId) {
      const row = db.prepare('SELECT shown_ms FROM notices WHERE channel_id = ?').get(channelId);
      return row === undefined ? undefined : Number(row['shown_ms']);
    },

    recordNotice(channelId) {
      write(
        'that people were told',
        'INSERT OR REPLACE INTO notices (channel_id, shown_ms) VALUES (?, ?)',
        channelId,
        wallClockMs(),
      );
    },

    registeredCommands(scope) {
      const row = db.prepare('SELECT fingerprint FROM commands WHERE scope = ?').get(scope);
      return row === undefined ? undefined : String(row['fingerprint']);
    },

    recordCommands(scope, fingerprint) {
      const action = 'which commands are registered';
      if (fingerprint === undefined) write(action, 'DELETE FROM commands WHERE scope = ?', scope);
      else
        write(
          action,
          'INSERT OR REPLACE INTO commands (scope, fingerprint) VALUES (?, ?)',
          scope,
          fingerprint,
        );
    },

    registeredScopes: () =>
      db
        .prepare('SELECT scope FROM commands')
        .all()
        .map((row) => String(row['scope'])),

    [Symbol.dispose]() {
      if (db.isOpen) db.close();
    },
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
