/** What comes per something: "twenty dollars/month", "tokens/s", "per kg", "in km/h". */
import { editAll, type Edited } from '../edited.ts';
import { guRegex } from './regex.ts';
import { DIVIDED_UNIT, unitName } from './units.ts';

/** Behind "per" and "/". */
const PER =
  'kg|g|lb|oz|l|L|km²|km|mi|mile|m²|ft²|sq ft|h|hr|hour|min|minute|ms|s|sec|second|day|night|week|wk|month|mo|year|yr|person|capita|user|seat|head|piece|item|unit|page|request|token|word|game|match|round|set|serving|slice|cup|gallon|gal|GB|MB|TB|kWh|mol|square (?:foot|metre|meter|mile|kilometre)';
const PER_NAMES: Readonly<Record<string, string>> = {
  mo: 'month',
  yr: 'year',
  wk: 'week',
};

/** What is told per something: a sum, a measure, a plural. */
const SUM = '(?:dollar|euro|pound|cent|pence|yen|rupee|franc)s?';
const TOLD = String.raw`(?:${SUM}|(?:metre|gram|litre|byte|bit|degree|calorie|watt|hour|minute|second|percent|thousand|million|billion|people|times|[\p{Ll}]{2,20}s)s?|\d\s?\p{L}{1,12})`;

export function readRates(text: Edited): Edited {
  if (!/[/²³°]|\bper /u.test(text.text)) return text;
  let read = editAll(
    text,
    guRegex`(?<=(?<![\p{L}\d/.-])${TOLD})\s?/\s?(${PER})(?:\b|(?<=²))(?![/²³-])`,
    ([, unit = '']) => ` per ${perName(unit)}`,
  );
  read = editAll(
    read,
    guRegex`(?<=(?<![\p{L}\d/.-])${SUM})/(?=\d|\p{Ll}[\p{Ll}-]{1,15}(?![\p{L}/]))`,
    () => ' per ',
  );
  // "275 pages/book".
  read = editAll(
    read,
    /(?<=\d \p{Ll}{2,15}s)\/(?=\p{Ll}{3,12}(?<!s)(?![\p{L}/]))/gu,
    () => ' per ',
  );
  // "120 tok/s": what is left before a second is no path.
  read = editAll(
    read,
    /(?<=\d\s?\p{L}{2,12}|\p{Ll}[ -]?\b(?:tok|req|ops|it|msg))\/(s|sec)\b(?!\/)/gu,
    () => ' per second',
  );
  read = editAll(read, guRegex`(?<=\bper )(${PER})(?:\b|(?<=²))(?![²³\d])`, ([, unit = '']) =>
    perName(unit),
  );
  // Without a number: "in km/h", "the °C scale".
  read = editAll(read, /(?<=\()m[²³](?=\))/gu, ([unit]) => unitName(unit, false));
  return editAll(
    read,
    guRegex`(?<![\p{L}\d/-]|\d\s)(${DIVIDED_UNIT})(?![\p{L}\p{N}²³/-])`,
    ([, unit = '']) => unitName(unit, false),
  );
}

function perName(unit: string): string {
  return PER_NAMES[unit] ?? unitName(unit, true);
}
