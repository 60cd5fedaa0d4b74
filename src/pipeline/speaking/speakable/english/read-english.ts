/** How a person reads figures and signs aloud, in English. */
import type { Edited } from '../edited.ts';
import { readDates, readTimes } from './dates.ts';
import { readFigures, readMeasures, readPhonesAndCodes } from './measures.ts';
import { readMoney } from './money.ts';
import { readShortForms } from './short-forms.ts';

/** What most tells what it is comes first: a date before a telephone number before a range. */
const READERS: readonly (readonly [needs: RegExp, read: (text: Edited) => Edited])[] = [
  [
    /\d|\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thu\w*|Fri|Sat|Sun)\./u,
    readDates,
  ],
  [/\d/u, readPhonesAndCodes],
  [/\d|\b[ap]\.m\./iu, readTimes],
  [/[$€£¥₹₽₩₿¢]|\b(?:USD|EUR|GBP|JPY|INR|CHF)\b/u, readMoney],
  [/\d/u, readMeasures],
  [/[&@#/§™©®π∞+]|\p{L}\.|\bC#/u, readShortForms],
  [
    /[\d#=<>~≈±√½⅓⅔¼¾⅕⅛⅜→⇒➜²³^×÷]|->|\b[IVXL]+\b| \+ |\b(?:No|Nr|Vol|Fig|Ch|Sec|Eq|pp?)\./u,
    readFigures,
  ],
];

/** @param text without markdown. Plain prose stays as it is. */
export function readEnglish(text: Edited): Edited {
  return READERS.reduce(
    (read, [needs, reader]) => (needs.test(read.text) ? reader(read) : read),
    text,
  );
}
