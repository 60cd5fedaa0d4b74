/** Opens the settings file; a damaged one is moved aside and a fresh one begun. */
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Logger } from '../log.ts';

/** The settings can be neither read nor kept; the message says what to do. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const FILE_NAME = 'settings.sqlite';
const SCHEMA_VERSION = 3;
/**
 * Run at every opening. Version 2 added `guilds`, version 3 `voices` and `pronunciations`; older
 * files lack nothing else, so that making the missing tables is the whole migration.
 * `voices.owner` is "guild/ID" or "user/ID".
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS ignored (user_id TEXT PRIMARY KEY, since_ms INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS notices (channel_id TEXT PRIMARY KEY, shown_ms INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS commands (scope TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS guilds (guild_id TEXT PRIMARY KEY, addressing TEXT, wake_names TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS voices (owner TEXT PRIMARY KEY, voice TEXT, speed REAL) STRICT;
  CREATE TABLE IF NOT EXISTS pronunciations (
    guild_id TEXT NOT NULL, word TEXT NOT NULL, said TEXT NOT NULL, PRIMARY KEY (guild_id, word)
  ) STRICT;
  PRAGMA user_version = ${SCHEMA_VERSION};`;

/** SQLITE_CORRUPT and SQLITE_NOTADB: sqlite.org/rescode.html; the low byte is the primary code. */
const DAMAGE_CODES = new Set([11, 26]);

/** A Discord id. */
const SNOWFLAKE = /^\d{15,21}$/u;

class DamagedFile extends Error {
  override readonly name = 'DamagedFile';
}

/** @throws {SettingsError} */
export function openSettingsFile(
  dataDir: string | undefined,
  log: Logger,
  wallClockMs: () => number,
): DatabaseSync {
  if (dataDir === undefined) return openChecked(':memory:');
  const file = join(dataDir, FILE_NAME);
  try {
    mkdirSync(dataDir, { recursive: true });
    try {
      return openChecked(file);
    } catch (error) {
      if (!isDamage(error)) throw error;
      return beginAfresh(file, error, log, wallClockMs);
    }
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    throw new SettingsError(
      `Cannot keep settings in ${dataDir}: ${reasonOf(error)}. ` +
        'Make that directory writable, or name another one in PARLEY_DATA_DIR.',
      { cause: error },
    );
  }
}

function openChecked(file: string): DatabaseSync {
  // Waits that long for another process (deploy-commands): briefly, the main thread stands still.
  const db = new DatabaseSync(file, { timeout: 250 });
  try {
    // A rollback journal with full sync: one file, and what was acknowledged is on the disk, so
    // that neither a kill nor a power cut takes a person's choice back.
    db.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;');
    const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
    if (version > SCHEMA_VERSION)
      throw new SettingsError(
        `Cannot read ${file}: it was written by a newer Parley (version ${version}, this one knows ` +
          `${SCHEMA_VERSION}). Update Parley, or name another directory in PARLEY_DATA_DIR.`,
      );
    const check = db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
    if (check !== 'ok') throw new DamagedFile(`quick_check says: ${String(check)}`);
    // Always written: it also proves that the file can be.
    db.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function beginAfresh(
  file: string,
  damage: unknown,
  log: Logger,
  wallClockMs: () => number,
): DatabaseSync {
  const saved = salvage(file, 'SELECT user_id FROM ignored')
    ?.map((row) => String(row['user_id']))
    .filter((userId) => SNOWFLAKE.test(userId));
  const guilds = salvage(file, 'SELECT guild_id, addressing, wake_names FROM guilds') ?? [];
  const voices = salvage(file, 'SELECT owner, voice, speed FROM voices') ?? [];
  const words = salvage(file, 'SELECT guild_id, word, said FROM pronunciations') ?? [];
  const movedTo = `${file}.damaged-${wallClockMs()}`;
  renameSync(file, movedTo);
  // A journal belongs to the file that was moved; replayed into the new one it would damage that.
  rmSync(`${file}-journal`, { force: true });
  const db = openChecked(file);
  for (const userId of saved ?? [])
    db.prepare('INSERT OR IGNORE INTO ignored VALUES (?, ?)').run(userId, wallClockMs());
  for (const { guild_id: guildId, addressing, wake_names: names } of guilds) {
    if (!SNOWFLAKE.test(String(guildId))) continue;
    db.prepare('INSERT OR IGNORE INTO guilds VALUES (?, ?, ?)').run(
      String(guildId),
      typeof addressing === 'string' ? addressing : null,
      typeof names === 'string' ? names : null,
    );
  }
  for (const { owner, voice, speed } of voices)
    if (typeof owner === 'string')
      db.prepare('INSERT OR IGNORE INTO voices VALUES (?, ?, ?)').run(
        owner,
        typeof voice === 'string' ? voice : null,
        typeof speed === 'number' ? speed : null,
      );
  for (const { guild_id: guildId, word, said } of words)
    if (typeof guildId === 'string' && typeof word === 'string' && typeof said === 'string')
      db.prepare('INSERT OR IGNORE INTO pronunciations VALUES (?, ?, ?)').run(guildId, word, said);
  if (saved === undefined)
    db.prepare("INSERT OR REPLACE INTO facts VALUES ('choices-lost', ?)").run(movedTo);
  log.error(
    { err: damage, file, movedTo, savedChoices: saved?.length ?? 0 },
    saved === undefined
      ? 'The settings file was damaged and moved aside; a fresh one was begun. Who wanted to be ignored is lost: tell them to use /privacy again.'
      : 'The settings file was damaged and moved aside; a fresh one was begun. Who wants to be ignored was saved.',
  );
  return db;
}

/** Rows that can still be read from a damaged file; undefined when none can. */
function salvage(file: string, sql: string): Record<string, unknown>[] | undefined {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { readOnly: true });
    return db.prepare(sql).all();
  } catch {
    return undefined;
  } finally {
    db?.close();
  }
}

function isDamage(error: unknown): boolean {
  if (error instanceof DamagedFile) return true;
  if (!(error instanceof Error) || !('errcode' in error)) return false;
  return DAMAGE_CODES.has(Number(error.errcode) & 0xff);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('errstr' in error && typeof error.errstr === 'string') return error.errstr;
  return error.message;
}
