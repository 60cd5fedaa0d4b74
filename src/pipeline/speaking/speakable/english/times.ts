/** Times of day. */
import { editAll, type Edited } from '../edited.ts';
import { cardinal } from './numbers.ts';
import { guRegex, uRegex } from './regex.ts';
import { endsBehindTime } from './stops.ts';

const HALF = String.raw`[aApP]\.?\s?[mM]`;
/** "p.m." with its stop, which may end the sentence too; captures the letter and the stop. */
const HALF_AND_STOP = String.raw`([aApP])(?:\.\s?[mM](\.)|\.?[mM])(?![\p{L}\d])`;

const BOOKS =
  'Genesis|Exodus|Leviticus|Deuteronomy|Joshua|Samuel|Kings|Psalms?|Proverbs|Ecclesiastes|Isaiah|Jeremiah|Ezekiel|Daniel|Matthew|Mark|Luke|John|Acts|Romans|Corinthians|Galatians|Ephesians|Philippians|Colossians|Hebrews|James|Revelation|Quran|Qur’an|Surah';

export function readTimes(text: Edited): Edited {
  let read = readSpans(readVerses(text));
  // A lap, a song: "1:45.32".
  read = editAll(
    read,
    /(?<![\d:.]| at )(\d{1,2}):([0-5]\d)(?::([0-5]\d))?\.(\d{1,3})(?![\d:.])/gu,
    ([, first = '', second = '', third, parts = '']) => {
      const whole = [first, second, ...(third === undefined ? [] : [third])];
      return `${whole.map((each, at) => (at === 0 ? cardinal(each) : behind(each))).join(' ')} point ${cardinal(`.${parts}`).replace('point ', '')}`;
    },
  );
  read = editAll(
    read,
    guRegex`(?<![\d:.,])([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d)(?:\.\d{3})?)?(?:\s?${HALF_AND_STOP}|\s?h(?:rs?)?\b|(Z)(?!\p{L}))?(?!\d|:\d)(?!\s(?:ratio|scale|odds|mix)\b)(?<!\b(?:ratio|scale|odds)(?: of)? \d{1,2}:\d\d)`,
    (match) => {
      const [, hour = '', minute = '', second, half, stop, zulu] = match;
      const zone = zulu === undefined ? '' : ' UTC';
      // "1:00 to 1:50 PM": which half it is comes later.
      if (minute === '00' && second === undefined && half === undefined && isBeforeHalf(match))
        return cardinal(hour);
      return `${clock(hour, minute, second, half)}${zone}${stopOf(match, stop)}`;
    },
  );
  // Minutes and seconds: "45:30".
  read = editAll(
    read,
    /(?<![\d:.,])([2-9]\d|1\d\d):([0-5]\d)(?![\d:])/gu,
    ({ 1: a = '', 2: b = '', index, input }) =>
      Number(a) + Number(b) === 100 ||
      /\b(?:ratio|odds)(?: of)? $/u.test(input.slice(index - 10, index))
        ? undefined
        : `${cardinal(a)} ${b === '00' ? 'minutes' : behind(b)}`,
  );
  read = editAll(
    read,
    guRegex`(?<![\d:.,])(\d{1,2})\s?${HALF_AND_STOP}`,
    (match) => `${cardinal(match[1] ?? '')} ${halfName(match[2])}${stopOf(match, match[3])}`,
  );
  read = editAll(
    read,
    /\b([aApP])\.\s?[mM]\.(?!\p{L})/gu,
    (match) => `${halfName(match[1])}${stopOf(match, '.')}`,
  );
  // "GMT+2".
  return editAll(
    read,
    /(?<=\b(?:UTC|GMT)(?: |, )?)([+−±–-])\s?(\d{1,2})(?!\d)/gu,
    ([, sign = '', hours = '']) =>
      ` ${sign === '+' ? 'plus' : sign === '±' ? 'plus or minus' : 'minus'} ${cardinal(String(Number(hours)))}`,
  );
}

const SPAN_TO_HALF = uRegex`^ to \d{1,2}(?::\d\d)?\s?${HALF}(?!\p{L})`;

function isBeforeHalf({ 0: whole, index, input }: RegExpExecArray): boolean {
  const end = index + whole.length;
  return SPAN_TO_HALF.test(input.slice(end, end + 16));
}

/** "9 am–5 pm", "10:30–11:15", "9-11 a.m." */
function readSpans(text: Edited): Edited {
  const read = editAll(
    text,
    guRegex`(?<=(?<![\d:.,/-])\d{1,2}(?::\d\d)?(?:\s?${HALF}\.?)?)\s?[–-]\s?(?=\d{1,2}(?::\d\d)?\s?${HALF}(?!\p{L}))`,
    () => ' to ',
  );
  return editAll(
    read,
    guRegex`(?<=\d:\d\d(?:\s?${HALF}\.?)?)\s?[–-]\s?(?=\d{1,2}:\d\d)`,
    () => ' to ',
  );
}

/** "Psalm 23:4", "John 3:16-18". */
function readVerses(text: Edited): Edited {
  return editAll(
    text,
    guRegex`(?<=\b(?:${BOOKS}) )(\d{1,3}):(\d{1,3})(?:\s?[–-]\s?(\d{1,3}))?(?![\d:])`,
    ([, chapter = '', from = '', to]) =>
      `${cardinal(chapter)}, ${to === undefined ? `verse ${cardinal(from)}` : `verses ${cardinal(from)} to ${cardinal(to)}`}`,
  );
}

function clock(
  hour: string,
  minute: string,
  second: string | undefined,
  half: string | undefined,
): string {
  const isWhole = minute === '00';
  const seconds =
    second === undefined || second === '00'
      ? ''
      : ` and ${cardinal(String(Number(second)))} seconds`;
  const name = half === undefined ? '' : ` ${halfName(half)}`;
  if (isWhole && half === undefined && seconds === '') {
    if (hour === '00' || hour === '24') return 'midnight';
    if (hour === '0') return 'zero';
    if (Number(hour) > 12) return `${cardinal(hour)} hundred`;
    return `${cardinal(String(Number(hour)))} o'clock`;
  }
  const minutes = isWhole ? (half === undefined ? ' zero' : '') : ` ${behind(minute)}`;
  return `${cardinal(String(Number(hour)))}${minutes}${seconds}${name}`;
}

/** "05" as "oh five", as behind another number. */
function behind(digits: string): string {
  if (digits === '00') return 'zero';
  return digits.startsWith('0') ? `oh ${cardinal(digits.slice(1))}` : cardinal(digits);
}

function halfName(letter: string | undefined): string {
  return `${letter?.toUpperCase() ?? ''}M`;
}

function stopOf(match: RegExpExecArray, stop: string | undefined): string {
  return stop !== undefined && endsBehindTime(match) ? '.' : '';
}
