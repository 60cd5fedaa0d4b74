/** Numbers in English words. */
import { toCardinal, toOrdinal } from 'n2words/en-US';

/** Beyond that nobody follows: digit by digit. */
const MOST_DIGITS = 15;

const DIGITS: readonly string[] = 'zero one two three four five six seven eight nine'.split(' ');

/** A number as it may stand in a text: "1,234.5", ".5". */
export const NUMBER = String.raw`(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?`;

/** "three one four". */
export function digitsOf(text: string): string {
  return Array.from(text.replaceAll(/\D/gu, ''), (digit) => DIGITS[Number(digit)]).join(' ');
}

/** @param text as `NUMBER`. @returns "one thousand two hundred thirty-four point five". */
export function cardinal(text: string): string {
  const [whole = '', decimals] = text.replaceAll(',', '').split('.');
  const isCode = whole.length > MOST_DIGITS || (whole.length > 1 && whole.startsWith('0'));
  const words = isCode ? digitsOf(whole) : toCardinal(whole === '' ? '0' : whole);
  return decimals === undefined || decimals === '' ? words : `${words} point ${digitsOf(decimals)}`;
}

export function ordinal(text: string): string {
  const digits = text.replaceAll(/\D/gu, '');
  return digits.length > MOST_DIGITS ? digitsOf(digits) : toOrdinal(digits);
}

export function isOne(text: string): boolean {
  return /^1(?:\.0+)?$/u.test(text);
}

/** 1999 "nineteen ninety-nine", 1905 "nineteen oh five", 1900 "nineteen hundred", 2005 "two thousand five". */
export function year(digits: string): string {
  const number = Number(digits);
  if (digits.length !== 4 || number < 1000) return cardinal(digits);
  const [century, rest] = [Math.floor(number / 100), number % 100];
  if (century === 20 && rest < 10) return cardinal(digits);
  if (number % 1000 === 0) return cardinal(digits);
  const head = toCardinal(century);
  if (rest === 0) return `${head} hundred`;
  return rest < 10 ? `${head} oh ${DIGITS[rest]}` : `${head} ${toCardinal(rest)}`;
}

const ROMAN: Readonly<Record<string, number>> = {
  I: 1,
  V: 5,
  X: 10,
  L: 50,
  C: 100,
  D: 500,
  M: 1000,
};

/** @returns undefined where it is no number. */
export function romanNumber(text: string): number | undefined {
  if (!/^(?=[MDCLXVI])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$/u.test(text))
    return undefined;
  let sum = 0;
  for (let at = 0; at < text.length; at++) {
    const value = ROMAN[text[at] ?? ''] ?? 0;
    sum += value < (ROMAN[text[at + 1] ?? ''] ?? 0) ? -value : value;
  }
  return sum;
}
