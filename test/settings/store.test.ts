import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSettings, SettingsError } from '../../src/settings/store.ts';

const ALICE = '200000000000000001';
const BOB = '200000000000000002';

let dataDir: string;
let logged: Record<string, unknown>[];
const log = pino({ level: 'info' }, { write: (line) => logged.push(JSON.parse(line)) });
const HOME = '100000000000000001';
const OTHER = '100000000000000002';
const file = () => join(dataDir, 'settings.sqlite');
const open = () => openSettings({ dataDir, log });

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'parley-settings-'));
  logged = [];
});
afterEach(() => {
  chmodSync(dataDir, 0o700);
  rmSync(dataDir, { recursive: true, force: true });
});

describe('openSettings()', () => {
  test('remembers across openings who wants to be ignored', () => {
    {
      using settings = open();
      expect(settings.setIgnored(ALICE, true)).toBe(true);
      expect(settings.setIgnored(ALICE, true)).toBe(false);
      settings.setIgnored(BOB, true);
      settings.setIgnored(BOB, false);
    }
    using settings = open();
    expect(settings.isIgnored(ALICE)).toBe(true);
    expect(settings.isIgnored(BOB)).toBe(false);
    expect(settings.ignoredCount).toBe(1);
  });

  test('keeps a choice through a kill -9 right after it was acknowledged', async () => {
    const script = `
      import { openSettings } from ${JSON.stringify(new URL('../../src/settings/store.ts', import.meta.url).href)};
      const silent = { error() {} };
      const settings = openSettings({ dataDir: process.argv[1], log: silent });
      settings.setIgnored('${ALICE}', true);
      process.stdout.write('acknowledged');
      setInterval(() => {}, 1000);`;
    const child = spawn(
      process.execPath,
      ['--input-type=module-typescript', '-e', script, dataDir],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');

    using settings = open();
    expect(settings.isIgnored(ALICE)).toBe(true);
    expect(readdirSync(dataDir)).toEqual(['settings.sqlite']);
  });

  test('writes through to the disk, so that a power cut takes nothing back', () => {
    using settings = open();
    settings.setIgnored(ALICE, true);
    using other = new DatabaseSync(file(), { readOnly: true });
    expect(other.prepare('SELECT user_id FROM ignored').all()).toEqual([{ user_id: ALICE }]);
    expect(other.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'delete' });
  });

  test('moves a file that is no database aside, begins a fresh one and says so', () => {
    writeFileSync(file(), 'this is no database, it is a text of some length'.repeat(50));
    using settings = open();
    expect(settings.ignoredCount).toBe(0);
    expect(settings.choicesWereLost).toBe(true);
    const aside = readdirSync(dataDir).find((name) => name.includes('.damaged-'))!;
    expect(readFileSync(join(dataDir, aside), 'utf8')).toMatch(/^this is no database/);
    expect(logged[0]!['msg']).toMatch(/damaged and moved aside.*\/privacy again/);
  });

  test('saves who wants to be ignored from a file damaged elsewhere', () => {
    {
      using settings = open();
      settings.setIgnored(ALICE, true);
      settings.setGuildSettings(HOME, { addressing: 'never', wakeNames: ['Jarvis'] });
      settings.setVoiceChoice({ userId: ALICE }, { voice: 'joe', speed: 1.5 });
      settings.setPronunciation(HOME, 'gif', 'jif');
    }
    damagePagesOf('notices');
    using settings = open();
    expect(settings.voiceChoice({ userId: ALICE })).toEqual({ voice: 'joe', speed: 1.5 });
    expect(settings.pronunciations(HOME).get('gif')).toBe('jif');
    expect(settings.guildSettings(HOME)).toEqual({ addressing: 'never', wakeNames: ['Jarvis'] });
    expect(settings.isIgnored(ALICE)).toBe(true);
    expect(settings.choicesWereLost).toBe(false);
    expect(logged[0]!['msg']).toMatch(/Who wants to be ignored was saved/);
  });

  test('remembers across openings how a server has set Parley', () => {
    {
      using settings = open();
      expect(settings.guildSettings(HOME)).toEqual({});
      settings.setGuildSettings(HOME, { addressing: 'name', wakeNames: ['Jarvis', 'Hey Friday'] });
      settings.setGuildSettings(OTHER, { addressing: 'never' });
      expect(settings.guildSettings(HOME).addressing).toBe('name');
    }
    {
      using settings = open();
      expect(settings.guildSettings(HOME)).toEqual({
        addressing: 'name',
        wakeNames: ['Jarvis', 'Hey Friday'],
      });
      expect(settings.guildSettings(OTHER)).toEqual({ addressing: 'never' });
      settings.setGuildSettings(HOME, { addressing: 'always' });
    }
    using settings = open();
    expect(settings.guildSettings(HOME)).toEqual({ addressing: 'always' });
  });

  test('holds what a server has set also when it cannot be written, and says so', () => {
    using settings = open();
    using locker = new DatabaseSync(file());
    locker.exec('BEGIN EXCLUSIVE');
    const set = () => settings.setGuildSettings(HOME, { addressing: 'never' });
    expect(set).toThrow(/Cannot save the settings of a server/);
    expect(settings.guildSettings(HOME)).toEqual({ addressing: 'never' });
  });

  test('reads a file of version 1, and makes it one of version 3', () => {
    {
      using old = new DatabaseSync(file());
      old.exec(`
        CREATE TABLE ignored (user_id TEXT PRIMARY KEY, since_ms INTEGER NOT NULL) STRICT;
        CREATE TABLE notices (channel_id TEXT PRIMARY KEY, shown_ms INTEGER NOT NULL) STRICT;
        CREATE TABLE commands (scope TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) STRICT;
        CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
        INSERT INTO ignored VALUES ('${ALICE}', 1);
        INSERT INTO notices VALUES ('5', 1234);
        INSERT INTO commands VALUES ('app/global', 'abc');
        PRAGMA user_version = 1;`);
    }
    {
      using settings = open();
      expect(settings.isIgnored(ALICE)).toBe(true);
      expect(settings.noticeShownAtMs('5')).toBe(1_234);
      expect(settings.registeredCommands('app/global')).toBe('abc');
      expect(settings.guildSettings(HOME)).toEqual({});
      settings.setGuildSettings(HOME, { addressing: 'name' });
    }
    using settings = open();
    expect(settings.guildSettings(HOME)).toEqual({ addressing: 'name' });
    expect(logged).toEqual([]);
    using now = new DatabaseSync(file(), { readOnly: true });
    expect(now.prepare('PRAGMA user_version').get()).toEqual({ user_version: 3 });
  });

  test('reads a file of version 2, and keeps what it holds', () => {
    {
      using old = new DatabaseSync(file());
      old.exec(`
        CREATE TABLE ignored (user_id TEXT PRIMARY KEY, since_ms INTEGER NOT NULL) STRICT;
        CREATE TABLE notices (channel_id TEXT PRIMARY KEY, shown_ms INTEGER NOT NULL) STRICT;
        CREATE TABLE commands (scope TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) STRICT;
        CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
        CREATE TABLE guilds (guild_id TEXT PRIMARY KEY, addressing TEXT, wake_names TEXT) STRICT;
        INSERT INTO guilds VALUES ('${HOME}', 'name', 'Jarvis');
        PRAGMA user_version = 2;`);
    }
    {
      using settings = open();
      expect(settings.guildSettings(HOME)).toEqual({ addressing: 'name', wakeNames: ['Jarvis'] });
      expect(settings.voiceChoice({ guildId: HOME })).toEqual({});
      settings.setVoiceChoice({ guildId: HOME }, { voice: 'joe' });
      settings.setPronunciation(HOME, 'gif', 'jif');
    }
    using settings = open();
    expect(settings.voiceChoice({ guildId: HOME })).toEqual({ voice: 'joe' });
    expect(Object.fromEntries(settings.pronunciations(HOME))).toEqual({ gif: 'jif' });
  });

  test('remembers across openings which voices were chosen, apart for people and servers', () => {
    {
      using settings = open();
      settings.setVoiceChoice({ guildId: HOME }, { voice: 'joe', speed: 1.5 });
      settings.setVoiceChoice({ userId: HOME }, { speed: 0.5 });
      settings.setVoiceChoice({ userId: ALICE }, { voice: 'anna' });
      settings.setVoiceChoice({ userId: ALICE }, {});
    }
    using settings = open();
    expect(settings.voiceChoice({ guildId: HOME })).toEqual({ voice: 'joe', speed: 1.5 });
    expect(settings.voiceChoice({ userId: HOME })).toEqual({ speed: 0.5 });
    expect(settings.voiceChoice({ userId: ALICE })).toEqual({});
  });

  test('remembers across openings how words are said, server by server', () => {
    {
      using settings = open();
      settings.setPronunciation(HOME, 'gif', 'jif');
      settings.setPronunciation(HOME, 'sql', 'sequel');
      settings.setPronunciation(HOME, 'sql', undefined);
      settings.setPronunciation(OTHER, 'gif', 'ghif');
    }
    using settings = open();
    expect(Object.fromEntries(settings.pronunciations(HOME))).toEqual({ gif: 'jif' });
    expect(Object.fromEntries(settings.pronunciations(OTHER))).toEqual({ gif: 'ghif' });
    expect(settings.pronunciations('nowhere').size).toBe(0);
  });

  test('holds a voice and a word also when they cannot be written, and says so', () => {
    using settings = open();
    using locker = new DatabaseSync(file());
    locker.exec('BEGIN EXCLUSIVE');
    const owner = { userId: ALICE };
    expect(() => settings.setVoiceChoice(owner, { speed: 2 })).toThrow(/Cannot save the choice/);
    expect(() => settings.setPronunciation(HOME, 'gif', 'jif')).toThrow(/Cannot save how a word/);
    expect(settings.voiceChoice(owner)).toEqual({ speed: 2 });
    expect(settings.pronunciations(HOME).get('gif')).toBe('jif');
  });

  test('takes what it does not know in a server’s settings for not set', () => {
    open()[Symbol.dispose]();
    {
      using other = new DatabaseSync(file());
      other.exec(`INSERT INTO guilds VALUES ('${HOME}', 'whenever', '<@1>')`);
      other.exec(`INSERT INTO guilds VALUES ('${OTHER}', 'toString', NULL)`);
    }
    using settings = open();
    expect(settings.guildSettings(HOME)).toEqual({});
    expect(settings.guildSettings(OTHER)).toEqual({});
  });

  test('does not touch the file of a newer Parley, and says what to do', () => {
    {
      using newer = new DatabaseSync(file());
      newer.exec('PRAGMA user_version = 99');
    }
    expect(open).toThrow(SettingsError);
    expect(open).toThrow(/newer Parley.*PARLEY_DATA_DIR/);
    expect(readdirSync(dataDir)).toEqual(['settings.sqlite']);
  });

  test('names the directory that cannot be made, and the way out', () => {
    const blocked = join(dataDir, 'a-file');
    writeFileSync(blocked, '');
    expect(() => openSettings({ dataDir: join(blocked, 'data'), log })).toThrow(
      /Cannot keep settings in .*a-file.*PARLEY_DATA_DIR/,
    );
  });

  test.skipIf(process.getuid?.() === 0)('names a directory that is read-only', () => {
    chmodSync(dataDir, 0o500);
    expect(open).toThrow(/Cannot keep settings in .*writable/);
  });

  test('remembers fingerprints and notices, and forgets a scope', () => {
    using settings = openSettings({ dataDir: undefined, log, wallClockMs: () => 1_234 });
    settings.recordCommands('app/global', 'abc');
    settings.recordCommands('app/1', 'def');
    settings.recordCommands('app/1', undefined);
    settings.recordNotice('5');
    expect(settings.registeredCommands('app/global')).toBe('abc');
    expect(settings.registeredCommands('app/1')).toBeUndefined();
    expect(settings.registeredScopes()).toEqual(['app/global']);
    expect(settings.noticeShownAtMs('5')).toBe(1_234);
    expect(settings.noticeShownAtMs('6')).toBeUndefined();
  });

  test('still ignores a person when the choice cannot be written, and says so', () => {
    using settings = open();
    using locker = new DatabaseSync(file());
    locker.exec('BEGIN EXCLUSIVE');
    expect(() => settings.setIgnored(ALICE, true)).toThrow(/Cannot save who is ignored/);
    expect(settings.isIgnored(ALICE)).toBe(true);
  });
});

/** Overwrites the b-tree page of one table, as a bad sector would. */
function damagePagesOf(table: string): void {
  let page: number;
  let pageBytes: number;
  {
    using db = new DatabaseSync(file());
    page = Number(
      db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table)!['rootpage'],
    );
    pageBytes = Number(db.prepare('PRAGMA page_size').get()!['page_size']);
  }
  const bytes = readFileSync(file());
  bytes.fill(0x5a, (page - 1) * pageBytes, page * pageBytes);
  writeFileSync(file(), bytes);
}
