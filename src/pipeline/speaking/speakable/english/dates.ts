/** Dates, years and times of day. */
import { editAll, type Edited } from '../edited.ts';
import { regex } from './regex.ts';
import { cardinal, ordinal, year } from './numbers.ts';

const MONTHS: readonly string[] =
  'January February March April May June July August September October November December'.split(
    ' ',
  );
const SHORT: readonly string[] = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const MONTH = String.raw`(January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)`;
const WEEKDAYS: Readonly<Record<string, string>> = {
  Mon: 'Monday',
  Tue: 'Tuesday',
  Tues: 'Tuesday',
  Wed: 'Wednesday',
  Thu: 'Thursday',
  Thur: 'Thursday',
  Thurs: 'Thursday',
  Fri: 'Friday',
  Sat: 'Saturday',
  Sun: 'Sunday',
};

/** Words that a year follows. */
const BEFORE_YEAR = String.raw`(?:in|since|by|of|from|until|till|before|after|around|during|circa|year|early|late|mid|spring|summer|autumn|fall|winter|January|February|March|April|May|June|July|August|September|October|November|December)`;

export function readDates(text: Edited): Edited {
  let read = editAll(
    text,
    /(?<![\d.-])(\d{4})-(\d{2})-(\d{2})(?:T(?=\d))?(?![\d-])/gu,
    ([, y = '', m, d]) => date(y, Number(m), Number(d)),
  );
  read = editAll(
    read,
    /(?<![\d/])(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})(?![\d/])/gu,
    ([, a, b, y = '']) => {
      const [first, second] = [Number(a), Number(b)];
      // As in the United States, where the middle can be a day.
      return first > 12 ? date(full(y), second, first) : date(full(y), first, second);
    },
  );
  read = editAll(read, /(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})(?![\d.]\d)/gu, ([, d, m, y = '']) =>
    date(y, Number(m), Number(d)),
  );
  read = editAll(
    read,
    regex(
      String.raw`\b${MONTH}\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?(?![\d:.%]\d|\d|[\u2013-]\d)`,
      'gu',
    ),
    ([, month = '', day = '', y]) => {
      if (Number(day) < 1 || Number(day) > 31) return undefined;
      return `${monthName(month)} ${ordinal(day)}${y === undefined ? '' : `, ${year(y)}`}`;
    },
  );
  read = editAll(
    read,
    regex(
      String.raw`(?<![\d.,:])(\d{1,2})(?:st|nd|rd|th)? (?:of )?${MONTH}\b(?:\.(?= \d))?(?:,? (\d{4}))?(?!\d)`,
      'gu',
    ),
    ([, day = '', month = '', y]) => {
      if (Number(day) < 1 || Number(day) > 31) return undefined;
      return `the ${ordinal(day)} of ${monthName(month)}${y === undefined ? '' : `, ${year(y)}`}`;
    },
  );
  read = editAll(
    read,
    /\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.(?= \d| \p{Ll}|,)/gu,
    ([, month = '']) => monthName(month),
  );
  read = editAll(
    read,
    /\b(Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.(?= \d| \p{Ll}|,| \p{Lu})/gu,
    ([, day = '']) => WEEKDAYS[day],
  );
  return readYears(read);
}

function readYears(text: Edited): Edited {
  let read = editAll(
    text,
    /(?<![\p{L}\d])(?:['’](\d0)|(1[1-9]|20)(\d0))['’]?s\b/gu,
    ([, short, century = '', decade = '']) => {
      const tens = decadeName(short ?? decade);
      if (short !== undefined) return tens;
      if (decade === '00') return `${year(`${century}00`)}s`;
      return `${cardinal(century)} ${tens}`;
    },
  );
  read = editAll(
    read,
    /(?<![\p{L}\d.,$€£-])(1[0-9]\d\d|20\d\d)(?:\s?[–-]\s?|\sto\s)(1[0-9]\d\d|20\d\d|\d\d)(?![\d%]|[.,]\d)/gu,
    ([, from = '', to = '']) => `${year(from)} to ${to.length === 2 ? cardinal(to) : year(to)}`,
  );
  read = editAll(
    read,
    regex(
      String.raw`(?<=\b${BEFORE_YEAR},? (?:the (?:year )?)?)(1[1-9]\d\d|20\d\d)(?![\d%°]|[.,:]\d|\s?(?:people|men|women|times|[a-z]?m\b|kg|years|days|miles))`,
      'giu',
    ),
    ([digits]) => year(digits),
  );
  read = editAll(read, /(?<=[(,–] ?)(1[1-9]\d\d|20\d\d)(?=\))/gu, ([digits]) => year(digits));
  return editAll(
    read,
    /(?<![\d.,])(\d{1,4}) (BCE?|CE|AD)\b/gu,
    ([, y = '', era = '']) => `${year(y)} ${Array.from(era).join(' ')}`,
  );
}

const TENS: Readonly<Record<string, string>> = {
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

function decadeName(decade: string): string {
  return TENS[decade] ?? decade;
}

function date(y: string, month: number, day: number): string | undefined {
  const name = MONTHS[month - 1];
  if (name === undefined || day < 1 || day > 31) return undefined;
  return `${name} ${ordinal(String(day))}, ${year(y)}`;
}

function full(y: string): string {
  return y.length === 4 ? y : `${Number(y) < 70 ? '20' : '19'}${y}`;
}

function monthName(name: string): string {
  return MONTHS[SHORT.findIndex((short) => name.startsWith(short))] ?? name;
}

/** "3:30 p.m.", "15:45", "9 AM". */
export function readTimes(text: Edited): Edited {
  let read = editAll(text, /(?<=\d:\d\d)\s?[–-]\s?(?=\d{1,2}:\d\d)/gu, () => ' to ');
  read = editAll(
    read,
    /(?<![\d:.])([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?(?:\s?([aApP])\.?[mM](?:\.(?=\s+[^\s\p{Lu}]|,)|\b(?!\.\p{L})))?(?![\d:])/gu,
    ([, hour = '', minute = '', second, half]) => {
      const minutes =
        minute === '00'
          ? half === undefined
            ? second === undefined
              ? " o'clock"
              : ' zero'
            : ''
          : minute.startsWith('0')
            ? ` oh ${cardinal(minute.slice(1))}`
            : ` ${cardinal(minute)}`;
      const hours = Number(hour) === 0 && minute !== '00' ? 'zero' : cardinal(String(Number(hour)));
      if (Number(hour) > 12 && minute === '00' && second === undefined) return `${hours} hundred`;
      const seconds =
        second === undefined ? '' : ` and ${cardinal(String(Number(second)))} seconds`;
      return `${hours}${minutes}${seconds}${half === undefined ? '' : ` ${half.toUpperCase()}M`}`;
    },
  );
  read = editAll(
    read,
    /(?<![\d:.])(\d{1,2})\s?([aApP])\.?[mM](?:\.(?=\s+[^\s\p{Lu}]|,)|\b(?!\.\p{L}))/gu,
    ([, hour = '', half = '']) => `${cardinal(hour)} ${half.toUpperCase()}M`,
  );
  return editAll(
    read,
    /\b([aApP])\.[mM]\.(?=\s+[^\s\p{Lu}]|,)/gu,
    ([, half = '']) => `${half.toUpperCase()}M`,
  );
}
