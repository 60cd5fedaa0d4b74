/** Numbers with units, ranges, fractions, ordinals, and what else is figures. */
import { editAll, type Edited } from '../edited.ts';
import { regex } from './regex.ts';
import { scaleName } from './money.ts';
import { cardinal, digitsOf, isOne, NUMBER, ordinal, romanNumber } from './numbers.ts';
import { UNIT_SIGN, unitName } from './units.ts';

const FREE = String.raw`(?<![\p{L}\d.,:/])`;
const DASH = String.raw`\s?(?:[–-]|to)\s?`;

const FRACTIONS: Readonly<Record<string, string>> = {
  '½': 'one half',
  '⅓': 'one third',
  '⅔': 'two thirds',
  '¼': 'one quarter',
  '¾': 'three quarters',
  '⅕': 'one fifth',
  '⅛': 'one eighth',
  '⅜': 'three eighths',
};

export function readPhonesAndCodes(text: Edited): Edited {
  // Groups of digits, with a pause between them.
  let read = editAll(
    text,
    /(?<![\d\p{L}.,])(?:\+(\d{1,3})[ .-]?)?\(?(\d{3})\)?[ .-](\d{3})[ .-](\d{4})(?!\d)/gu,
    ([, country, ...groups]) => {
      const said = groups.slice(0, 3).map((group) => digitsOf(group));
      return [...(country === undefined ? [] : [`plus ${digitsOf(country)}`]), ...said].join(', ');
    },
  );
  read = editAll(
    read,
    /(?<![\d\p{L}.,-])(\d{3})-(\d{4})(?![\d-])/gu,
    ([, a = '', b = '']) => `${digitsOf(a)}, ${digitsOf(b)}`,
  );
  read = editAll(
    read,
    /\+(\d{1,3})((?:[ -]\d{2,5}){2,5})(?!\d)/gu,
    ([, country = '', rest = '']) => {
      const groups = rest.split(/[ -]/u).filter(Boolean);
      return [`plus ${digitsOf(country)}`, ...groups.map(digitsOf)].join(', ');
    },
  );
  read = editAll(read, /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d]|\.\d)/gu, ([address]) =>
    address.split('.').map(cardinal).join(' dot '),
  );
  read = editAll(
    read,
    /\bv(\d+(?:\.\d+)*)\b/giu,
    ([, version = '']) => `version ${version.split('.').map(cardinal).join(' point ')}`,
  );
  read = editAll(read, /(?<![\d.,])\d+(?:\.\d+){2,}(?![\d]|\.\d)/gu, ([version]) =>
    version.split('.').map(cardinal).join(' point '),
  );
  read = editAll(read, /(?<=\b[A-Z]{2} )\d{5}(?!\d)/gu, ([zip]) => digitsOf(zip));
  return editAll(read, /(?<!\d)24\/7(?!\d)/gu, () => 'twenty-four seven');
}

