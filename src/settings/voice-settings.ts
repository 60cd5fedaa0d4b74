/** The part of the settings file about speech: which voices were chosen, and how words are said. */
import type { DatabaseSync } from 'node:sqlite';
import { readVoiceChoice, type VoiceChoice } from './voice-choice.ts';

export type VoiceOwner = { readonly guildId: string } | { readonly userId: string };

export interface VoiceSettings {
  /** What a server or a person has chosen; a person's choice holds in every server. From memory. */
  voiceChoice(owner: VoiceOwner): VoiceChoice;
  /**
   * Replaces it; an empty choice is forgotten. Holds in memory at once, on disk when it returns.
   * @throws {SettingsError} when it could not be written; it then holds until the next start.
   */
  setVoiceChoice(owner: VoiceOwner, choice: VoiceChoice): void;
  /** Words in lower case to what is said instead. From memory. */
  pronunciations(guildId: string): ReadonlyMap<string, string>;
  /**
   * @param said undefined: as it is written again.
   * @throws {SettingsError} when it could not be written; it then holds until the next start.
   */
  setPronunciation(guildId: string, word: string, said: string | undefined): void;
}

/** @param write runs one statement. @throws {SettingsError} naming the action. */
export function openVoiceSettings(
  db: DatabaseSync,
  write: (action: string, sql: string, ...values: (string | number | null)[]) => void,
): VoiceSettings {
  const voices = new Map(
    db
      .prepare('SELECT owner, voice, speed FROM voices')
      .all()
      .map((row) => [String(row['owner']), readVoiceChoice(row['voice'], row['speed'])]),
  );
  const words = new Map<string, Map<string, string>>();
  for (const row of db.prepare('SELECT guild_id, word, said FROM pronunciations').all())
    wordsOf(words, String(row['guild_id'])).set(String(row['word']), String(row['said']));

  return {
    voiceChoice: (owner) => voices.get(keyOf(owner)) ?? {},

    setVoiceChoice(owner, choice) {
      const key = keyOf(owner);
      const action = 'the choice of a voice';
      const { voice, speed } = choice;
      if (voice === undefined && speed === undefined) {
        voices.delete(key);
        write(action, 'DELETE FROM voices WHERE owner = ?', key);
        return;
      }
      voices.set(key, choice);
      write(
        action,
        'INSERT OR REPLACE INTO voices (owner, voice, speed) VALUES (?, ?, ?)',
        key,
        voice ?? null,
        speed ?? null,
      );
    },

    pronunciations: (guildId) => words.get(guildId) ?? new Map(),

    setPronunciation(guildId, word, said) {
      const action = 'how a word is said';
      if (said === undefined) {
        words.get(guildId)?.delete(word);
        const sql = 'DELETE FROM pronunciations WHERE guild_id = ? AND word = ?';
        write(action, sql, guildId, word);
        return;
      }
      wordsOf(words, guildId).set(word, said);
      const sql = 'INSERT OR REPLACE INTO pronunciations (guild_id, word, said) VALUES (?, ?, ?)';
      write(action, sql, guildId, word, said);
    },
  };
}

function keyOf(owner: VoiceOwner): string {
  return 'guildId' in owner ? `guild/${owner.guildId}` : `user/${owner.userId}`;
}

function wordsOf(words: Map<string, Map<string, string>>, guildId: string): Map<string, string> {
  const known = words.get(guildId) ?? new Map<string, string>();
  words.set(guildId, known);
  return known;
}
