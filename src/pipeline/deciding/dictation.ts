/** Whether a number, an address or a spelling that is being dictated goes on. Pure. */

/** Phone numbers have at least that many digits. */
const PHONE_DIGITS = 7;
const DIGIT = /^(?:\d+|zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)$/u;
const NAMES_NUMBER = /^(?:number|phone|call|dial|telephone|account|card|serial)$/u;
const NAMES_SPELLING = /^(?:spell|spelled|spelt|letters|email|mail)$/u;
/** They are whole, and of three digits: 112, 911, "nine one one". */
const SHORT_NUMBER = /^(?:[1-9]11|11\d|999|000|10[012]|1800)$/u;
const WORTH = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
/** A number of this kind has many digits, so one or two are not all: "the number is seven" may be all. */
const NAMES_LONG_NUMBER =
  /^(?:phone|telephone|mobile|cell|account|card|serial|my|your|his|her|their|our)$/u;
/** Of a mail or web address: something follows. */
const ADDRESS_LINK = /^(?:at|dot|underscore|hyphen|dash|slash)$/u;

/** @param words all of the last ones, folded. */
export function isDictationDangling(words: readonly string[]): boolean {
  const last = words.at(-1) ?? '';
  if (words.length > 1 && ADDRESS_LINK.test(last))
    return words.some((word) => NAMES_SPELLING.test(word) || word === 'address' || word === 'dot');
  const digits = trailing(words, DIGIT);
  const before = words.slice(0, words.length - digits.length).slice(-6);
  if (SHORT_NUMBER.test(digits.map(digitOf).join(''))) return false;
  const isLone = digits.length === 1 && digitsOf(digits) < 3;
  if (isLone && !before.some((word) => NAMES_LONG_NUMBER.test(word))) return false;
  if (digits.length > 0 && before.some((word) => NAMES_NUMBER.test(word)))
    return digitsOf(digits) < PHONE_DIGITS && (digits.length > 1 || before.at(-1) === 'is');
  const letters = trailing(words, /^[a-z]$/u);
  return letters.length > 1 && words.some((word) => NAMES_SPELLING.test(word));
}

function digitOf(word: string): string {
  const worth = WORTH.indexOf(word === 'oh' ? 'zero' : word);
  return worth === -1 ? word : String(worth);
}

function trailing(words: readonly string[], pattern: RegExp): readonly string[] {
  const from = words.findLastIndex((word) => !pattern.test(word));
  return words.slice(from + 1);
}

function digitsOf(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + (/^\d/u.test(word) ? word.length : 1), 0);
}