export function readMeasures(text: Edited): Edited {
  let read = editAll(
    text,
    /(?<!\d)(\d)['′]\s?(\d{1,2})(?:["″]|'')/gu,
    ([, feet = '', inches = '']) =>
      `${cardinal(feet)} ${isOne(feet) ? 'foot' : 'feet'} ${cardinal(inches)}`,
  );
  read = editAll(
    read,
    regex(
      String.raw`${FREE}(${NUMBER})\s?(?:["″]|in(?=\s(?:tall|wide|long|high|deep|thick)\b))(?!\p{L})`,
      'gu',
    ),
    ({ 0: whole, 1: number = '', index, input }) => {
      // A quotation may end in a number.
      const isQuotation = whole.endsWith('"') && input.slice(0, index).split('"').length % 2 === 0;
      if (isQuotation) return undefined;
      // "a 27″ screen", but "is 27″."
      const isBefore = /^\s\p{Ll}/u.test(input.slice(index + whole.length));
      return `${cardinal(number)} ${isOne(number) || (isBefore && !whole.endsWith('in')) ? 'inch' : 'inches'}`;
    },
  );
  read = editAll(
    read,
    regex(
      String.raw`${FREE}([-−]?)(${NUMBER})(?:\s?%)?${DASH}([-−]?)(${NUMBER})\s?(%|percent\b)`,
      'gu',
    ),
    ([, , from = '', , to = '']) => `${cardinal(from)} to ${cardinal(to)} percent`,
  );
  read = editAll(
    read,
    regex(String.raw`${FREE}([-−]?)(${NUMBER})\s?%`, 'gu'),
    ([, minus, number = '']) => `${minusWord(minus)}${cardinal(number)} percent`,
  );
  read = editAll(
    read,
    regex(String.raw`${FREE}([-−]?)(${NUMBER})${DASH}([-−]?)(${NUMBER})${UNIT_SIGN}`, 'gu'),
    ([, a, from = '', b, to = '', tight, spaced]) =>
      `${minusWord(a)}${cardinal(from)} to ${minusWord(b)}${cardinal(to)} ${unitName(tight ?? spaced ?? '', false)}`,
  );
  read = editAll(
    read,
    regex(
      String.raw`${FREE}(${NUMBER})\s?(?:x|×(?=\s?[\d.,]+\s?(?:×|[kmc]?m\b|px\b|ft\b|in\b)))\s?(${NUMBER})(?:\s?[x×]\s?(${NUMBER}))?`,
      'gu',
    ),
    ([, a = '', b = '', c]) => [a, b, ...(c === undefined ? [] : [c])].map(cardinal).join(' by '),
  );
  read = editAll(
    read,
    regex(String.raw`${FREE}([-−]?)(?:(\d+) )?(\d+)/(\d+)${UNIT_SIGN}`, 'gu'),
    ([, minus, whole, above = '', below = '', tight, spaced]) =>
      `${minusWord(minus)}${fraction(whole, above, below)} ${unitName(tight ?? spaced ?? '', whole === undefined)}`,
  );
  read = editAll(
    read,
    regex(String.raw`${FREE}([-−]?)(${NUMBER})${UNIT_SIGN}`, 'gu'),
    ([, minus, number = '', tight, spaced]) =>
      `${minusWord(minus)}${cardinal(number)} ${unitName(tight ?? spaced ?? '', isOne(number))}`,
  );
  read = editAll(read, /(?<=\d)\s?%/gu, () => ' percent');
  return editAll(
    read,
    /(?<=\b(?:kilometre|mile|gram|litre|metre|byte|degree)s?)\s?\/\s?h\b/gu,
    () => ' per hour',
  );
}

export function readFigures(text: Edited): Edited {
  let read = editAll(text, /(?:(\d+)\s?)?([½⅓⅔¼¾⅕⅛⅜])/gu, ([, whole, part = '']) => {
    const name = FRACTIONS[part] ?? '';
    return whole === undefined
      ? name
      : `${cardinal(whole)} and ${name.replace(/^one (?=half)/u, 'a ').replace(/^one (?=quarter)/u, 'a ')}`;
  });
  read = editAll(
    read,
    /\b(one|two|three|four|five|six|seven|eight|nine|ten|\d+)(?:st|nd|rd|th)\b/giu,
    ([whole]) => (/^\d/u.test(whole) ? ordinal(whole) : undefined),
  );
  read = editAll(
    read,
    /\b(Henry|Louis|Charles|George|Edward|William|Elizabeth|James|Richard|Napoleon|Pope [A-Z]\p{L}+|King [A-Z]\p{L}+|Queen [A-Z]\p{L}+|John Paul|Benedict|Philip|Frederick|Alexander|Nicholas|Ivan) ([IVX]{1,5})\b/gu,
    ([, name = '', number = '']) => {
      const value = romanNumber(number);
      return value === undefined || (number === 'I' && false)
        ? undefined
        : `${name} the ${ordinal(String(value))}`;
    },
  );
  read = editAll(
    read,
    /\b(World War|Chapter|Part|Act|Scene|Volume|Book|Section|Phase|Super Bowl|Rocky|Type|Title|Article|Appendix) ([IVXL]{1,7})\b/gu,
    ([, name = '', number = '']) => {
      const value = romanNumber(number);
      return value === undefined ? undefined : `${name} ${cardinal(String(value))}`;
    },
  );
  read = editAll(
    read,
    /\b([IVX]{1,6}) (century|Century|centuries|dynasty)\b/gu,
    ([, number = '', of = '']) => {
      const value = romanNumber(number);
      return value === undefined ? undefined : `${ordinal(String(value))} ${of}`;
    },
  );
  read = editAll(read, /(?<![\p{L}\d])#(?=\d)/gu, () => 'number ');
  read = editAll(read, /\b(?:No|Nr)\.\s?(?=\d)/gu, () => 'number ');
  read = editAll(
    read,
    /\b(Vol|Fig|Ch|Sec|Eq|pp|p)\.\s?(?=\d)/gu,
    ([, word = '']) => `${PARTS[word] ?? word} `,
  );
  read = editAll(
    read,
    regex(String.raw`${FREE}([-−]?)(${NUMBER})\s?(k|(?<=\d\d)K|M|bn)(?![\p{L}\p{N}])`, 'gu'),
    ([, minus, number = '', scale = '']) =>
      `${minusWord(minus)}${cardinal(number)} ${scaleName(scale)}`,
  );
  read = editAll(
    read,
    regex(String.raw`${FREE}(${NUMBER})(?:e|\s?[×x*]\s?10\^)([-−+]?)(\d{1,3})(?![\p{L}\d])`, 'gu'),
    ([, number = '', sign, power = '']) =>
      `${cardinal(number)} times ten to the power of ${minusWord(sign === '+' ? '' : sign)}${cardinal(power)}`,
  );
  read = editAll(
    read,
    /(\d+|\b[a-z])\s?\^\s?(\d{1,4})(?!\d)/giu,
    ([, base = '', power = '']) => `${base} ${powerWords(power)}`,
  );
  read = editAll(read, /(?<=[\p{L}\d)])([²³])/gu, ([mark]) =>
    mark === '²' ? ' squared' : ' cubed',
  );
  read = editAll(read, /√\s?\(?(\w+)\)?/gu, ([, of = '']) => `the square root of ${of}`);
  read = editAll(
    read,
    regex(String.raw`${FREE}(${NUMBER})\s?x(?=\s|[.,;!?]|$)`, 'gu'),
    ([, number = '']) => `${cardinal(number)} times`,
  );
  read = editAll(
    read,
    /(?<![\d/.\p{L}])(\d+) (\d{1,2})\/(\d{1,3})(?![\d/])/gu,
    ([, whole = '', above = '', below = '']) => fraction(whole, above, below),
  );
  read = editAll(
    read,
    /(?<![\d/.\p{L}])(\d{1,2})\/(\d{1,3})(?![\d/])/gu,
    ([, above = '', below = '']) =>
      Number(above) < Number(below) && SAID_AS_FRACTION.test(below)
        ? fraction(undefined, above, below)
        : above === below
          ? `${cardinal(above)} ${cardinal(below)}`
          : `${cardinal(above)} out of ${cardinal(below)}`,
  );
  read = editAll(
    read,
    regex(String.raw`${FREE}(${NUMBER})\s?–\s?(${NUMBER})(?![\p{L}\d])`, 'gu'),
    ([, from = '', to = '']) => `${cardinal(from)} to ${cardinal(to)}`,
  );
  read = editAll(
    read,
    regex(String.raw`${FREE}(\d{1,3})-(\d{1,3})(?![\d\p{L}-])`, 'gu'),
    ([, from = '', to = '']) => `${cardinal(from)} to ${cardinal(to)}`,
  );
  return readSigns(read);
}

/** Other ones are rather results: "12/25". */
const SAID_AS_FRACTION = /^(?:[2-9]|1[026]|20|32|64|100)$/u;

const PARTS: Readonly<Record<string, string>> = {
  Vol: 'volume',
  Fig: 'figure',
  Ch: 'chapter',
  Sec: 'section',
  Eq: 'equation',
  pp: 'pages',
  p: 'page',
};

function readSigns(text: Edited): Edited {
  const number = String.raw`[\d)²³]`;
  let read = editAll(
    text,
    regex(String.raw`(?<=${number}\s?)\+(?=\s?[\d(])`, 'gu'),
    () => ' plus ',
  );
  read = editAll(read, /(?<=[\p{L}\p{N})]\s)\+(?=\s)/gu, () => 'plus');
  read = editAll(read, /(?<=\d\s)[-−](?=\s\d)/gu, () => 'minus');
  read = editAll(read, /(?<=[\d\p{L})]\s?)[×·*](?=\s?[\d(])/gu, () => ' times ');
  read = editAll(read, /(?<=[\d)]\s?)÷(?=\s?\d)/gu, () => ' divided by ');
  read = editAll(read, /\s?(?:<=|≤)\s?/gu, () => ' at most ');
  read = editAll(read, /\s?(?:>=|≥)\s?/gu, () => ' at least ');
  read = editAll(read, /\s?(?:≠|!=)\s?/gu, () => ' is not ');
  read = editAll(read, /(?:\s+|(?<=\d))(?:->|→|⇒|=>|➜)\s*/gu, () => ' to ');
  read = editAll(read, /(?<=[\p{L}\p{N})]\s?)={1,3}(?=\s?[\p{L}\p{N}(−-])/gu, () => ' equals ');
  read = editAll(read, /(?:(?<=\s)|^)[~≈]\s?(?=[\d\p{L}])/gu, () => 'about ');
  read = editAll(read, /±\s?/gu, () => 'plus or minus ');
  read = editAll(read, /(?<=[\p{L}\p{N}]\s)<(?=\s[\p{L}\p{N}])/gu, () => 'is less than');
  read = editAll(read, /(?<=[\p{L}\p{N}]\s)>(?=\s[\p{L}\p{N}])/gu, () => 'is more than');
  read = editAll(read, /<(?=\d)/gu, () => 'less than ');
  read = editAll(read, />(?=\d)/gu, () => 'more than ');
  read = editAll(read, regex(String.raw`(?<![\p{L}\d.,:/-])[-−](?=\d)`, 'gu'), () => 'minus ');
  read = editAll(read, /(?<=^|\s)\+(?=\d)/gu, () => 'plus ');
  // A letter and a figure, "B-52", "Apollo-11": the hyphen is no minus.
  read = editAll(
    read,
    regex(String.raw`(?<![\p{L}\d.,])(${NUMBER})(?![\p{L}\d]|[.,:/]\d)`, 'gu'),
    ([, figures = '']) => cardinal(figures),
  );
  read = editAll(read, /(?<=\p{L}-)(\d{1,6})(?![\p{L}\d.,])/gu, ([figures]) => cardinal(figures));
  return editAll(read, /(?<=°\s?)(?=[CF]\b)/gu, () => '');
}

function fraction(whole: string | undefined, above: string, below: string): string {
  const many = above !== '1';
  const [bottom, plural] =
    below === '2'
      ? ['half', 'halves']
      : below === '4'
        ? ['quarter', 'quarters']
        : [ordinal(below), `${ordinal(below)}s`];
  const part = `${many ? cardinal(above) : whole === undefined ? 'one' : 'a'} ${many ? plural : bottom}`;
  return whole === undefined ? part : `${cardinal(whole)} and ${part}`;
}

function powerWords(power: string): string {
  if (power === '2') return 'squared';
  return power === '3' ? 'cubed' : `to the power of ${cardinal(power)}`;
}

function minusWord(sign: string | undefined): string {
  return sign === undefined || sign === '' ? '' : 'minus ';
}
