/** Markdown and Discord's own marks: what shapes a text for the eye and says nothing to the ear. */
import { editAll, keepGroup, type Edited } from './edited.ts';
import { matches } from './prefilter/may-match.ts';

/** What a person would say for the names of characters in HTML. */
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  deg: '°',
  euro: '€',
};

/** Marks at the beginnings of lines, and lines that are only marks. */
export function withoutLineMarks(text: Edited): Edited {
  if (!matches(/^[ \t]*[-*_=~>#]|\[\^/mu, text.text)) return text;
  let plain = editAll(text, /^[ \t]*(?:[-*_=~][ \t]*){3,}$/gmu, () => '');
  plain = editAll(plain, /^[ \t]*(?:>[ \t]?)+/gmu, () => '');
  plain = editAll(plain, /^[ \t]*-#[ \t]+/gmu, () => '');
  // A heading is said as a sentence.
  plain = editAll(
    plain,
    /^[ \t]*#{1,6}[ \t]+([^\n]*?)[ \t]*#*[ \t]*$/gmu,
    ([whole, title = '']) => {
      const from = whole.indexOf(title);
      const end = /[.!?:…]["'”*_]*$/u.test(title) || title === '' ? '' : '.';
      return [
        { from: 0, to: from, text: '' },
        { from: from + title.length, to: whole.length, text: end },
      ];
    },
  );
  return editAll(plain, /\[\^[^\]\s]{1,20}\]:?/gu, () => '');
}

/** Bold, italic, struck, hidden, escaped, HTML, and Discord's mentions. */
export function withoutInlineMarks(text: Edited): Edited {
  if (!matches(/[`*_~|\\<&$]/u, text.text)) return text;
  let plain = keepGroup(text, /`+([^`\n]+)`+/dgu);
  plain = editAll(
    plain,
    /<a?:\w+:\d+>|<@[!&]?\d+>|<#\d+>|<t:-?\d+(?::\w)?>|<\/[\w -]+:\d+>/gu,
    ([mark]) => {
      if (mark.startsWith('<@')) return 'someone';
      if (mark.startsWith('<#')) return 'a channel';
      if (mark.startsWith('<t:')) return timeOf(mark);
      return mark.startsWith('</') ? mark.slice(2, mark.lastIndexOf(':')) : '';
    },
  );
  plain = editAll(
    plain,
    /<!--[\s\S]{0,500}?-->|<\/?[a-z][a-z0-9]*(?:\s[^<>]{0,200})?\/?>/giu,
    () => ' ',
  );
  plain = editAll(plain, /&(#\d{1,6}|[a-z]{2,8});/giu, ([, name = '']) =>
    name.startsWith('#') ? codePoint(Number(name.slice(1))) : ENTITIES[name.toLowerCase()],
  );
  plain = editAll(plain, /\|\|(?=\S)|(?<=\S)\|\|/gu, () => '');
  // Emphasis hugs its text: "2 * 3" and "snake_case" stay.
  plain = editAll(
    plain,
    /(?<!\\)(?:\*{1,3}|~~)(?=[^\s*~])|(?<=[^\s*~\\])(?:\*{1,3}|~~)/gu,
    () => '',
  );
  plain = editAll(
    plain,
    /(?<![\p{L}\p{N}\\])_{1,3}(?=\S)|(?<=[^\s\\])_{1,3}(?![\p{L}\p{N}])/gu,
    () => '',
  );
  plain = editAll(plain, /\\([\\*_`#[\]|>~$()-])/gu, ([, mark = '']) =>
    /[*_`~|#]/u.test(mark) ? '' : mark,
  );
  // "snake_case" is two words.
  plain = editAll(plain, /(?<=[\p{L}\p{N}])_+(?=[\p{L}\p{N}])/gu, () => ' ');
  // Formulas: their dollar signs and commands.
  plain = editAll(plain, /\$\$?([^$\n]{0,80}[\\^_][^$\n]{0,80})\$\$?/gu, ([, formula = '']) =>
    formulaOf(formula),
  );
  return editAll(plain, /`{1,3}|\*{2,}/gu, () => '');
}

function formulaOf(formula: string): string {
  return formula
    .replaceAll(/\\(?:frac|dfrac)\{([^{}]*)\}\{([^{}]*)\}/gu, '$1 over $2')
    .replaceAll(/\\sqrt\{([^{}]*)\}/gu, 'the square root of $1')
    .replaceAll(/\\(?:times|cdot)/gu, ' times ')
    .replaceAll(/\\pm/gu, ' plus or minus ')
    .replaceAll(/\\[a-z]+/giu, (command) => ` ${command.slice(1)} `)
    .replaceAll(/\^\{?2\}?/gu, ' squared')
    .replaceAll(/\^\{?3\}?/gu, ' cubed')
    .replaceAll(/\^\{?([^{}\s]+)\}?/gu, ' to the power of $1')
    .replaceAll(/_\{?([^{}\s]+)\}?/gu, ' $1')
    .replaceAll(/[{}]/gu, '');
}

function timeOf(mark: string): string {
  const seconds = Number(/-?\d+/u.exec(mark)?.[0]);
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return 'that time';
  return `${date.toISOString().slice(0, 10)} at ${date.toISOString().slice(11, 16)}`;
}

function codePoint(code: number): string {
  return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : '';
}
