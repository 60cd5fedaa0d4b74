/** Strokes between words: "and/or", "he/she", "A/B tests", "w/ milk". */
import { editAll, type Edited } from '../edited.ts';
import { giuRegex, guRegex } from './regex.ts';

/** How far before a stroke other signs tell that it is a formula's; UTF-16 units. */
const FORMULA = 40;

/** Two that are one thing together, not one of them. */
const PAIRS =
  'and/or|either/or|async/await|train/test|input/output|read/write|on/off|client/server|push/pull|win/loss|work/life|price/performance|risk/reward|cost/benefit|copy/paste|play/pause|start/stop|pass/fail';

const SHORT: readonly (readonly [RegExp, string])[] = [
  [/\bf\/(?=\d)/gu, 'f '],
  [/\bw\/o(?=\s)/gu, 'without'],
  [/\bw\/\s?(?=\p{L}|\d)/gu, 'with '],
  [/(?<![\p{L}\d/_.-])b\/c(?![\p{L}/_])/gu, 'because'],
  [/(?<![\p{L}\d/])n\/a(?![\p{L}/])/gu, 'N A'],
  [/(?<![\p{L}\d/])a\/c(?![\p{L}/])/gu, 'A C'],
  [/\bs\/he\b/gu, 'she or he'],
];

/** Words, perhaps with hyphens; of what goes on with a stroke, a figure or an ending it is a path. */
const WORD = String.raw`\p{L}{2,24}(?:-\p{Ll}{2,16}|['’]s)?`;
const CHAIN = guRegex`(?<![\p{L}\p{N}/._-])${WORD}(?:/${WORD}){1,5}(?![\p{L}\p{N}/_-]|\.\p{L})`;

const PRONOUN = '(?:[Hh]e|[Ss]he|[Tt]hey|[Hh]im|[Hh]ers?|[Tt]hem|[Hh]is|[Tt]heirs?)';

export function readSlashes(text: Edited): Edited {
  let read = editAll(
    text,
    /(?<=\))\/(?=\d|[(√]|[a-z](?!\p{L}))|(?<=[\d\p{L}])\/(?=[(√])|(?<=\d)\/(?=\p{Ll}{1,3}\()/gu,
    () => ' over ',
  );
  read = editAll(read, /(?<=\s)\/(?=\s)/gu, ({ index, input }) => {
    const before = input.slice(Math.max(0, index - FORMULA), index);
    const behind = input.slice(index + 1, index + FORMULA);
    if (/\d\s$/u.test(before) && /^\s\d/u.test(behind)) return 'divided by';
    const isFormula =
      /[=×÷*]/u.test(before) ||
      /(?:\)|(?<!\p{L})\p{L})\s$/u.test(before) ||
      /^\s(?:[(√]|\p{L}(?!\p{L}))/u.test(behind);
    return isFormula ? 'over' : 'or';
  });
  for (const [pattern, words] of SHORT) read = editAll(read, pattern, () => words);
  read = editAll(read, giuRegex`(?<![\p{L}/])(?:${PAIRS})(?![\p{L}/])`, ([pair]) =>
    pair.replace('/', ' '),
  );
  read = editAll(
    read,
    guRegex`(?<![\p{L}/])${PRONOUN}(?:/${PRONOUN}){1,3}(?![\p{L}/])`,
    ([words]) => words.replaceAll('/', ' or '),
  );
  // "HTTP/2".
  read = editAll(read, /(?<=\b\p{Lu}{2,5})\/(?=\d(?:\.\d)?(?![\p{L}\d/]))/gu, () => ' ');
  // "TCP/IP", "A/B".
  read = editAll(
    read,
    /(?<![\p{L}\p{N}/._-])\p{Lu}{1,5}(?:\/\p{Lu}{1,5}){1,3}(?![\p{L}\p{N}/_-]|\.\p{L})/gu,
    ([letters]) => {
      const parts = letters.split('/');
      const isOneThing =
        parts.some((part) => part.length === 1) ||
        parts.every((part) => part.length === 2) ||
        /^(?:TCP|HIV|HTML)/u.test(letters);
      return parts.join(isOneThing ? ' ' : ' or ');
    },
  );
  // "PS4/PS5", "720p/1080p"; what has its letter is no part of a fraction.
  read = editAll(
    read,
    /(?<=(?<![\p{L}\d/.-])(?=\p{L}{0,6}\d)[\p{L}\d]{0,8}(?:\p{L}\d|\d\p{L})[\p{L}\d]{0,8})\/(?=(?:\p{L}{1,6}\d|\d{1,5}\p{L})[\p{L}\d]{0,6}(?![\p{L}\d/.]))/gu,
    () => ' or ',
  );
  // "Component/s" may be one or several.
  read = editAll(read, /(?<=\p{Ll}{3})\/s(?![\p{L}\d/])/gu, () => '');
  read = editAll(read, CHAIN, ([words]) =>
    words.split('/').join(words.split('/').length > 2 ? ', ' : ' or '),
  );
  // "five PM/8 PM".
  return editAll(read, /(?<=\p{L}{2})\s?\/\s?(?=\d{1,4}(?:\.\d+)?\s?\p{L})/gu, () => ' or ');
}
