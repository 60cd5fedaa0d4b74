/** Days of the calendar. */
import { editAll, type Edited } from '../edited.ts';
import { matches } from '../prefilter/may-match.ts';
import {
  MONTH,
  monthName,
  monthOf,
  SHORT_MONTH,
  SHORT_WEEKDAY,
  WEEKDAY,
  weekdayName,
} from './months.ts';
import { cardinal, ordinal, year } from './numbers.ts';
import { giuRegex, guRegex } from './regex.ts';
import { PLURAL } from './units.ts';

const DAY = String.raw`(\d{1,2})(?:st|nd|rd|th)?`;
const OPTIONAL_YEAR = String.raw`(?:,? (\d{4}))?`;
const DASH = String.raw`\s?[–-]\s?`;

/** Before "4 July" they leave no room for "the". */
const DETERMINED = String.raw`(?<=(\b(?:the|this|that|an?|my|our|your|his|her|their|its|every|each|last|next|previous)\s|['’]s\s)?)`;

/** Before a month that is cut short at the end of a sentence, and before such a weekday. */
const BEFORE_MONTH =
  '(?:in|by|since|until|till|from|of|before|after|this|next|last|each|every|early|late|mid)';
const BEFORE_WEEKDAY = '(?:on|by|until|till|this|next|last|each|every)';

/** Any of what is read here, or begins like it. */
const DATE = new RegExp(String.raw`\d[-/.]\d|\b(?:${MONTH}|${SHORT_WEEKDAY})`, 'iu');

export function readDates(text: Edited): Edited {
  if (!matches(DATE, text.text)) return text;
  return readNames(readNamed(readNumeric(text)));
}

/** "2026-11-23", "11/23/2026", "3.10.2026", "11/2026", "on 11/23". */
function readNumeric(text: Edited): Edited {
  let read = editAll(
    text,
    /(?<![\d./-])(\d{4})([-/])(\d{2})\2(\d{2})(?![\d/-])(?:[T ](?=\d{1,2}:\d\d))?/gu,
    ([whole, y = '', , m, d]) => {
      const said = date(y, Number(m), Number(d));
      return said !== undefined && /[T ]$/u.test(whole) ? `${said} at ` : said;
    },
  );
  read = editAll(
    read,
    /(?<![\d/-])(\d{1,2})([/-])(\d{1,2})\2(\d{4}|(?<=\/)\d{2})(?![\d/-])/gu,
    ([, a = '', , b = '', y = '']) => {
      const [first, second] = [Number(a), Number(b)];
      // As in the United States, where the middle can be a day.
      const said = first > 12 ? date(full(y), second, first) : date(full(y), first, second);
      return said ?? [cardinal(a), cardinal(b), year(full(y))].join(' slash ');
    },
  );
  read = editAll(read, /(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d|\.\d)/gu, ([, d, m, y = '']) =>
    date(y, Number(m), Number(d)),
  );
  read = editAll(
    read,
    /(?<![\d/.-])(0?[1-9]|1[0-2])\/((?:19|20)\d\d)(?![\d/-])|(?<![\d/.-])(20\d\d)-(0[1-9]|1[0-2])(?![\d/:-]|\.\d)/gu,
    ([, m, y, isoYear = '', isoMonth]) => {
      if (y !== undefined) return `${monthOf(Number(m)) ?? ''} ${year(y)}`;
      // "2010-12" is rather a span of years.
      const isSpan = Number(isoMonth) > Number(isoYear.slice(2));
      return isSpan ? undefined : `${monthOf(Number(isoMonth)) ?? ''} ${year(isoYear)}`;
    },
  );
  return editAll(
    read,
    giuRegex`(?<=\b(?:on|by|since|until|till|due|dated?|deadline:?|${WEEKDAY},?) )(?!9/11)(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?![\d/])`,
    ([, m, d = '']) => `${monthOf(Number(m)) ?? ''} ${ordinal(String(Number(d)))}`,
  );
}

