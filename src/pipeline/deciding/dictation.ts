/** Whether a number, an address or a spelling that is being dictated goes on. Pure. */

/** Phone numbers have at least that many digits. */
const PHONE_DIGITS = 7;
const DIGIT = /^(?:\d+|zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)$/u;
const NAMES_NUMBER = /^(?:number|phone|call|dial|telephone|account|card|serial)$/u;
const NAMES_SPELLING = /^(?:spell|spelled|spelt|letters|email|mail)$/u;
/** Of a mail or web address: something follows. */
const ADDRESS_LINK = /^(?:at|dot|underscore|hyphen|dash|slash)$/u;

/** @param words all of the last ones, folded. */
export function isDictationDangling(words: readonly string[]): boolean {
  const last = words.at(-1) ?? '';
  if (words.length > 1 && ADDRESS_LINK.test(last))
    return words.some((word) => NAMES_SPELLING.test(word) || word === 'address' || word === 'dot');
  const digits = trailing(words, DIGIT);
  const before = words.slice(0, words.length - digits.length).slice(-6);
  if (digits.length > 0 && before.some((word) => NAMES_NUMBER.test(word)))
    return digitsOf(digits) < PHONE_DIGITS && (digits.length > 1 || before.at(-1) === 'is');
  const letters = trailing(words, /^[a-z]$/u);
  return letters.length > 1 && words.some((word) => NAMES_SPELLING.test(word));
}

function trailing(words: readonly string[], pattern: RegExp): readonly string[] {
  const from = words.findLastIndex((word) => !pattern.test(word));
  return words.slice(from + 1);
}

function digitsOf(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + (/^\d/u.test(word) ? word.length : 1), 0);
}
