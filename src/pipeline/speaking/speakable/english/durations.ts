/** Lengths of time that are written together: "1h 30min", "5m 10s", "PT1H30M". */
import { editAll, type Edited } from '../edited.ts';
import { cardinal, FREE } from './numbers.ts';
import { guRegex } from './regex.ts';

const NAMES = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const;
type Name = (typeof NAMES)[number];

const BY_SIGN: Readonly<Record<string, Name>> = {
  d: 'day',
  h: 'hour',
  m: 'minute',
  s: 'second',
};

const PART = String.raw`\d{1,4}\s?(?:d|hrs?|h|mins?|m|secs?|s)`;

export function readDurations(text: Edited): Edited {
  let read = editAll(
    text,
    guRegex`${FREE}(?<!-)${PART}(?:\s?${PART}){1,3}(?![\p{L}\d²³/])`,
    ([whole]) => {
      const parts = Array.from(
        whole.matchAll(/(\d+)\s?(\p{L})/gu),
        ([, number = '', sign = '']) => [number, BY_SIGN[sign]] as const,
      );
      const order = parts.map(([, name]) => (name === undefined ? -1 : NAMES.indexOf(name)));
      // "5 m 3 m" are lengths of another kind.
      if (order.some((place, at) => at > 0 && place <= (order[at - 1] ?? 0))) return undefined;
      return parts.map(([number, name]) => amount(number, name ?? 'second')).join(' ');
    },
  );
  read = editAll(
    read,
    guRegex`${FREE}(?<!-)(\d{1,2})h([0-5]\d)(?![\p{L}\d])`,
    ([, hours = '', minutes = '']) =>
      `${amount(hours, 'hour')} ${cardinal(String(Number(minutes)))}`,
  );
  read = editAll(
    read,
    guRegex`${FREE}(\d{1,3})d(?=\s(?:ago|old|left|later|remaining)\b)`,
    ([, days = '']) => amount(days, 'day'),
  );
  return editAll(
    read,
    /\bP(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?(?![\p{L}\d])/gu,
    ([, ...numbers]) =>
      numbers
        .flatMap((number, at) => {
          const name = NAMES[at];
          return number === undefined || name === undefined ? [] : [amount(number, name)];
        })
        .join(' '),
  );
}

function amount(number: string, name: Name): string {
  const digits = String(Number(number));
  return `${cardinal(digits)} ${name}${digits === '1' ? '' : 's'}`;
}