/** "July 4–6", "23-Nov-2026", "Nov. 23, 2026", "the 4th of July". */
function readNamed(text: Edited): Edited {
  let read = editAll(
    text,
    guRegex`(?<=\b${MONTH}\.? \d{1,2}(?:st|nd|rd|th)?)${DASH}(?=${MONTH}\b)`,
    () => ' to ',
  );
  read = editAll(
    read,
    guRegex`\b(${MONTH})\.? ${DAY}(?:${DASH}${DAY})?${OPTIONAL_YEAR}(?!\d|[:.,]\d|\s?%|[–-]\d)(?!(?<=\b(?:May|March) \d{1,2})${PLURAL})`,
    ([, month = '', from = '', to, y]) => {
      if (!isDay(from) || (to !== undefined && !isDay(to))) return undefined;
      const days = `${ordinal(from)}${to === undefined ? '' : ` to ${ordinal(to)}`}`;
      return `${monthName(month)} ${days}${y === undefined ? '' : `, ${year(y)}`}`;
    },
  );
  read = editAll(
    read,
    guRegex`(?<![\d-])(\d{1,2})-(${MONTH})-(\d{4}|\d{2})(?![\d-])`,
    ([, day = '', month = '', y = '']) =>
      isDay(day)
        ? `${monthName(month)} ${ordinal(String(Number(day)))}, ${year(full(y))}`
        : undefined,
  );
  return editAll(
    read,
    giuRegex`${DETERMINED}(?<![\d.,:/$€£–-])(?:${DAY}${DASH})?${DAY} (?:of )?(${MONTH})\b(?:\.(?=,? \d|,? \p{Ll}))?${OPTIONAL_YEAR}(?!\d)`,
    ([, determiner, from, to = '', month = '', y]) => {
      if (!/^\p{Lu}/u.test(month) || !isDay(to) || (from !== undefined && !isDay(from)))
        return undefined;
      const the = determiner === undefined ? 'the ' : '';
      const days = `${from === undefined ? '' : `${ordinal(from)} to the `}${ordinal(to)}`;
      return `${the}${days} of ${monthName(month)}${y === undefined ? '' : `, ${year(y)}`}`;
    },
  );
}

/** "Mon., Jan. 5", "Mon–Fri", "Dec 2024"; without a number a stop must tell that the name is short. */
function readNames(text: Edited): Edited {
  let read = editAll(
    text,
    guRegex`\b(${SHORT_MONTH})\.?${DASH}(${SHORT_MONTH})\b`,
    ([, from = '', to = '']) => `${monthName(from)} to ${monthName(to)}`,
  );
  read = editAll(
    read,
    guRegex`\b(${SHORT_WEEKDAY})\.?${DASH}(${SHORT_WEEKDAY})\b`,
    ([, from = '', to = '']) => `${weekdayName(from)} to ${weekdayName(to)}`,
  );
  read = editAll(
    read,
    guRegex`\b(${SHORT_MONTH})(?:\.(?= \d| \p{Ll}|,)|(?=,? (?:1\d|20)\d\d\b| ['’]\d\d\b)|(?<=\b${BEFORE_MONTH} ${SHORT_MONTH})(?=\.["'”’)]*$))`,
    ([, month = '']) => monthName(month),
  );
  return editAll(
    read,
    guRegex`\b(${SHORT_WEEKDAY})(?:\.(?= \d| \p{Ll}|,| ${MONTH}\b)|(?=,? (?:${MONTH} |\d{1,2}(?:st|nd|rd|th|:\d\d|\s?[ap]\.?m)?\b| the \d))|(?<=\b${BEFORE_WEEKDAY} ${SHORT_WEEKDAY})(?=\.["'”’)]*$))`,
    ([, day = '']) => weekdayName(day),
  );
}

function isDay(day: string): boolean {
  return Number(day) >= 1 && Number(day) <= 31;
}

function date(y: string, month: number, day: number): string | undefined {
  const name = monthOf(month);
  return name === undefined || day < 1 || day > 31
    ? undefined
    : `${name} ${ordinal(String(day))}, ${year(y)}`;
}

/** Two figures before 70 are of this century. */
function full(y: string): string {
  return y.length === 4 ? y : `${Number(y) < 70 ? '20' : '19'}${y}`;
}
