/** How a person reads figures and signs aloud, in English. */
import type { Edited } from '../edited.ts';
import { readDates, readTimes } from './dates.ts';
import { readFigures, readMeasures, readPhonesAndCodes } from './measures.ts';
import { readMoney } from './money.ts';
import { readShortForms } from './short-forms.ts';

/** What most tells what it is comes first: a telephone number before a range before a number. */
const READERS: readonly ((text: Edited) => Edited)[] = [
  readDates,
  readPhonesAndCodes,
  readTimes,
  readMoney,
  readMeasures,
  readShortForms,
  readFigures,
];

/** @param text without markdown. Plain prose stays as it is. */
export function readEnglish(text: Edited): Edited {
  if (
    !/[\d&@#%+=<>~±√π∞§™©®/½⅓⅔¼¾⅕⅛⅜→⇒²³]|\p{L}\.|\b[IVXL]{2,7}\b|\b[IVX] (?:century|dynasty)/u.test(
      text.text,
    )
  )
    return text;
  return READERS.reduce((read, reader) => reader(read), text);
}
