/** Sums of money. */
import { editAll, type Edited } from '../edited.ts';
import { currencyOf, MONEY_SIGNS, SIGN, type Currency } from './currencies.ts';
import { cardinal, isAttribute, isOne, minusWord, NUMBER } from './numbers.ts';
import { guRegex } from './regex.ts';

const SCALE = String.raw`(?:\s?(thousand|million|billion|trillion|mil|k|K|[mM]|bn|tn|[bBT])(?![\p{L}\p{N}]))?`;

const SCALES: Readonly<Record<string, string>> = {
  k: 'thousand',
  K: 'thousand',
  m: 'million',
  M: 'million',
  mil: 'million',
  bn: 'billion',
  b: 'billion',
  B: 'billion',
  tn: 'trillion',
  T: 'trillion',
};

export function scaleName(scale: string): string {
  return SCALES[scale] ?? scale;
}

const RANGE_BEFORE = guRegex`${SIGN}\s?(${NUMBER})${SCALE}(\s?(?:[–-]|to)\s?)(?:[A-Z]{0,2}[${MONEY_SIGNS}])?(${NUMBER})${SCALE}`;
const BEFORE = guRegex`((?<![\p{L}\d])[-−+])?${SIGN}\s?([-−]?)(${NUMBER})${SCALE}`;
const RANGE_BEHIND = guRegex`(?<![\d.,])(${NUMBER})\s?[–-]\s?(${NUMBER})${SCALE}\s?${SIGN}`;
const BEHIND = guRegex`(?<![\d.,])((?<![\p{L}\d])[-−])?(${NUMBER})${SCALE}\s?${SIGN}`;

export function readMoney(text: Edited): Edited {
  // "9,99 €", as in most of Europe.
  let read = editAll(text, /(?<=(?<![\d.,])\d{1,6}),(?=\d\d\s?€)/gu, () => '.');
  read = editAll(read, RANGE_BEFORE, (match) => {
    const [, sign = '', from = '', scale, dash = '', to = '', toScale] = match;
    const currency = currencyOf(sign);
    if (currency === undefined) return undefined;
    const isDifference = dash === ' - ' && amountOf(from, scale) > amountOf(to, toScale);
    if (isDifference) return `${sum(from, scale, currency)} minus ${sum(to, toScale, currency)}`;
    const last = sum(to, toScale, isAttribute(match) ? single(currency) : currency);
    // "$5M–$10M" has one scale, "$500k–$1M" two.
    const isSame = scale === undefined || scaleName(scale) === scaleName(toScale ?? '');
    if (!isSame) return `${cardinal(from)} ${scaleName(scale)} to ${last}`;
    const first = isWithCents(from) ? sum(from, undefined, currency) : cardinal(from);
    return `${first} to ${last}`;
  });
  read = editAll(read, BEFORE, (match) => {
    const [, sign, currencySign = '', inner, number = '', scale] = match;
    const currency = currencyOf(currencySign);
    if (currency === undefined) return undefined;
    const words = sum(number, scale, isAttribute(match) ? single(currency) : currency);
    return `${sign === '+' ? 'plus ' : minusWord(sign) || minusWord(inner)}${words}`;
  });
  read = editAll(read, RANGE_BEHIND, ([, from = '', to = '', scale, sign = '']) => {
    const currency = currencyOf(sign);
    return currency && `${cardinal(from)} to ${sum(to, scale, currency)}`;
  });
  read = editAll(read, BEHIND, ([, minus, number = '', scale, sign = '']) => {
    const currency = currencyOf(sign);
    return currency && `${minusWord(minus)}${sum(number, scale, currency)}`;
  });
  // "4.5p/kWh": of less than a pound.
  read = editAll(
    read,
    /(?<![\p{L}\d.,])(\d{1,2}\.\d{1,2}|\d{1,2}(?=p\s?(?:\/|per\b|each\b)))p(?![\p{L}\d])/gu,
    ([, number = '']) => `${cardinal(number)} ${isOne(number) ? 'penny' : 'pence'}`,
  );
  // Of shares: "$AAPL".
  read = editAll(read, /(?<![\p{L}\d$])\$(?=[A-Z]{1,5}\b)/gu, () => '');
  return editAll(
    read,
    guRegex`(?<![\d.,])(${NUMBER})\s?¢`,
    ([, number = '']) => `${cardinal(number)} ${isOne(number) ? 'cent' : 'cents'}`,
  );
}

function amountOf(number: string, scale: string | undefined): number {
  const zeros = ['thousand', 'million', 'billion', 'trillion'].indexOf(scaleName(scale ?? '')) + 1;
  return Number(number.replaceAll(',', '')) * 1000 ** zeros;
}

function isWithCents(number: string): boolean {
  return /\.\d\d$/u.test(number);
}

/** "a five dollar bill". */
function single(currency: Currency): Currency {
  return { ...currency, many: currency.one };
}

function sum(number: string, scale: string | undefined, { one, many, cents }: Currency): string {
  if (scale !== undefined) return `${cardinal(number)} ${scaleName(scale)} ${many}`;
  const [whole = '0', part] = number.replaceAll(',', '').split('.');
  if (part === undefined || cents === undefined || part.length !== 2)
    return `${cardinal(number)} ${isOne(number) ? one : many}`;
  const small = Number(part);
  const smallWords = `${cardinal(String(small))} ${small === 1 ? cents[0] : cents[1]}`;
  const wholeWords = `${cardinal(whole)} ${isOne(whole) ? one : many}`;
  if (small === 0) return wholeWords;
  return Number(whole) === 0 ? smallWords : `${wholeWords} and ${smallWords}`;
}
