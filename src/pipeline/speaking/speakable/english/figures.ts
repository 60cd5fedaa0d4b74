/** What is left of figures when dates, money and measures are read: references, ranges, numbers. */
import { editAll, type Edited } from '../edited.ts';
import { matches } from '../prefilter/may-match.ts';
import { readFractions } from './fractions.ts';
import { readNames } from './names.ts';
import { cardinal, digitsOf, FREE, minusWord, modelNumber, NUMBER, ordinal } from './numbers.ts';
import { guRegex } from './regex.ts';
import { readScales } from './scales.ts';
import { readPowers, readSigns } from './signs.ts';

const REFERENCES: Readonly<Record<string, string>> = {
  no: 'number',
  nr: 'number',
  nos: 'numbers',
  vol: 'volume',
  vols: 'volumes',
  fig: 'figure',
  figs: 'figures',
  ch: 'chapter',
  chap: 'chapter',
  sec: 'section',
  eq: 'equation',
  ep: 'episode',
  pt: 'part',
  art: 'article',
  para: 'paragraph',
  op: 'opus',
  lv: 'level',
  lvl: 'level',
  ver: 'version',
  rev: 'revision',
  ext: 'extension',
  apt: 'apartment',
  hwy: 'highway',
  ste: 'suite',
  pp: 'pages',
  pg: 'page',
  p: 'page',
};

export function readFigures(text: Edited): Edited {
  let read = readReferences(readOrdinals(text));
  read = readSpacedRanges(readScales(read));
  read = readPowers(read);
  // "3x faster", but "2x + 1" is another thing.
  read = editAll(
    read,
    guRegex`${FREE}(?<![+=]\s?)(?:(${NUMBER})\s?[–-]\s?)?(${NUMBER})\s?[x×](?!\s?[+=^*·<>]|\s(?:[-−]|minus|plus|equals|squared|cubed|to the power)\s?)(?=\s|[.,;:!?)/]|$)`,
    ([, from, number = '']) =>
      `${from === undefined ? '' : `${cardinal(from)} to `}${cardinal(number)} times`,
  );
  read = readFractions(read);
  // What is no time of day: "16:9".
  read = editAll(
    read,
    /(?<![\d:.\p{L}])(\d{1,3}):(\d{1,3})(?![\d:\p{L}]|\.\d)/gu,
    ([, a = '', b = '']) => `${cardinal(a)} to ${cardinal(b)}`,
  );
  read = readRanges(readNames(read));
  return readRest(readSigns(read));
}

/** "1st-3rd", "the 1,000th", "the 99.9th". */
function readOrdinals(text: Edited): Edited {
  if (!matches(/\d(?:st|nd|rd|th)/iu, text.text)) return text;
  let read = editAll(
    text,
    /(?<=\d(?:st|nd|rd|th))\s?[–-]\s?(?=\d+(?:st|nd|rd|th)\b)/gu,
    () => ' to ',
  );
  read = editAll(
    read,
    /(?<![\p{L}\d.,/])(\d+)\.(\d*)(\d)(?:st|nd|rd|th)\b/gu,
    ([, whole = '', between = '', last = '']) =>
      `${cardinal(whole)} point ${between === '' ? '' : `${digitsOf(between)} `}${ordinal(last)}`,
  );
  return editAll(
    read,
    /(?<![\p{L}\d.,/])(?:\d{1,3}(?:,\d{3})+|\d+)(?:st|nd|rd|th)\b/giu,
    ([whole]) => ordinal(whole),
  );
}

/** "#3", "No. 5", "Nos. 3 & 4", "pp. 3–5". */
function readReferences(text: Edited): Edited {
  const read = editAll(text, /(?<![\p{L}\d&#])#\s?(?=\d)|№\s?(?=\d)/gu, () => 'number ');
  return editAll(
    read,
    /\b(No|(?<=\b(?:the|an?|his|her|its|our|my) )no|Nr|[Nn]os|[Vv]ols?|[Ff]igs?|[Cc]h|[Cc]hap|Sec|[Ee]q|[Ee]p|[Pp]t|Art|[Pp]ara|[Oo]p|[Ll]vl?|[Vv]er|[Rr]ev|[Ee]xt|[Aa]pt|[Hh]wy|Ste|pp|pg|p)\.\s?(?=\d)|\b([Ll]vl?) (?=\d)/gu,
    ([, word, bare]) => `${REFERENCES[(word ?? bare ?? '').toLowerCase()] ?? ''} `,
  );
}

/** "10 - 15 people" is no difference. */
function readSpacedRanges(text: Edited): Edited {
  return editAll(
    text,
    guRegex`${FREE}(?<![-−+=×*/]\s)(${NUMBER})\s-\s(${NUMBER})(?=\s\p{Ll}{2})`,
    ([, from = '', to = '']) =>
      Number(from.replaceAll(',', '')) < Number(to.replaceAll(',', ''))
        ? `${from} to ${to}`
        : undefined,
  );
}

function readRanges(text: Edited): Edited {
  const read = editAll(
    text,
    guRegex`${FREE}([-−]?)(${NUMBER})\s?–\s?(${NUMBER})(?![\p{L}\d])`,
    ([, minus, from = '', to = '']) => `${minusWord(minus)}${cardinal(from)} to ${cardinal(to)}`,
  );
  return editAll(
    read,
    guRegex`(?<![\p{L}\d.,:/-])(\d{1,4}|\d{1,3},\d{3}|\d{1,3}\.\d{1,2})-(\d{1,4}|\d{1,3},\d{3}|\d{1,3}\.\d{1,2})(?![\d\p{L}-]|[.,:/]\d)`,
    ([, from = '', to = '']) => {
      // "50-50", "60-40".
      const isSplit = Number(from) + Number(to) === 100 && Number(from) >= Number(to);
      return `${cardinal(from)}${isSplit ? ' ' : ' to '}${cardinal(to)}`;
    },
  );
}

function readRest(text: Edited): Edited {
  // "A320-200", "SHA-256": as a model is called.
  const read = editAll(
    text,
    /(?<=(?<![\p{L}\d])(?:\p{Lu}{1,4}|\p{Lu}\p{Ll}{1,12})-)(\d{3,5})(?![\p{L}\d]|[.,:/]\d)/gu,
    ([figures]) => modelNumber(figures),
  );
  const listed = editAll(
    read,
    /(?<![\p{L}\d.,:/])\d{1,2}(?:,\d{1,2})+(?![\p{L}\d]|[.,:/]\d)/gu,
    ([numbers]) => numbers.split(',').map(cardinal).join(', '),
  );
  const imaginary = editAll(
    listed,
    /(?<![\p{L}\d.,])(\d+\.\d+)(\p{L})(?![\p{L}\d])/gu,
    ([, figures = '', letter = '']) => `${cardinal(figures)} ${letter}`,
  );
  return editAll(
    imaginary,
    guRegex`(?<![\p{L}\d.,])(${NUMBER})(?![\p{L}\d]|[.,:/]\d)`,
    ([, figures = '']) => cardinal(figures),
  );
}
