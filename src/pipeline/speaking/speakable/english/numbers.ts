/** Numbers in English words. */
import { toCardinal, toOrdinal } from 'n2words/en-US';

/** Beyond that nobody follows: digit by digit. */
const MOST_DIGITS = 15;
/** With commas between them they are a number all the same. */
const MOST_GROUPED_DIGITS = 27;

const DIGITS: readonly string[] = 'zero one two three four five six seven eight nine'.split(' ');

/** A number as it may stand in a text: "1,234.5", ".5". */
export const NUMBER = String.raw`(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)`;

/** Before a number that is no part of another one, of a word, a time or a path. */
export const FREE = String.raw`(?<![\p{L}\d.,:/^]|\^[-−])`;

/** "three one four". */
export function digitsOf(text: string): string {
  return Array.from(text.replaceAll(/\D/gu, ''), (digit) => DIGITS[Number(digit)]).join(' ');
}

/** @param text as `NUMBER`. @returns "one thousand two hundred thirty-four point five". */
export function cardinal(text: string): string {
  const [whole = '', decimals] = text.replaceAll(',', '').split('.');
  const most = text.includes(',') ? MOST_GROUPED_DIGITS : MOST_DIGITS;
  const isCode = whole.length > most || (whole.length > 1 && whole.startsWith('0'));
  const words = whole === '' ? '' : isCode ? digitsOf(whole) : toCardinal(whole);
  if (decimals === undefined || decimals === '') return words;
  return `${words} point ${digitsOf(decimals)}`.trimStart();
}

export function ordinal(text: string): string {
  const digits = text.replaceAll(/\D/gu, '');
  if (/^0+$/u.test(digits)) return 'zeroth';
  return digits.length > MOST_DIGITS ? digitsOf(digits) : toOrdinal(digits);
}

export function isOne(text: string): boolean {
  return text === '1';
}

export function minusWord(sign: string | undefined): string {
  return sign === '-' || sign === '−' || sign === '⁻' ? 'minus ' : '';
}

/** Behind "the 10 km" they are no thing that it tells of. */
const NO_THING =
  /^\s(?:of|in|on|at|to|from|and|or|but|per|is|are|was|were|will|would|can|could|should|that|which|it|you|we|he|she|they|I|with|without|for|by|as|than|left|free|used|available|remaining|away|ahead|long|wide|high|tall|deep|thick|old|ago|later|before|after|above|below|between|needed|required|up|down|more|less|only|if|when|while|because|until|so|not|into|over|under)(?![\p{L}])/u;

/** Behind "100 m" they are what it tells of, with no article either. */
const THING =
  /^\s(?:jack|lens|film|wire|battery|drive|screws?|bolts?|cable|charger|adapter|engine|monitor|display|screen|race|dash|sprint|freestyle|hurdles|relay|radius|socket|pipe|hose|plates?|dumbbells?|kettlebell|bags?|bottles?|steaks?|fillets?|modules?|sticks?|cubes|chunks|squares|layers|nozzle|filament)(?![\p{L}])/iu;

/** No word that decides is longer; UTF-16 units. */
const FAR = 16;

/**
 * Whether a number and its unit tell what the next word is: "a 10 km run", "the 10 km run".
 * @param match of both.
 */
export function isAttribute({ 0: whole, index, input }: RegExpExecArray): boolean {
  const end = index + whole.length;
  const behind = input.slice(end, end + FAR);
  if (!/^\s\p{L}/u.test(behind)) return false;
  const before = input.slice(Math.max(0, index - FAR), index);
  if (THING.test(behind) || /(?:^|[^\p{L}])an?\s$/iu.test(before)) return true;
  return (
    /(?:^|[^\p{L}])(?:the|this|that|each|every|my|your|his|her|its|our|their)\s$/iu.test(before) &&
    !NO_THING.test(behind)
  );
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

/** As model numbers and sizes are said: 4090 "forty ninety", 404 "four oh four", 800 "eight hundred". */
export function inPairs(digits: string): string {
  const [head, tail] = [digits.slice(0, -2), digits.slice(-2)];
  if (digits.length < 3 || digits.length > 4 || head.endsWith('0') || digits.startsWith('0'))
    return digits.length === 4 && head.endsWith('0') && !head.startsWith('0') && tail !== '00'
      ? `${cardinal(head)} ${tailWords(tail)}`
      : cardinal(digits);
  return tail === '00' ? `${cardinal(head)} hundred` : `${cardinal(head)} ${tailWords(tail)}`;
}

/** The figures of a model: 13700 "thirteen seven hundred"; of more than five each is said. */
export function modelNumber(digits: string): string {
  if (digits.length > 5 || digits.startsWith('0'))
    return digits.length === 1 ? cardinal(digits) : digitsOf(digits);
  return digits.length === 5
    ? `${cardinal(digits.slice(0, 2))} ${inPairs(String(Number(digits.slice(2))))}`
    : inPairs(digits);
}

function tailWords(tail: string): string {
  return tail.startsWith('0') ? `oh ${cardinal(tail.slice(1))}` : cardinal(tail);
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
