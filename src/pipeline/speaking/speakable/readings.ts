/** Figures and signs, as they are read in the reply's language. */
import { toCardinal as german } from 'n2words/de-DE';
import { toCardinal as spanish } from 'n2words/es-ES';
import { toCardinal as french } from 'n2words/fr-FR';
import { editAll, type Edited } from './edited.ts';
import { readEnglish } from './english/read-english.ts';

/** Of the languages whose numbers are known: decimal mark, thousands mark, words. */
const LANGUAGES = {
  de: { words: german, point: ',', group: '.', percent: 'Prozent', and: 'und', euro: 'Euro' },
  fr: { words: french, point: ',', group: ' ', percent: 'pour cent', and: 'et', euro: 'euros' },
  es: { words: spanish, point: ',', group: '.', percent: 'por ciento', and: 'y', euro: 'euros' },
} as const;

type Known = keyof typeof LANGUAGES;

/** @param language BCP 47; of one that is not known the figures are left to the voice. */
export function readingsIn(language: string, text: Edited): Edited {
  const code = language.slice(0, 2).toLowerCase();
  if (code === 'en') return readEnglish(text);
  return isKnown(code) ? readNumbers(text, code) : text;
}

function isKnown(code: string): code is Known {
  return Object.hasOwn(LANGUAGES, code);
}

function readNumbers(text: Edited, code: Known): Edited {
  const { words, point, group, percent, and, euro } = LANGUAGES[code];
  let read = editAll(text, /(?<=\d)\s?%/gu, () => ` ${percent}`);
  read = editAll(
    read,
    /€\s?(\d[\d.,]*)|(\d[\d.,]*)\s?€/gu,
    ([, before, after]) => `${before ?? after} ${euro}`,
  );
  read = editAll(read, /\s&\s/gu, () => ` ${and} `);
  const grouped =
    group === '.' ? String.raw`\d{1,3}(?:\.\d{3})+` : String.raw`\d{1,3}(?:[\u00A0\u202F ]\d{3})+`;
  // Times, dates and numbers with marks of other kinds are left to the voice.
  const number = new RegExp(
    String.raw`(?<![\p{L}\p{N}.,:/-])(${grouped}|\d{1,12})(?:${point}(\d{1,6}))?(?![\p{L}\p{N}:/]|[.,-]\d|\.\s?\p{Lu}?\p{Ll})`,
    'gu',
  );
  return editAll(read, number, ([, whole = '', decimals]) => {
    const digits = whole.replaceAll(/\D/gu, '');
    if (digits.length > 1 && digits.startsWith('0')) return undefined;
    return words(decimals === undefined ? digits : `${digits}.${decimals}`);
  });
}
