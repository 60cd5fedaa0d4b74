/** Abbreviations of words, letters with full stops ("U.S."), and the signs between letters ("AT&T"). */
import { editAll, type Edited } from '../edited.ts';
import { endsSentence } from './stops.ts';

/** Where the full stop may also end the sentence, it stays. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\be\.\s?g\.,?/giu, 'for example,'],
  [/\bi\.\s?e\.,?/giu, 'that is,'],
  [/\ba\.?k\.?a\b\.?/gu, 'also known as'],
  [/\bvs?\.(?=\s)|\bvs(?=\s)/gu, 'versus'],
  [/\bapprox\.(?=\s)/giu, 'approximately'],
  [/\bca?\.(?=\s?\d)/gu, 'about'],
  [/\bcf\.(?=\s)/giu, 'compare'],
  [/\bviz\.(?=\s)/giu, 'namely'],
  [/\b[Mm]ax\.(?=\s(?:\p{Ll}|\d|[(~$€£]))/gu, 'maximum'],
  [/\bmin\.(?=\s\p{Ll})/giu, 'minimum'],
  [/\b[Aa]vg\.(?=\s(?:\p{Ll}|\d|[(~$€£]))/gu, 'average'],
  [/\b[Ii]ncl\.(?=\s(?:\p{Ll}|\d|[(~$€£]))/gu, 'including'],
  [/\b[Ee]xcl\.(?=\s(?:\p{Ll}|\d|[(~$€£]))/gu, 'excluding'],
  [/\b[Mm]isc\.(?=\s(?:\p{Ll}|\d|[(~$€£]))/gu, 'miscellaneous'],
  [/\bDept\.(?=\s)/gu, 'Department'],
  [/\bdept\.(?=\s)/gu, 'department'],
  [/\bGovt\.(?=\s)/gu, 'Government'],
  [/\bgovt\.(?=\s)/gu, 'government'],
  [/\best\.(?=\s\d)/gu, 'established'],
  [/(?<!\d\s?)\b(?:ft|feat)\.?(?=\s\p{Lu})/gu, 'featuring'],
  [/(?<=\d(?:st|nd|rd|th)[ -])c\.(?=\s\p{Ll}|,)/gu, 'century'],
  [/(?<=(?:st|nd|rd|th) )ed\.(?=\s|,|\))/gu, 'edition'],
  [/\bTL;\s?DR\b/gu, 'T L D R'],
  [/§§?\s?/gu, 'section '],
  [/(?<=^|[.!?]\s)©\s?(?=\d)/gu, 'copyright '],
  [/[^\S\n]?[™©®]/gu, ''],
  [/\b(?:Ctrl|Control|Strg)\s?\+\s?(?=\p{L})/gu, 'Control '],
  [
    /(?<=\b(?:Alt|Shift|Cmd|Command|Option|Win|Fn|Tab|Super|Control [A-Z]))\s?\+\s?(?=\p{Lu})/gu,
    ' ',
  ],
  [
    /(?<=(?<![\p{L}\d-])(?:[A-DO]|AB))[-−](?=[.,;:!?)"”]|$|\s(?:and|or|to)\s[A-F][-+]|\s(?!and\b|or\b|\p{Lu}|\d|[-–]))/gu,
    ' minus',
  ],
  [/(?<=\()pop\.\s?(?=\d)/gu, 'population '],
  [/(?<=\b[A-Fa-f])\+(?=[\s.,;:!?)"”]|$)/gu, ' plus'],
  [
    /(?<=^|[\s("“])\.(?=[a-z]{2,4}\b(?:\s(?:files?|formats?|folders?|extensions?)|[,)])|NET\b)/gu,
    'dot ',
  ],
  [
    /(?<=\b[\w-]{1,40})\.(?=(?:txt|json|js|ts|py|md|exe|png|jpe?g|gif|pdf|zip|html|css|csv|ya?ml|toml|sh|bat|jar|docx?|xlsx?|mp3|mp4|wav)(?![\p{L}\d./]))/gu,
    ' dot ',
  ],
];

/** Any of these, and of the signs among them: nothing else has to be looked at. */
export const SHORT_FORM =
  /\b(?:e\.\s?g|i\.\s?e|a\.?k\.?a|vs?|approx|ca?|cf|viz|max|avg|min|incl|excl|misc|dept|govt|est|ft|feat|ed|etc|al|pop)\.|\b(?:aka|vs|TL|ft|feat)\b|[§™©®+]|\.\p{L}|[-−](?!\p{L})/iu;

/** Nothing ends behind them. */
const OPENING = /^(?:P\.P?\.?S|N\.B|A\.K\.A)\.$/u;

export function readShortForms(text: Edited): Edited {
  let read = editAll(text, /\betc\.(\.\.)?/gu, ({ 0: whole, index, input }) => {
    const behind = input.slice(index + whole.length, index + whole.length + 40);
    return /^["'”’)]*(?:\s+\p{Lu}|\s*$)/u.test(behind) ? 'et cetera.' : 'et cetera';
  });
  read = editAll(read, /\bet al\./gu, (match) => `and others${endsSentence(match) ? '.' : ''}`);
  for (const [pattern, words] of WORDS) read = editAll(read, pattern, () => words);
  return read;
}

export function readInitials(text: Edited): Edited {
  let read = editAll(
    text,
    /(?<![\p{L}\d.])(?:Ph\.\s?D|D\.Phil|[BM]\.Sc|Ed\.D)\.(?!\p{L}(?!\b))/gu,
    (match) => `${match[0].replaceAll(/[.\s]/gu, '')}${endsSentence(match) ? '.' : ''}`,
  );
  read = editAll(read, /(?<![\p{L}\d.])(?:\p{Lu}\.){2,6}(?!\p{L}|\.)/gu, (match) => {
    const [letters] = match;
    const isEnd = !OPENING.test(letters) && endsSentence(match);
    return `${letters.replaceAll('.', ' ').trim()}${isEnd ? '.' : ''}`;
  });
  // "AT&T", "R&D": the letters of a name are said one by one.
  read = editAll(
    read,
    /(?<![\p{L}\d])(\p{Lu}{1,3})&(\p{Lu}{1,3})(?![\p{L}\d])/gu,
    ([, first = '', second = '']) =>
      `${Array.from(first).join(' ')} and ${Array.from(second).join(' ')}`,
  );
  read = editAll(read, /&c\.(?=\s+\p{Lu}|\s*$)/gu, () => 'et cetera.');
  read = editAll(read, /&c\./gu, () => 'et cetera');
  read = editAll(read, /(?<=\s|^)&{1,2}(?=\s|$)/gu, () => 'and');
  return editAll(read, /(?<=[\p{L}\p{N}])&(?=[\p{L}\p{N}])/gu, () => ' and ');
}
