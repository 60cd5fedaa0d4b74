/** Signs of arithmetic and comparison. */
import { editAll, type Edited } from '../edited.ts';
import { MONEY_SIGNS } from './currencies.ts';
import { cardinal, FREE, minusWord, NUMBER } from './numbers.ts';
import { guRegex } from './regex.ts';
import { PLURAL, UNIT_SIGN, unitName } from './units.ts';

const BEFORE_NUMBER: Readonly<Record<string, string>> = {
  '<': 'less than ',
  '>': 'more than ',
  '≤': 'at most ',
  '<=': 'at most ',
  '≥': 'at least ',
  '>=': 'at least ',
  '~': 'about ',
  '≈': 'about ',
  '±': 'plus or minus ',
  '↑': 'up ',
  '↓': 'down ',
};

/** Behind them "< 5" needs no "is". */
const BEHIND_VERB =
  /(?:^|[("“,:;]|\b(?:is|are|was|were|be|been|has|have|had|of|with|for|at|to|in|from|takes?|needs?|requires?|got|get|only|under|it’s|it's))\s*$/u;

/** No word that decides is longer; UTF-16 units. */
const FAR = 12;
/** How far around a stroke other signs tell that it is a formula's; UTF-16 units. */
const FORMULA = 30;

/** Before figures their units and currencies are still to be read: "~$50", "<5 ms", "50+ GB". */
export function readComparisons(text: Edited): Edited {
  const read = editAll(
    text,
    guRegex`(?<![\p{L}\d<>=~-])([<>]=?|[≤≥~≈±↑↓])(\s?)(?=[-−+]?[${MONEY_SIGNS}]?\.?\d)`,
    ({ 1: sign = '', 2: space, index, input }) => {
      const isBetween = !BEHIND_VERB.test(input.slice(Math.max(0, index - FAR), index));
      return space !== '' && isBetween ? undefined : BEFORE_NUMBER[sign];
    },
  );
  return editAll(
    read,
    guRegex`${FREE}(?<!-|\b(?:than|least|most|about) )(${NUMBER})(\s?(?:k|K|M|B|bn)(?!\p{L}))?\+(?=${UNIT_SIGN}|${PLURAL})`,
    ([, number = '', scale = '']) => `more than ${number}${scale}`,
  );
}

/** "Step 1 - 5 minutes" is no difference: what there is around it tells. */
function isInFormula({ index, input }: RegExpExecArray): boolean {
  const around = input.slice(Math.max(0, index - FORMULA), index + FORMULA);
  return /[=≈√^²³×÷*]|\bequals\b/u.test(around) || /^[\d\s().,−-]+$/u.test(input.slice(0, FORMULA));
}

const FUNCTIONS: Readonly<Record<string, string>> = {
  sin: 'sine',
  cos: 'cosine',
  tan: 'tangent',
  ln: 'the natural log',
};

/** Anything that the readers of powers look for. */
const POWER = /\s[-−]\s|\d(?:[eE]|\s?[×x*·]\s?10)|[\^²³√∛]|(?:[fghOPT]|sin|cos|tan|log|ln|exp)\(/u;

export function readPowers(text: Edited): Edited {
  if (!POWER.test(text.text)) return text;
  let read = editAll(
    text,
    /(?<=\d\s|\)\s|(?<!\p{L})\p{L}\s|[²³]\s)[-−](?=\s(?:\d|\(|\p{L}(?!\p{L})))/gu,
    (match) => (isInFormula(match) ? 'minus' : undefined),
  );
  read = editAll(
    read,
    guRegex`(?<![\p{L}\d.,:/])([-−]?)(${NUMBER})(?:[eE]|\s?[×x*·]\s?10\s?\^)([-−+]?)(\d{1,3})(?:${UNIT_SIGN}|(?![\p{L}\d]))`,
    ([, minus, number = '', sign, power = '', tight, spaced]) => {
      const unit = tight ?? spaced;
      const words = `${minusWord(minus)}${cardinal(number)} times ten to the power of ${minusWord(sign)}${cardinal(power)}`;
      return unit === undefined ? words : `${words} ${unitName(unit, false)}`;
    },
  );
  // "mc²" is no unit, but a product.
  read = editAll(
    read,
    /\b(?![cmk]m|kg)([a-z])([a-z])(?=²|\^2)/gu,
    ([, a = '', b = '']) => `${a} ${b}`,
  );
  read = editAll(
    read,
    /((?<!\d)\d{1,15}|(?<!\p{L})\p{L}{1,12}|\))\s?\^\s?([-−]?)(\d{1,4}(?!\d)|[a-z](?!\p{L}))/giu,
    ([, base = '', sign, power = '']) => `${base} ${powerWords(sign, power)}`,
  );
  read = editAll(
    read,
    /(?<=[\p{L}\d)])([²³])(?=(\p{L}|\d)?)/gu,
    ([mark, , close]) => `${mark === '²' ? ' squared' : ' cubed'}${close === undefined ? '' : ' '}`,
  );
  read = editAll(
    read,
    /(?<=\p{L}|\d)\^\(([^()]{1,20})\)/gu,
    ([, power = '']) => ` to the power of ${power}`,
  );
  read = editAll(
    read,
    /([√∛])(?:\s?\(([^()]{1,30})\)|\s?(\d+(?:\.\d+)?|[a-z](?!\p{L})|[a-z\d]{1,4}(?![\p{L}\d])))/gu,
    ([, sign, inside, of]) =>
      `the ${sign === '√' ? 'square' : 'cube'} root of ${inside ?? of ?? ''}`,
  );
  // "f(x)", "O(n log n)", "sin(x)".
  return editAll(
    read,
    /(?<![\p{L}\d.])([fghOPT]|sin|cos|tan|log|ln|exp)\((?=\S)([^()"'“”‘’]{1,16})\)/gu,
    ([, name = '', of = '']) => `${FUNCTIONS[name] ?? name} of ${of}`,
  );
}

function powerWords(sign: string | undefined, power: string): string {
  if (sign === '' && power === '2') return 'squared';
  if (sign === '' && power === '3') return 'cubed';
  return `to the power of ${minusWord(sign)}${/\d/u.test(power) ? cardinal(power) : power}`;
}

/** A number, a bracket or a letter that stands for a number. */
const LEFT = String.raw`(?<=[\d)]|\b(?:squared|cubed|[a-zA-Z]|pi))`;
const RIGHT = String.raw`(?=[\d(]|[a-zA-Z]\b|\.\d)`;

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [guRegex`${LEFT}\s?\+\s?${RIGHT}`, ' plus '],
  [/(?<=\d|\p{L}{2})\+(?=\s|[.,;:!?)]|$)/gu, ' plus'],
  [/(?<=\p{L}{2})\+(?=\d)/gu, ' plus '],
  [/(?<=[\p{L}\p{N})]\s)\+(?=\s)/gu, 'plus'],
  [/(?<=\(|=\s?)[-−](?=[a-z](?!\p{L}))/gu, 'minus '],
  [/(?<=\b[ijkmnxyz])[-−](?=\d)/gu, ' minus '],
  [/(?<=[\d\p{L})])\s?[×·*]\s?(?=[\d(√])/gu, ' times '],
  [/(?<=[\d\p{L})]\s)[×*](?=\s\p{L})/gu, 'times'],
  [/(?<=(?<!\p{L})\p{L})[×·*](?=\p{L}(?!\p{L}))/gu, ' times '],
  [/(?<=\p{L}{2})·(?=\p{L})/gu, ' '],
  [/(?<=\s|^)×(?=\d)/gu, 'times '],
  [
    /(?<=\b(?:cents?|dollars?|euros?|pounds?|percent|hours|days|weeks|months|years|per \p{Ll}{3,9})\s|\)\s)x(?=\s[\d(])/gu,
    'times',
  ],
  [/(?<=[\d)\p{L}])\s?÷\s?(?=[\d(\p{L}])/gu, ' divided by '],
  [/\s?(?:≠|!==?)\s?(?=[^\s!?.,])/gu, ' is not '],
  [/(?:(?<!\s)\s{1,4}|(?<=[\d\p{L}]))(?:<->|↔|⇔|<=>)\s?/gu, ' and '],
  [/(?:(?<!\s)\s{1,4}|(?<=[\d\p{L})]))(?:-{1,2}>|→|⇒|=>|➜)\s?/gu, ' to '],
  [/(?<=[\p{L}\p{N})\]'"”’])\s?={1,3}\s?(?=[\p{L}\p{N}([{−√.'"“‘-])/gu, ' equals '],
  [/(?<=[\p{L}\p{N})])\s?[≈≅]\s?(?=[\p{L}\p{N}(−-])/gu, ' is about '],
  [/(?:(?<=[\s("“])|^)[~≈]\s?(?=[\d\p{L}])/gu, 'about '],
  [/±\s?/gu, 'plus or minus '],
  // A way through menus: "File > Save as".
  [/(?<=\p{Ll}["”]?)\s>(?=\s["“]?\p{Lu}\p{Ll})/gu, ', then'],
  [/(?<=\p{L}{2})\+(?=\p{L}{2})/gu, ' plus '],
  [/(?<=[\p{L}\p{N})]\s)<(?=\s[\p{L}\p{N}])/gu, 'is less than'],
  [/(?<=[\p{L}\p{N})]\s)>(?=\s[\p{L}\p{N}])/gu, 'is more than'],
  [/(?<=[\p{L}\p{N})])<(?=\d)/gu, ' is less than '],
  [/(?<=[\p{L}\p{N})])>(?=\d)/gu, ' is more than '],
  [/<(?=\d)/gu, 'less than '],
  [/>(?=\d)/gu, 'more than '],
  [guRegex`(?<![\p{L}\d.,:/-])[-−](?=\d)`, 'minus '],
  [/(?<=^|[\s(])\+(?=\d)/gu, 'plus '],
];

/** Any sign, and the letters and strokes that are used as such. */
const SIGN = /[+−×·*÷≠=<>≤≥≈≅~±↔⇔→⇒➜]|!=|-[\d>a-z-]|\sx\s/u;

export function readSigns(text: Edited): Edited {
  if (!SIGN.test(text.text)) return text;
  let read = editAll(
    text,
    /(\s?)(<=|>=|[≤≥])\s?/gu,
    ({ 1: space, 2: sign = '', index }) =>
      `${index === 0 && space === '' ? '' : ' '}${BEFORE_NUMBER[sign] ?? sign}`,
  );
  for (const [pattern, words] of SIGNS) read = editAll(read, pattern, () => words);
  return read;
}
