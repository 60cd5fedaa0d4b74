/** Feet and inches: 5'11", 27″, "12 in". */
import { editAll, type Edited } from '../edited.ts';
import { cardinal, FREE, isAttribute, isOne, NUMBER } from './numbers.ts';
import { guRegex } from './regex.ts';

/** How far before an inch sign a quotation may have begun, in UTF-16 units. */
const LONGEST_QUOTATION = 200;

const DIMENSION =
  'tall|wide|long|high|deep|thick|diameter|screen|display|monitor|TV|pan|pipe|rack|gun|blade|wheels?|tyres?|tires?|drives?|heels?';

export function readInches(text: Edited): Edited {
  let read = editAll(
    text,
    /(?<![\d.,])(\d{1,2})['’′]\s?(\d{1,2}(?:\.\d)?)(?:["”″]|''|(?<=\b[4-7]['’]\d{1,2})(?![\d"”″'’\p{L}]))/gu,
    ([, feet = '', inches = '']) =>
      `${cardinal(feet)} ${isOne(feet) ? 'foot' : 'feet'} ${cardinal(inches)}`,
  );
  read = editAll(
    read,
    guRegex`${FREE}(${NUMBER})(?:′|['’](?= (?:tall|wide|long|high|deep)\b))(?![\p{L}\d])`,
    ([, feet = '']) => `${cardinal(feet)} ${isOne(feet) ? 'foot' : 'feet'}`,
  );
  // 6-1/2": a fraction is read later.
  read = editAll(
    read,
    /(?<=(?<![\p{L}\d./])(?:\d{1,3}[ -])?\d{1,2}\/\d{1,2})\s?["”″](?!\p{L})/gu,
    () => ' inch',
  );
  // Only where "in" is no word: behind feet, before a dimension, at the end.
  read = editAll(
    read,
    guRegex`(?<=(\d\s?(?:ft|feet|foot)\.?,? )?)(?<![\p{L}\d.,:/-])(${NUMBER})[\s-]?in(\.?)(?=(\s(?:${DIMENSION})\b)|(\s*$)|)(?![\p{L}\d])`,
    (match) => {
      const [whole, feet, number = '', stop = '', dimension, end] = match;
      if (feet === undefined && dimension === undefined && end === undefined) return undefined;
      const isSingle = isOne(number) || whole.includes('-') || isAttribute(match);
      const isStopKept = stop === '.' && dimension === undefined;
      return `${cardinal(number)} ${isSingle ? 'inch' : 'inches'}${isStopKept ? '.' : ''}`;
    },
  );
  return editAll(
    read,
    guRegex`${FREE}(${NUMBER})\s?["”″](?!\p{L})`,
    ({ 0: whole, 1: number = '', index, input }) => {
      // A quotation may end in a number.
      const before = input.slice(Math.max(0, index - LONGEST_QUOTATION), index);
      if (whole.endsWith('"') && before.split('"').length % 2 === 0) return undefined;
      if (whole.endsWith('”') && before.lastIndexOf('“') > before.lastIndexOf('”'))
        return undefined;
      // "a 27″ screen", but "is 27″."
      const isBefore = /^\s\p{Ll}/u.test(
        input.slice(index + whole.length, index + whole.length + 2),
      );
      return `${cardinal(number)} ${isOne(number) || isBefore ? 'inch' : 'inches'}`;
    },
  );
}
