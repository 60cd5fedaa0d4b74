/** How a person reads figures and signs aloud, in English. */
import type { Edited } from '../edited.ts';
import { matches } from '../prefilter/may-match.ts';
import { readChat } from './chat.ts';
import { readCodes } from './codes.ts';
import { MONEY_SIGNS, SIGN } from './currencies.ts';
import { readDates } from './dates.ts';
import { readDurations } from './durations.ts';
import { readFigures } from './figures.ts';
import { readGreek } from './greek.ts';
import { readMeasures } from './measures.ts';
import { readMoney } from './money.ts';
import { SHORT_MONTH, SHORT_WEEKDAY } from './months.ts';
import { readPlaces } from './places.ts';
import { readRoman } from './roman.ts';
import { readInitials, readShortForms, SHORT_FORM } from './short-forms.ts';
import { readComparisons } from './signs.ts';
import { readSlashes } from './slashes.ts';
import {
  withoutFractionSigns,
  withoutGroupSpaces,
  withoutSmallFigures,
  withRaisedUnits,
} from './spellings.ts';
import { readTelephones } from './telephones.ts';
import { readTimes } from './times.ts';
import { readTitles, TITLE } from './titles.ts';
import { readYears } from './years.ts';

type Reader = readonly [needs: RegExp, read: (text: Edited) => Edited];

/** What most tells what it is comes first: a date before a telephone number before a range. */
const READERS: readonly Reader[] = [
  [/[½⅓⅔¼¾⅕⅛⅜⅝⅞\u2044]/u, withoutFractionSigns],
  [/[⁰¹⁴-⁹⁻⁺₀-₉]|[²³]{2}/u, withoutSmallFigures],
  [/\^|\d\s?[kcm]?m[23]/u, withRaisedUnits],
  [/[@#]/u, readChat],
  [new RegExp(String.raw`\d|\b(?:${SHORT_MONTH}|${SHORT_WEEKDAY})(?:\.|\s?[–-])`, 'u'), readDates],
  [/\d{4}|['’]\d|\d0['’]?s|\d [ABC]|\b(?:ca?|[bdr])\.\s?\d|AD \d/iu, readYears],
  [/\d{3}|\+\d|0\d/u, readTelephones],
  [/\d{3}|\d[-/.]\d|v\.?\d|localhost:\d|-(?:alpha|beta|rc|pre)|ISBN/iu, readCodes],
  [/\d\s\d{3}/u, withoutGroupSpaces],
  [/:|\d\s?[ap]|\b[ap]\.\s?m\.|UTC|GMT/iu, readTimes],
  [/\d\s?[dhms]|P[\dYMWD]*T\d/u, readDurations],
  [/[<>≤≥~≈±↑↓+]/u, readComparisons],
  [new RegExp(String.raw`[${MONEY_SIGNS}¢]|\dp\b|${SIGN}`, 'u'), readMoney],
  [/\d.{0,12}\s?[NSEW]\b/u, readPlaces],
  [/[\d/%°²³]|\bper /u, readMeasures],
  [/\//u, readSlashes],
  [TITLE, readTitles],
  [/&|\p{L}\.\p{L}|\bPh\./u, readInitials],
  [SHORT_FORM, readShortForms],
  [/[\u0391-\u03C9∞∑∫∂∈∉∴∝∀∃∪∩∅♯♭←µ]|\p{L}(?:\+\+|#)/u, readGreek],
  [/\b[IVXL]+\b/u, readRoman],
  [/[\d#=<>~≈±√→⇒➜↔≤≥≠²³^×÷+№]|->|[fghOPT]\(|(?:sin|cos|tan|log|ln|exp)\(/u, readFigures],
];

/** @param text without markdown. Plain prose stays as it is. */
export function readEnglish(text: Edited): Edited {
  return READERS.reduce(
    (read, [needs, reader]) => (matches(needs, read.text) ? reader(read) : read),
    text,
  );
}
