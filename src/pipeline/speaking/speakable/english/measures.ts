/** Numbers with units and percent signs. */
import { editAll, type Edited } from '../edited.ts';
import { fraction, isReduced, readFractionSpans } from './fractions.ts';
import { readInches } from './inches.ts';
import { cardinal, FREE, inPairs, isAttribute, isOne, minusWord, NUMBER } from './numbers.ts';
import { readRates } from './rates.ts';
import { guRegex, uRegex } from './regex.ts';
import { UNIT, UNIT_SIGN, unitName } from './units.ts';

const DASH = String.raw`\s?(?:[–-]|to)\s?`;

export function readMeasures(text: Edited): Edited {
  let read = readInches(readFractionSpans(text));
  read = readPercent(withoutStops(read));
  // "5km-10km", "180°C/350°F".
  read = editAll(
    read,
    guRegex`(?<=\d\s?${UNIT})\s?([–/-])\s?(?=[-−]?${NUMBER}\s?${UNIT}(?![\p{L}\p{N}²³/]))`,
    ([, mark]) => (mark === '/' ? ' or ' : ' to '),
  );
  read = editAll(
    read,
    guRegex`${FREE}([-−]?)(${NUMBER})${DASH}([-−]?)(${NUMBER})-?${UNIT_SIGN}`,
    (match) => {
      const [, a, from = '', b, to = '', tight, spaced] = match;
      return `${minusWord(a)}${cardinal(from)} to ${minusWord(b)}${cardinal(to)} ${unitName(tight ?? spaced ?? '', isAttribute(match))}`;
    },
  );
  read = readSizes(read);
  read = editAll(
    read,
    guRegex`${FREE}([-−]?)(?:(\d+)[ -])?(\d+)/(\d+)(-?)${UNIT_SIGN}`,
    ([, minus, whole, above = '', below = '', hyphen, tight, spaced]) => {
      const unit = tight ?? spaced ?? '';
      // "8/16 GB" are two sizes.
      if (whole === undefined && !isReduced(above, below))
        return `${cardinal(above)} ${Number(above) > Number(below) ? 'over' : 'or'} ${cardinal(below)} ${unitName(unit, false)}`;
      const isSingle = whole === undefined || hyphen === '-';
      return `${minusWord(minus)}${fraction(whole, above, below)} ${unitName(unit, isSingle)}`;
    },
  );
  // "5 g/l": any unit by any other.
  read = editAll(
    read,
    guRegex`${FREE}([-−]?)(${NUMBER})\s?(${UNIT})/(${UNIT}|\p{Ll}{3,12})(?![\p{L}\p{N}²³/])`,
    ([whole, minus, number = '', above = '', below = '']) =>
      uRegex`^[-−]?${NUMBER}${UNIT_SIGN}$`.test(whole)
        ? undefined
        : `${minusWord(minus)}${cardinal(number)} ${unitName(above, isOne(number))} per ${unitName(below, true)}`,
  );
  read = editAll(read, guRegex`${FREE}([-−]?)(${NUMBER})(-?)${UNIT_SIGN}`, (match) => {
    const [, minus, number = '', hyphen, tight, spaced] = match;
    const isSingle = isOne(number) || hyphen === '-' || isAttribute(match);
    return `${minusWord(minus)}${cardinal(number)}${hyphen === '-' ? '-' : ' '}${unitName(tight ?? spaced ?? '', isSingle)}`;
  });
  // "3.8 million km²".
  read = editAll(
    read,
    /(?<=\b(?:thousand|[mbt]r?illion) )(?:[kcm]?m²|km|kg|sq mi|mi|ft|lbs|[kMGT]Wh|[MG]W|[MGT]B|ha|t)(?![\p{L}\p{N}²³/])/gu,
    ([unit]) => unitName(unit, false),
  );
  read = editAll(read, /(?<=\d)\s?%/gu, () => ' percent');
  read = editAll(read, /(?<=\s)%(?=\s|[.,;!?)]|$)/gu, () => 'percent');
  return readRates(read);
}

/** "8 oz. cream cheese" is "8 oz cream cheese"; "5m views" are millions. */
function withoutStops(text: Edited): Edited {
  const read = editAll(
    text,
    /(?<=\d)m(?=\s(?:people|users|views|viewers|subscribers|followers|downloads|players|copies|members|likes|dollars|euros|pounds)\b)/gu,
    () => 'M',
  );
  return editAll(
    read,
    /(?<=\d\s?(?:tbsp|Tbsp|tsp|oz|lbs?|ft|yd|mi|hrs?|mins?|secs?|kg|km|cm|mm|ml|gal|sq))\.(?=\s\p{Ll}|,|\s\d|\))/gu,
    () => '',
  );
}

function readPercent(text: Edited): Edited {
  if (!/[%‰]|percent/u.test(text.text)) return text;
  let read = editAll(
    text,
    guRegex`${FREE}([-−]?)(${NUMBER})(?:\s?%)?${DASH}([-−]?)(${NUMBER})\s?(%|percent\b)`,
    ([, a, from = '', b, to = '']) =>
      `${minusWord(a)}${cardinal(from)} to ${minusWord(b)}${cardinal(to)} percent`,
  );
  read = editAll(read, /(?<=^|[\s(])\+(?=\d[\d.,]{0,12}\s?%)/gu, () => 'plus ');
  return editAll(
    read,
    guRegex`${FREE}([-−]?)(${NUMBER})\s?([%‰])`,
    ([, minus, number = '', sign]) =>
      `${minusWord(minus)}${cardinal(number)} ${sign === '%' ? 'percent' : 'per mille'}`,
  );
}

/** "1920x1080", "3 × 4 m". */
function readSizes(text: Edited): Edited {
  const read = editAll(
    text,
    /(?<![\p{L}\d.,:/])(\d{3,4})\s?[x×]\s?(\d{3,4})(?![\p{L}\d])/gu,
    ([, width = '', height = '']) => `${inPairs(width)} by ${inPairs(height)}`,
  );
  return editAll(
    read,
    guRegex`${FREE}(?!0x)(${NUMBER})(?:x|\sx\s|\s?×(?=\s?[\d.,]+\s?(?:×|[kmc]?m\b|px\b|ft\b|in\b|-?inch)))(?!\s?10\s?\^)\s?(${NUMBER})(?:\s?[x×]\s?(${NUMBER}))?(?:(-?)${UNIT_SIGN})?`,
    (match) => {
      const [whole, a = '', b = '', c, hyphen, tight, spaced] = match;
      const { index, input } = match;
      // "2 x 50 = 100" is no size.
      const isProduct =
        /^\s?[=+*/×-]\s?[\d$€£]/u.test(
          input.slice(index + whole.length, index + whole.length + 4),
        ) || /[=+*×]\s?$/u.test(input.slice(Math.max(0, index - 2), index));
      const numbers = [a, b, ...(c === undefined ? [] : [c])];
      const sizes = numbers.map(cardinal).join(isProduct ? ' times ' : ' by ');
      const unit = tight ?? spaced;
      return unit === undefined
        ? sizes
        : `${sizes} ${unitName(unit, hyphen === '-' || isAttribute(match))}`;
    },
  );
}
