/** What has several spellings, in the one that the readers know. */
import { editAll, type Edited } from '../edited.ts';

const FRACTIONS: Readonly<Record<string, string>> = {
  '½': '1/2',
  '⅓': '1/3',
  '⅔': '2/3',
  '¼': '1/4',
  '¾': '3/4',
  '⅕': '1/5',
  '⅛': '1/8',
  '⅜': '3/8',
  '⅝': '5/8',
  '⅞': '7/8',
};

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const LOWERED = '₀₁₂₃₄₅₆₇₈₉';

export function withoutFractionSigns(text: Edited): Edited {
  const read = editAll(text, /(?<=\d)\u2044(?=\d)/gu, () => '/');
  return editAll(
    read,
    /(?<=(\d)?)(\s?)([½⅓⅔¼¾⅕⅛⅜⅝⅞])/gu,
    ([, digit, space = '', sign = '']) =>
      `${digit === undefined ? space : ' '}${FRACTIONS[sign] ?? sign}`,
  );
}

/** "10⁸" is "10^8"; "²" and "³" alone have words of their own. "Ca²⁺" is "Ca2+", "H₂O" is "H2O". */
export function withoutSmallFigures(text: Edited): Edited {
  let read = editAll(text, /[₀-₉]+/gu, ([figures]) =>
    Array.from(figures, (one) => LOWERED.indexOf(one)).join(''),
  );
  read = editAll(
    read,
    /(?<=[\p{L}\d)])([²³])?([⁺⁻])(?![⁰¹²³⁴⁵⁶⁷⁸⁹])/gu,
    ([, figure, sign]) =>
      `${figure === undefined ? '' : RAISED.indexOf(figure)}${sign === '⁺' ? '+' : ' minus'}`,
  );
  return editAll(
    read,
    /(?<=[\p{L}\d)])(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)/gu,
    ([whole, minus = '', figures = '']) =>
      whole === '²' || whole === '³'
        ? undefined
        : `^${minus === '' ? '' : '-'}${Array.from(figures, (one) => RAISED.indexOf(one)).join('')}`,
  );
}

/** "cm^3" and "20 m2" are "cm³" and "20 m²". */
export function withRaisedUnits(text: Edited): Edited {
  const read = editAll(text, /(?<=\d\s?[kcm]?m)([23])(?![\p{L}\d^])/gu, ([power]) => raised(power));
  return editAll(read, /(?<=(?<!\p{L})(?:[kcmdn]?m|ft|in|s))\^([23])(?!\d)/gu, ([, power = '']) =>
    raised(power),
  );
}

function raised(power: string): string {
  return power === '2' ? '²' : '³';
}

/** "10 000" is "10000", as in most of Europe; not within longer rows of figures. */
export function withoutGroupSpaces(text: Edited): Edited {
  return editAll(
    text,
    /(?<![\p{L}\d.,:/+)-]|\d\s|\)\s)[1-9]\d{0,2}(?:\s\d{3})+(?!\s?\d|[:/-]|\p{L})/gu,
    ([number]) => number.replaceAll(/\s/gu, ''),
  );
}
