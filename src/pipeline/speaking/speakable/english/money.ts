/** Sums of money. */
import { editAll, type Edited } from '../edited.ts';
import { regex } from './regex.ts';
import { cardinal, isOne, NUMBER } from './numbers.ts';

interface Currency {
  readonly one: string;
  readonly many: string;
  readonly cents?: readonly [one: string, many: string];
}

const DOLLAR: Currency = { one: 'dollar', many: 'dollars', cents: ['cent', 'cents'] };
const EURO: Currency = { one: 'euro', many: 'euros', cents: ['cent', 'cents'] };
const POUND: Currency = { one: 'pound', many: 'pounds', cents: ['penny', 'pence'] };
const YEN: Currency = { one: 'yen', many: 'yen' };

const CURRENCIES: Readonly<Record<string, Currency>> = {
  $: DOLLAR,
  US$: DOLLAR,
  USD: DOLLAR,
  '€': EURO,
  EUR: EURO,
  '£': POUND,
  GBP: POUND,
  '¥': YEN,
  JPY: YEN,
  '₹': { one: 'rupee', many: 'rupees' },
  INR: { one: 'rupee', many: 'rupees' },
  CHF: { one: 'franc', many: 'francs' },
  '₽': { one: 'rouble', many: 'roubles' },
  '₩': { one: 'won', many: 'won' },
  '₿': { one: 'bitcoin', many: 'bitcoins' },
};

const SIGN = String.raw`(US\$|[$€£¥₹₽₩₿]|(?<![A-Za-z])(?:USD|EUR|GBP|JPY|INR|CHF)(?![A-Za-z]))`;
const SCALE = String.raw`(?:\s?(thousand|million|billion|trillion|k|K|[mM]|bn|tn|B|M)(?![\p{L}\p{N}]))?`;

const SCALES: Readonly<Record<string, string>> = {
  k: 'thousand',
  K: 'thousand',
  m: 'million',
  M: 'million',
  bn: 'billion',
  B: 'billion',
  tn: 'trillion',
};

export function scaleName(scale: string): string {
  return SCALES[scale] ?? scale;
}

const RANGE_BEFORE = regex(
  String.raw`${SIGN}\s?(${NUMBER})\s?(?:[–-]|to)\s?(?:US\$|[$€£¥])?(${NUMBER})${SCALE}`,
  'gu',
);
const BEFORE = regex(String.raw`([-−]?)${SIGN}\s?(${NUMBER})${SCALE}`, 'gu');
const BEHIND = regex(String.raw`(?<![\d.,])(${NUMBER})${SCALE}\s?${SIGN}`, 'gu');

export function readMoney(text: Edited): Edited {
  let read = editAll(text, RANGE_BEFORE, ([, sign = '', from = '', to = '', scale]) => {
    const currency = CURRENCIES[sign];
    return currency === undefined ? undefined : `${cardinal(from)} to ${sum(to, scale, currency)}`;
  });
  read = editAll(read, BEFORE, ([, minus, sign = '', number = '', scale]) => {
    const currency = CURRENCIES[sign];
    if (currency === undefined) return undefined;
    return `${minus === '' ? '' : 'minus '}${sum(number, scale, currency)}`;
  });
  read = editAll(read, BEHIND, ([, number = '', scale, sign = '']) => {
    const currency = CURRENCIES[sign];
    return currency === undefined ? undefined : sum(number, scale, currency);
  });
  return editAll(
    read,
    regex(String.raw`(?<![\d.,])(${NUMBER})\s?¢`, 'gu'),
    ([, number = '']) => `${cardinal(number)} ${isOne(number) ? 'cent' : 'cents'}`,
  );
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
