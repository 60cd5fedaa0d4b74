/** What Parley is called: read from what people type, in a setting or in a command. */

/** More would only invite mistakes: each one is also matched by sound. */
const MAX_NAMES = 3;
const MIN_CHARS = 2;
const MAX_CHARS = 30;

/** Begins with a letter; digits, spaces, full stops, apostrophes and hyphens may follow. */
const NAME = /^\p{L}[\p{L}\p{M}\p{N} .'’-]*$/u;

export type WakeNames =
  | { readonly names: readonly string[] }
  /** Plain words that complete "The name …": "has to be 2 to 30 characters long". */
  | { readonly fault: string };

/**
 * Pure. Names are trimmed and joined to their first spelling when they differ in case alone.
 *
 * @param text one to three names, commas between them.
 */
export function readWakeNames(text: string): WakeNames {
  const names = new Map<string, string>();
  for (const part of text.normalize('NFC').split(',')) {
    const name = part.replaceAll(/\s+/gu, ' ').trim();
    if (name === '') continue;
    const chars = Array.from(name).length;
    if (chars < MIN_CHARS || chars > MAX_CHARS)
      return { fault: `has to be ${MIN_CHARS} to ${MAX_CHARS} characters long` };
    if (!NAME.test(name))
      return {
        fault: "has to begin with a letter, and takes letters, digits, spaces and . ' - only",
      };
    const key = name.toLowerCase();
    if (!names.has(key)) names.set(key, name);
  }
  if (names.size === 0) return { fault: 'is missing' };
  if (names.size > MAX_NAMES)
    return { fault: `can be ${MAX_NAMES} names at most, commas between them` };
  return { names: [...names.values()] };
}
