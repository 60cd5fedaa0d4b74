/** Telephone and card numbers: groups of digits, with a pause between them. */
import { editAll, type Edited } from '../edited.ts';
import { digitsOf } from './numbers.ts';

/** A telephone number has as many digits in all. */
const LEAST_DIGITS = 7;

export function readTelephones(text: Edited): Edited {
  let read = editAll(
    text,
    /(?<![\d\p{L}.,-])(?:(\+\d{1,3}|1)[ .-]?)?\(?(\d{3})\)?[ .-](\d{3})[ .-](\d{4})(?!\d)/gu,
    ([, country, ...groups]) => {
      const said = groups.slice(0, 3).map((group) => digitsOf(group));
      return [...(country === undefined ? [] : [countryCode(country)]), ...said].join(', ');
    },
  );
  read = editAll(
    read,
    /(?<![\d\p{L}.,-])(\d{3})-(\d{4})(?![\d-])/gu,
    ([, a = '', b = '']) => `${digitsOf(a)}, ${digitsOf(b)}`,
  );
  read = editAll(
    read,
    /(?<![\d\p{L}])(\+\d{1,3})((?:[ -]?\(\d{1,5}\)|[ -]\d{1,10}){1,6})(?!\d)/gu,
    ([, country = '', rest = '']) => {
      const groups = rest.match(/\d+/gu) ?? [];
      if (groups.join('').length + country.length - 1 < LEAST_DIGITS) return undefined;
      return [countryCode(country), ...groups.map(digitsOf)].join(', ');
    },
  );
  // In one row: "+442079460958".
  read = editAll(read, /(?<![\d\p{L}])\+\d{8,14}(?!\d)/gu, ([number]) => countryCode(number));
  // As within a country: "020 7946 0958", "01 23 45 67 89", "(030) 901820".
  read = editAll(
    read,
    /(?<![\d\p{L}.,:/+-])\(?0\d{1,4}\)?(?:[ -]\d{2,8}){1,4}(?![\d.,-]\d|\d)/gu,
    ([number]) => {
      const groups = number.match(/\d+/gu) ?? [];
      return groups.join('').length < LEAST_DIGITS ? undefined : groups.map(digitsOf).join(', ');
    },
  );
  // "1-800-FLOWERS".
  read = editAll(
    read,
    /(?<![\d\p{L}.,-])1-(8\d\d)(?=-[A-Z]{3,})/gu,
    ([, code = '']) => `one, ${code.endsWith('00') ? 'eight hundred' : digitsOf(code)}`,
  );
  read = editAll(read, /(?<![\d.,-])\d{4}(?:[ -]\d{4}){2,4}(?![\d-])/gu, ([groups]) =>
    groups.split(/[ -]/u).map(digitsOf).join(', '),
  );
  read = editAll(
    read,
    /(?<=\b(?:[Cc]all(?:ing)?|[Dd]ial(?:ling|ing)?|[Tt]ext(?:ing)?) )(?:\d{3}|\d{5,6})(?![\d%]|[.,-]\d|\s\p{Ll}+s\b)/gu,
    ([number]) => digitsOf(number),
  );
  return editAll(
    read,
    /(?<![\d\p{L}.,$€£#+-]|Porsche )911(?![\d%\p{L}]|[.,-]\d|\s\p{Ll}+s\b)/gu,
    ([number]) => digitsOf(number),
  );
}

function countryCode(code: string): string {
  return `${code.startsWith('+') ? 'plus ' : ''}${digitsOf(code)}`;
}
