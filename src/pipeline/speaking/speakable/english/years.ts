/** Years, decades and eras. */
import { editAll, type Edited } from '../edited.ts';
import { MONTH, WHOLE_MONTH } from './months.ts';
import { cardinal, year } from './numbers.ts';
import { giuRegex, guRegex, uRegex } from './regex.ts';
import { endsSentence } from './stops.ts';
import { NO_COUNT, PLURAL } from './units.ts';

/** A year follows them, and seldom a number. */
const BEFORE_YEAR = String.raw`(?:in|since|by|of|from|until|till|before|after|around|during|circa|years?|early|late|mid|spring|summer|autumn|fall|winter|born|died|reigned|copyright|${WHOLE_MONTH})`;
const DETERMINER = String.raw`(?:the|an?|this|that|my|our|his|her|their|its|your)`;

/** Around four figures that stand alone, for a year: no sum, no telephone number, no size. */
const NOTHING_BEFORE = String.raw`(?<![\p{L}\d.,:/$€£¥#^]|[=+×*÷<>]\s?|(?<!\p{L})\d[ .)-]{1,2}|\b[x×]\s|(?:^|[\s(])[-−])`;
const NOTHING_BEHIND = String.raw`(?![\p{L}\d]|[.,:/–-]\d|\s?[=+×*÷^]|\sx\s?\d| \d{3,4}\b|\s[ABJKNVW](?![\p{L}.]))`;

