/** How words are to be said in one server: what may be taught, as people type it. */

/** More would be a lexicon, and every reply is searched for all of them. */
export const MOST_PRONUNCIATIONS = 200;
export const WORD_MAX_CHARS = 40;
export const SAID_MAX_CHARS = 80;

/** Whole words: they begin with a letter or digit and end so, or as "C++" and "C#"; marks and spaces of names may lie between. */
const WORD = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} .'’&+#/-]*[\p{L}\p{M}\p{N}+#])?$/u;
/** Words and the marks that make a voice pause or spell: nothing that would be taken for markdown. */
const SAID = /^[\p{L}\p{M}\p{N} .,'’-]+$/u;
const ANYTHING_SPOKEN = /[\p{L}\p{N}]/u;

export type Pronunciation =
  | { readonly word: string; readonly said: string }
  /** A sentence for the person who typed it. */
  | { readonly fault: string };

/** Pure. White space is evened out; the word's case does not matter, so it is kept in lower case. */
export function readPronunciation(word: string, said: string): Pronunciation {
  const key = pronunciationKey(word);
  const plain = evened(said);
  if (!isShort(key, WORD_MAX_CHARS) || !WORD.test(key))
    return {
      fault: `The word has to be 1 to ${WORD_MAX_CHARS} letters or digits, with spaces or . ' & / - only between them; + and # may end it.`,
    };
  if (!isShort(plain, SAID_MAX_CHARS) || !SAID.test(plain) || !ANYTHING_SPOKEN.test(plain))
    return {
      fault: `What I say instead has to be 1 to ${SAID_MAX_CHARS} letters, digits, spaces and . , ' - only.`,
    };
  return { word: key, said: plain };
}

/** The form in which a word is kept and looked for. */
export function pronunciationKey(word: string): string {
  return evened(word).toLowerCase();
}

function evened(text: string): string {
  return text.normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
}

function isShort(text: string, maxChars: number): boolean {
  const chars = Array.from(text).length;
  return chars >= 1 && chars <= maxChars;
}
