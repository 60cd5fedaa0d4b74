/** Currencies by their signs. */

export interface Currency {
  readonly one: string;
  readonly many: string;
  readonly cents?: readonly [one: string, many: string];
}

const CENTS = ['cent', 'cents'] as const;
const DOLLAR: Currency = { one: 'dollar', many: 'dollars', cents: CENTS };
const EURO: Currency = { one: 'euro', many: 'euros', cents: CENTS };
const POUND: Currency = { one: 'pound', many: 'pounds', cents: ['penny', 'pence'] };
const YEN: Currency = { one: 'yen', many: 'yen' };
const RUPEE: Currency = { one: 'rupee', many: 'rupees' };
const FRANC: Currency = { one: 'franc', many: 'francs' };
const WON: Currency = { one: 'won', many: 'won' };
const YUAN: Currency = { one: 'yuan', many: 'yuan' };
const REAL: Currency = { one: 'real', many: 'reais' };
const ZLOTY: Currency = { one: 'zloty', many: 'zlotys' };
const BITCOIN: Currency = { one: 'bitcoin', many: 'bitcoins' };

const COUNTRIES: Readonly<Record<string, string>> = {
  C: 'Canadian',
  CA: 'Canadian',
  A: 'Australian',
  AU: 'Australian',
  NZ: 'New Zealand',
  HK: 'Hong Kong',
  S: 'Singapore',
};

function dollarOf(country: string): Currency {
  return { one: `${country} dollar`, many: `${country} dollars`, cents: CENTS };
}

const SIGNS: Readonly<Record<string, Currency>> = {
  $: DOLLAR,
  US$: DOLLAR,
  R$: REAL,
  ...Object.fromEntries(
    Object.entries(COUNTRIES).map(([letters, country]) => [`${letters}$`, dollarOf(country)]),
  ),
  '€': EURO,
  '£': POUND,
  '¥': YEN,
  '₹': RUPEE,
  '₽': { one: 'rouble', many: 'roubles' },
  '₩': WON,
  '₿': BITCOIN,
  '₺': { one: 'lira', many: 'lira' },
  '₴': { one: 'hryvnia', many: 'hryvnias' },
  '₪': { one: 'shekel', many: 'shekels' },
  '₱': { one: 'peso', many: 'pesos' },
};

const CODES: Readonly<Record<string, Currency>> = {
  USD: DOLLAR,
  EUR: EURO,
  GBP: POUND,
  JPY: YEN,
  INR: RUPEE,
  CAD: dollarOf('Canadian'),
  AUD: dollarOf('Australian'),
  NZD: dollarOf('New Zealand'),
  CHF: FRANC,
  CNY: YUAN,
  RMB: YUAN,
  KRW: WON,
  BRL: REAL,
  PLN: ZLOTY,
  BTC: BITCOIN,
};

export function currencyOf(sign: string): Currency | undefined {
  return SIGNS[sign] ?? CODES[sign] ?? (sign === 'zł' ? ZLOTY : undefined);
}

/** For a character class: the signs of one character. */
export const MONEY_SIGNS = '$€£¥₹₽₩₿₺₴₪₱';

/** For a regular expression: one capture. */
export const SIGN = String.raw`((?<![A-Za-z])(?:US|R|${Object.keys(COUNTRIES).join('|')})\$|[${MONEY_SIGNS}]|(?<![A-Za-z])(?:${Object.keys(CODES).join('|')}|zł)(?![A-Za-z])(?<!CAD(?= (?:files?|models?|software|drawings?|programs?|tools?|designs?)\b)))`;