const BEFORE: readonly (readonly [RegExp, string])[] = [
  [/\bca?\.\s?(?=\d{1,4}(?!\d))/gu, 'around '],
  [/(?<=\()b\.\s?(?=[12]\d{3}(?!\d))/gu, 'born '],
  [/(?<=\()d\.\s?(?=[12]\d{3}(?!\d))/gu, 'died '],
  [/(?<=\()r\.\s?(?=[12]\d{3}(?!\d))/gu, 'reigned '],
];

const DECADES: Readonly<Record<string, string>> = {
  '00': 'two thousands',
  '10': 'tens',
  '20': 'twenties',
  '30': 'thirties',
  '40': 'forties',
  '50': 'fifties',
  '60': 'sixties',
  '70': 'seventies',
  '80': 'eighties',
  '90': 'nineties',
};

export function readYears(text: Edited): Edited {
  let read = readEras(readDecades(text));
  for (const [pattern, words] of BEFORE) read = editAll(read, pattern, () => words);
  read = editAll(
    read,
    guRegex`(?<![\p{L}\d.,$€£#/-])(1[0-9]\d\d|20\d\d)(?:\s?[–-]\s?|\sto\s)(1[0-9]\d\d|20\d\d|\d\d)(?![\d%/–-]|[.,:]\d|\p{L})(?!\s?[–-]\d)${NO_COUNT}`,
    ([, from = '', to = '']) => {
      if (to.length > 2) return `${year(from)} to ${year(to)}`;
      // "2010-12" is a span; "2024-11" is a month, and was read as one.
      return Number(to) > Number(from.slice(2)) ? `${year(from)} to ${cardinal(to)}` : undefined;
    },
  );
  // "class of '98", "Q1'25", "Nov '24".
  read = editAll(
    read,
    guRegex`(?<=\b(?:class of|summer of|winter of|back in|in|since|${MONTH}\.?|Q[1-4]|H[12]|FY|Christmas|Easter|World Cup|Olympics|Euro|Woodstock)\s?)['’](\d\d)(?![\d\p{L}"”″])`,
    ({ 1: short = '', index, input }) =>
      `${/\s/u.test(input[index - 1] ?? '') ? '' : ' '}${shortYear(short)}`,
  );
  return readBareYears(read);
}

function readBareYears(text: Edited): Edited {
  let read = editAll(
    text,
    guRegex`(?<=\b[Bb]etween )(1[0-9]\d\d|20\d\d) and (1[0-9]\d\d|20\d\d)(?![\d%]|[.,:]\d)${NO_COUNT}(?!${PLURAL})`,
    ([, from = '', to = '']) => `${year(from)} and ${year(to)}`,
  );
  read = editAll(
    read,
    giuRegex`(?<=(?:\b${BEFORE_YEAR}|©)[\s,-]{1,2}(?:(?:the )?year )?)(1[0-9]\d\d|20\d\d)(?![\d%°\p{L}]|[.,:]\d|[–-]\d|\s?\+)${NO_COUNT}`,
    (match) => {
      const [, digits = ''] = match;
      // "in 1500 cases", but "in 1969 humans landed".
      return digits.endsWith('00') && isCounting(match) ? undefined : year(digits);
    },
  );
  read = editAll(
    read,
    giuRegex`(?<=\b${DETERMINER} )(1[0-9]\d\d|20\d\d)${NOTHING_BEHIND}${NO_COUNT}(?=['’]s?\b|[ -]\p{L})`,
    ([digits]) => (digits.endsWith('00') ? undefined : year(digits)),
  );
  read = editAll(
    read,
    guRegex`${NOTHING_BEFORE}(1[6-9]\d\d|20\d\d)${NOTHING_BEHIND}${NO_COUNT}(?!${PLURAL})`,
    ([digits]) => (digits.endsWith('00') ? undefined : year(digits)),
  );
  return editAll(read, /(?<=[(,–] ?)(1[0-9]\d\d|20\d\d)(?=\))/gu, ([digits]) => year(digits));
}

function isCounting({ 0: whole, index, input }: RegExpExecArray): boolean {
  const end = index + whole.length;
  return uRegex`^${PLURAL}`.test(input.slice(end, end + 40));
}

/** "the 1990s", "'90s", "1960s and 70s", "in his 30s"; "for 30s" is a time. */
function readDecades(text: Edited): Edited {
  let read = editAll(
    text,
    /(?<=(?<!\d)(?:1\d|20)\d\d(?:['’]?s)?)\s?[–-]\s?(?=(?:1\d|20)?\d0['’]?s\b|present\b|now\b|today\b)/gu,
    () => ' to ',
  );
  read = editAll(
    read,
    /(?<![\p{L}\d.,$€£])(?:['’](\d0)|(1[1-9]|20)(\d0))['’]?s\b/gu,
    ([, short, century = '', decade = '']) => {
      if (short !== undefined) return DECADES[short];
      if (decade === '00') return `${year(`${century}00`)}s`;
      return `${cardinal(century)} ${DECADES[decade] ?? decade}`;
    },
  );
  read = editAll(
    read,
    /(?<=\b(?:the|early|mid|late|high|low|upper|lower|his|her|their|my|your|our)[ -])(\d0)['’]?s\b(?! (?:timeout|limit|delay|mark|window|timer|cooldown|clip|intro|interval)\b)/giu,
    ([, decade = '']) => DECADES[decade],
  );
  // "80s music", but "80s later".
  read = editAll(
    read,
    /(?<![\p{L}\d.,:$€£-])([5-9]0)['’]?s(?=(?:-|\s)(?:pop|music|movies?|films?|hits?|rock|fashion|styled?|themed?|kids?|cartoons?|shows?|sitcoms?|icons?|vibes?|nostalgia|songs?|culture|era|classics?|hip|hair|disco|synth|dance|party|retro|aesthetic|inspired)\b|,? (?:and|or|to|&|through) ['’]?(?:\d0s))/gu,
    ([, decade = '']) => DECADES[decade],
  );
  return editAll(
    read,
    /(?<=(?:ties|tens|teens|hundreds) ?(?:and|or|to|through|–|-|,) ?)(?:the )?['’]?(\d0)['’]?s\b/gu,
    ([whole, decade = '']) =>
      `${whole.startsWith('the ') ? 'the ' : ''}${DECADES[decade] ?? decade}`,
  );
}

/** "44 BC", "AD 79", "300–200 BCE". */
function readEras(text: Edited): Edited {
  let read = editAll(
    text,
    /(?<=\d )(?:B\.\s?C\.(?:\s?E\.)?|A\.\s?D\.|C\.\s?E\.)(?!\p{L})/gu,
    (match) => `${match[0].replaceAll(/[.\s]/gu, '')}${endsSentence(match) ? '.' : ''}`,
  );
  read = editAll(
    read,
    /(?<![\p{L}\d.,])(?:(\d{1,4})\s?[–-]\s?)?(\d{1,3},\d{3}|\d{1,4}) (BCE?|CE|AD)\b/gu,
    ([, from, to = '', era = '']) =>
      `${from === undefined ? '' : `${year(from)} to `}${year(to)} ${Array.from(era).join(' ')}`,
  );
  return editAll(read, /\bAD (\d{1,4})(?![\d\p{L}])/gu, ([, from = '']) => `A D ${year(from)}`);
}

function shortYear(digits: string): string {
  return digits.startsWith('0') ? `oh ${cardinal(digits.slice(1))}` : cardinal(digits);
}
