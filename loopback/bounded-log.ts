/** A record of what happened, for tests and for people who look; the oldest entries go first. */

const MAX_ENTRIES = 20_000;
/** Dropped in one go: moving a long array for every entry would be slow. */
const DROPPED_AT_ONCE = 1_000;

export function appendBounded<T>(entries: T[], entry: T): void {
  entries.push(entry);
  if (entries.length > MAX_ENTRIES) entries.splice(0, DROPPED_AT_ONCE);
}
