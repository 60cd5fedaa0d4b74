/** Names of letters and figures: "MP3", "H2O", "i7-13700K", "S01E05". */
import { editAll, type Edited } from '../edited.ts';
import { matches } from '../prefilter/may-match.ts';
import { cardinal, digitsOf, modelNumber } from './numbers.ts';

/** Of more parts it is rather a key or a checksum, and left to the voice. */
const MOST_PARTS = 5;

const ELEMENTS: ReadonlySet<string> = new Set(
  'H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Ti Cr Mn Fe Co Ni Cu Zn As Se Br Ag Sn I Xe Ba W Pt Au Hg Pb U'.split(
    ' ',
  ),
);

export function readNames(text: Edited): Edited {
  if (!matches(/\p{L}[-.]?\d|\d[A-Za-z]/u, text.text)) return text;
  let read = editAll(
    text,
    /(?<![\p{L}\d])S(\d{1,2})\s?E(\d{1,3})(?![\p{L}\d])/gu,
    ([, season = '', episode = '']) =>
      `season ${cardinal(String(Number(season)))} episode ${cardinal(String(Number(episode)))}`,
  );
  read = editAll(read, /(?<=(?<![\p{L}\d])\p{Lu})\.(?=\d{1,2}(?![\d.]))/gu, () => ' dot ');
  // "A320-200": two numbers, which no hyphen may make one.
  read = editAll(read, /(?<=(?<![\p{L}\d])\p{L}{1,6}-?\d{1,4})-(?=\d)/gu, () => ', ');
  return editAll(
    read,
    /(?<![\p{L}\d.,@#_]|\d[:/])(?=\d{0,8}[A-Za-z])(?=[A-Za-z]{0,16}\d)[A-Za-z\d]{2,24}(?![\p{L}\d_@]|[.,:]\d)/gu,
    ([name]) => {
      const [, count = '', formula = ''] = /^(\d{0,2})(.*)$/u.exec(name) ?? [];
      if (isFormula(formula))
        return [count, formula]
          .filter((part) => part !== '')
          .map(spelled)
          .join(' ');
      const parts = name.match(/\d+|[A-Za-z]+/gu) ?? [];
      if (parts.length > MOST_PARTS) return undefined;
      // "user12345" is no model.
      const number = /^[a-z]{3}/u.test(name) && /\d{5}/u.test(name) ? digitsOf : modelNumber;
      const words = parts.map((part) => (/\d/u.test(part) ? number(part) : part)).join(' ');
      // Several of them: "AK47s".
      return words.replace(/(?<=\p{Ll}) s$/u, /^\p{Lu}+\d+s$/u.test(name) ? 's' : ' s');
    },
  );
}

/** "CO2", "C6H12O6"; "N2" as well, which is a name of one letter all the same. */
function isFormula(name: string): boolean {
  const parts = name.match(/[A-Z][a-z]?\d{0,2}/gu) ?? [];
  if (parts.join('') !== name || !/\d/u.test(name)) return false;
  // "COP27" is no formula: only in longer ones there are so many atoms of one kind.
  if (/^\D+\d\d$/u.test(name)) return false;
  const symbols = parts.map((part) => part.replace(/\d+$/u, ''));
  return symbols.every((symbol) => ELEMENTS.has(symbol));
}

/** Letter by letter, number by number: "FE two O three". */
function spelled(name: string): string {
  const parts = name.match(/\d+|[A-Za-z]/gu) ?? [];
  return parts.map((part) => (/\d/u.test(part) ? cardinal(part) : part.toUpperCase())).join(' ');
}
