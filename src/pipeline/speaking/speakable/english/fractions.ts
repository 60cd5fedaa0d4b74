/** "1/2", "2 1/2", and what only looks like it: "8/10", "80/20", "120/80". */
import { editAll, type Edited } from '../edited.ts';
import { cardinal, NUMBER, ordinal } from './numbers.ts';
import { guRegex } from './regex.ts';

/** Of the other ones one part is said as a fraction, several rather as a result: "8/10". */
const PARTS = /^(?:[2-9]|16|32|64)$/u;
const SINGLE_PARTS = /^(?:1[0-9]|20|100|1000)$/u;
/** Of so many one gives marks. */
const MARKS = /^(?:5|10|100)$/u;

/** "1/2–3/4", "1/2–1"; before a unit behind them is read. */
export function readFractionSpans(text: Edited): Edited {
  return editAll(
    text,
    /(?<=(?<![\d/])\d{1,2}\/\d{1,2})\s?[–-]\s?(?=\d{1,3}(?:\/|\s|$|-\d\/))/gu,
    () => ' to ',
  );
}

export function readFractions(text: Edited): Edited {
  if (!text.text.includes('/')) return text;
  let read = editAll(
    text,
    /(?<![\d/.\p{L}])(\d+)[ -](\d{1,2})\/(\d{1,3})(?![\d/])/gu,
    ([, whole = '', above = '', below = '']) =>
      PARTS.test(below) && Number(above) < Number(below)
        ? fraction(whole, above, below)
        : undefined,
  );
  read = editAll(
    read,
    guRegex`(?<![\d/.,:\p{L}])(\d+\.\d+)/(${NUMBER})(?![\d/])`,
    ([, above = '', below = '']) => `${cardinal(above)} out of ${cardinal(below)}`,
  );
  // "Odds of 3/1."
  read = editAll(
    read,
    /(?<=\b[Oo]dds (?:(?:of|were|are|at|to) )?)(\d{1,3})\/(\d{1,2})(?![\d/])/gu,
    ([, above = '', below = '']) => `${cardinal(above)} to ${cardinal(below)}`,
  );
  read = editAll(
    read,
    /(?<=\b(?:rated|rating|rating of|scored?|gives?|gave|it|got) (?:an? )?)(\d{1,2})\/(5|10)(?![\d/])/gu,
    ([, above = '', below = '']) => `${cardinal(above)} out of ${cardinal(below)}`,
  );
  read = editAll(
    read,
    /(?<![\d/.,\p{L}])1\/(\d{1,3}(?:,\d{3})+|\d0{4,8})(?![\d/]|[.,]\d)/gu,
    ([, below = '']) => `one in ${cardinal(below)}`,
  );
  read = editAll(
    read,
    guRegex`(?<![\d/.,\p{L}])(\d{1,3}(?:,\d{3})+)/(${NUMBER})(?![\d/])`,
    ([, above = '', below = '']) => `${cardinal(above)} over ${cardinal(below)}`,
  );
  read = editAll(
    read,
    /(?<![\d/.,\p{L}])(\d{1,3})\/(\d{1,4})(rds?|ths?)?(-(?=\p{L}))?(?![\d/])/gu,
    ([, above = '', below = '', suffix, hyphen = '']) =>
      suffix === undefined
        ? `${withSlash(above, below, hyphen)}${hyphen}`
        : fraction(undefined, above, below),
  );
  // Neither a date nor a fraction: "3/4/5".
  return editAll(read, /(?<=\d)\/(?=\d)/gu, () => ' slash ');
}

function withSlash(above: string, below: string, hyphen: string): string {
  const [part, whole] = [Number(above), Number(below)];
  const isSplit = part + whole === 100 && part >= whole;
  if (isSplit || (part === whole && !MARKS.test(below)))
    return `${cardinal(above)} ${cardinal(below)}`;
  const isPart = PARTS.test(below) || (above === '1' && SINGLE_PARTS.test(below));
  const isFraction = isPart && part % whole !== 0 && part < 20;
  // "a 3/4-inch pipe".
  if (isFraction) return fraction(undefined, above, below, hyphen !== '');
  // A pressure: "120/80".
  return `${cardinal(above)} ${part > whole ? 'over' : 'out of'} ${cardinal(below)}`;
}

/** Whether it is smaller than one, and no smaller numbers make the same: "3/4", not "8/16". */
export function isReduced(above: string, below: string): boolean {
  const [part, whole] = [Number(above), Number(below)];
  const isShared = [2, 3, 5, 7].some((by) => part % by === 0 && whole % by === 0);
  return part < whole && !isShared;
}

/** "two and three quarters", "one half"; "three quarter" in front of a hyphen. */
export function fraction(
  whole: string | undefined,
  above: string,
  below: string,
  isAttribute = false,
): string {
  const many = above !== '1';
  const [bottom, plural] =
    below === '2'
      ? ['half', 'halves']
      : below === '4'
        ? ['quarter', 'quarters']
        : [partName(below), `${partName(below)}s`];
  const name = many && !isAttribute ? plural : bottom;
  const part = `${many ? cardinal(above) : whole === undefined ? 'one' : 'a'} ${name}`;
  return whole === undefined ? part : `${cardinal(whole)} and ${part}`;
}

function partName(below: string): string {
  return ordinal(below).replace(/^one /u, '');
}
