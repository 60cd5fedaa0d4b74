/** What stands behind a number: units and what they are called, and what is counted. */
import { UNITS, WITH_SPACE, type Unit } from './unit-table.ts';

const BY_SIGN = new Map([...UNITS, ...WITH_SPACE].map((unit) => [unit[0], unit]));

export function unitName(sign: string, isOne: boolean): string {
  const [, one, many] = BY_SIGN.get(sign) ?? [sign, sign, sign];
  return isOne ? one : many;
}

/** For a regular expression: a sign of which one may be divided by another. */
export const UNIT = `(?:${alternatives([...UNITS, ...WITH_SPACE])})`;

/** For a regular expression, behind a number: an optional space and the sign. */
export const UNIT_SIGN = String.raw`(?:\s?(${alternatives(UNITS)})|\s(${alternatives(WITH_SPACE)}))(?![\p{L}\p{N}²³/]|(?<=\s\p{L})(?:-\p{L}|\.\s?\p{Lu}\.))`;

/** For a regular expression: a sign that no word could be, where there is no number. */
export const DIVIDED_UNIT = `(?:${alternatives(UNITS.filter(([sign]) => /.{2}[²³]|\/|^°\s?[CF]$/u.test(sign)))})`;

/** Behind four figures that may be a year; a single capital is rather a word or a name there. */
const NO_UNIT = String.raw`(?!\s?(?:${alternatives(UNITS.filter(([sign]) => !/^\p{Lu}$/u.test(sign)))})(?![\p{L}\p{N}²³/]))`;

/** They end in "s", and nothing is counted by them. */
const NO_NOUNS =
  'was|has|as|does|goes|gets|its|his|hers|ours|yours|theirs|always|perhaps|sometimes|besides|towards|afterwards|across|unless|yes|marks|brings|sees|saw|feels|looks|seems|promises|begins|starts|ends|remains|becomes|means|makes';

/** Behind a number: a noun in the plural, "1500 cases". */
export const PLURAL = String.raw`\s(?:people|men|women|children|feet|(?!(?:${NO_NOUNS})\b)\p{Ll}{2,30}(?<![sui])s(?![\p{L}'’]))`;

/** Behind four figures that may be a year: nothing that they would count or measure. */
export const NO_COUNT = String.raw`(?!\s(?:hundred|thousand|million|billion|square|cubic|metres?|meters?|kilometres?|kilometers?|foot|yards?|miles?|people|men|women|children|feet|pounds|dollars?|euros?|pixels?|calories?|steps|words|points|users|times|bytes|watts?|volts?|hours|minutes|seconds|days|weeks|months|years)\b|\s?[%°€$£¥])${NO_UNIT}`;

function alternatives(units: readonly Unit[]): string {
  return units
    .map(([sign]) => sign)
    .toSorted((a, b) => b.length - a.length)
    .join('|');
}
