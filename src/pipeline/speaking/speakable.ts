/** Turns a written piece into what a voice should say: no marks, no emoji, signs and units as words. */

/** A piece that is code or a rule from end to end has nothing to say. */
const UNSPEAKABLE = /^(?:`{3}|~{3})|^[\s*_=~-]*$/u;

/** In this order: what stands around a text goes before what stands in it. */
const MARKS: readonly (readonly [RegExp, string])[] = [
  // Images and links keep their text; a bare address keeps its host.
  [/!?\[([^\]]*)\]\([^()\s]*(?:\s+"[^"]*")?\)/gu, '$1'],
  [/<?\bhttps?:\/\/(?:www\.)?([^\s/?#)>\]]+)[^\s)>\]]*?(?=[.,;:!?]*(?:[\s)>\]]|$))>?/giu, '$1'],
  // Headings, quotes, list items, task boxes, at the beginning of a line.
  [/^[ \t]*(?:#{1,6}|>+|[-*+•‣▪·])[ \t]+(?:\[[ xX]\][ \t]+)?/gmu, ''],
  [/^[ \t]*(\d{1,3})[.)][ \t]+/gmu, '$1, '],
  // Table rows: cells become a list; the line under the head has nothing to say.
  [/^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t:-]*)*$/gmu, ''],
  [/^[ \t]*\|[ \t]*|[ \t]*\|[ \t]*$/gmu, ''],
  [/[ \t]+\|[ \t]+/gu, ', '],
  [/<\/?[a-z][a-z0-9]*(?:\s[^<>]{0,200})?>/giu, ' '],
  [/`+([^`]*)`+/gu, '$1'],
  // Emphasis hugs its text: "2 * 3" and "snake_case" stay.
  [/(\*{1,3}|~~)(?=\S)/gu, ''],
  [/(?<=\S)(?:\*{1,3}|~~)/gu, ''],
  [/(?<![\p{L}\p{N}])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![\p{L}\p{N}])/gu, ''],
  [/\\(?=[*_`#[\]|>~-])/gu, ''],
];

/** Emoji with their joiners and colours, and the short names that chats use for them. */
const EMOJI =
  /(?:[\p{Extended_Pictographic}--[©®™]]|\p{RI}|\p{Emoji_Modifier}|\uFE0F|\u200D|\u20E3)+/gv;
const EMOJI_NAMES = /<a?:\w+:\d+>|(?<=^|\s):[a-z][a-z0-9_+-]+:(?=\s|$|[.,!?])/gu;

/** English. Figures, money and dates are left to the synthesiser, which reads them passably. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/\be\.g\.,?/giu, 'for example,'],
  [/\bi\.e\.,?/giu, 'that is,'],
  [/\betc\.(?=\s+\p{Lu}|$)/gu, 'et cetera.'],
  [/\betc\./gu, 'et cetera'],
  [/\bvs\./giu, 'versus'],
  [/\bapprox\./giu, 'approximately'],
  [/(?<=\d)\s?km\/h\b/gu, ' kilometres per hour'],
  [/(?<=\d)\s?mph\b/gu, ' miles per hour'],
  [/(?<=\d)\s?m\/s\b/gu, ' metres per second'],
  [/(?<=\b1)\s?°\s?C\b/gu, ' degree Celsius'],
  [/\s?°\s?C\b/gu, ' degrees Celsius'],
  [/\s?°\s?F\b/gu, ' degrees Fahrenheit'],
  [/(?<=\d)\s?°/gu, ' degrees'],
  [/(?<=\d)\s?km\b/gu, ' kilometres'],
  [/(?<=\d)\s?kg\b/gu, ' kilograms'],
  [/(?<=\d)\s?cm\b/gu, ' centimetres'],
  [/(?<=\d)\s?mm\b/gu, ' millimetres'],
  [/(?<=\d)\s?ms\b/gu, ' milliseconds'],
  [/\s?%/gu, ' percent'],
  [/(?<=\s|^)&(?=\s|$)/gu, 'and'],
  [/(?<=[\p{L}\p{N}])&(?=[\p{L}\p{N}])/gu, ' and '],
  [/(?<=\d\s?)\+(?=\s?\d)/gu, ' plus '],
  [/(?<=\d\s?)[×*](?=\s?\d)/gu, ' times '],
  [/(?<=\d\s?)÷(?=\s?\d)/gu, ' divided by '],
  [/(?<=[\p{L}\p{N}]\s?)=(?=\s?[\p{L}\p{N}-])/gu, ' equals '],
  [/\s*(?:→|⇒|->|=>)\s*/gu, ' to '],
];

/**
 * @param written one piece as the model wrote it, markdown and all.
 * @returns one line; `''` when there is nothing to say.
 */
export function makeSpeakable(written: string): string {
  if (UNSPEAKABLE.test(written.trim())) return '';
  let spoken = written.replaceAll(EMOJI, ' ').replaceAll(EMOJI_NAMES, ' ');
  for (const [pattern, replacement] of MARKS) spoken = spoken.replaceAll(pattern, replacement);
  for (const [pattern, replacement] of SIGNS) spoken = spoken.replaceAll(pattern, replacement);
  spoken = spoken
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/\s+(?=[,.;:!?…](?:\s|$))/gu, '')
    .trim();
  return /[\p{L}\p{N}]/u.test(spoken) ? spoken : '';
}
