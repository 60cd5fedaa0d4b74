/** The names of months and weekdays, whole and short. */

const MONTHS: readonly string[] =
  'January February March April May June July August September October November December'.split(
    ' ',
  );
const SHORT_MONTHS = 'Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec';

const WEEKDAYS: Readonly<Record<string, string>> = {
  Mon: 'Monday',
  Tue: 'Tuesday',
  Wed: 'Wednesday',
  Thu: 'Thursday',
  Fri: 'Friday',
  Sat: 'Saturday',
  Sun: 'Sunday',
};

/** For regular expressions: each captures nothing. */
export const WHOLE_MONTH = `(?:${MONTHS.join('|')})`;
export const SHORT_MONTH = `(?:${SHORT_MONTHS})`;
export const MONTH = `(?:${MONTHS.join('|')}|${SHORT_MONTHS})`;
export const WEEKDAY = '(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)';
export const SHORT_WEEKDAY = '(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)';

/** @param name whole or short. */
export function monthName(name: string): string {
  return MONTHS.find((month) => month.startsWith(name.slice(0, 3))) ?? name;
}

/** @param number from 1. */
export function monthOf(number: number): string | undefined {
  return MONTHS[number - 1];
}

/** @param name short. */
export function weekdayName(name: string): string {
  return WEEKDAYS[name.slice(0, 3)] ?? name;
}
