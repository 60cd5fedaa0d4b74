/** Characters that the search for boundaries looks at, and runs of them. */

export const TERMINATORS: ReadonlySet<string> = new Set('.!?…‼⁇⁈⁉।॥؟۔።။។。！？｡．');
/** They end a sentence without white space behind them. */
export const WIDE: ReadonlySet<string> = new Set('。！？｡．।॥');
export const CLOSERS: ReadonlySet<string> = new Set('"\'”’“»›)]}）」』】》〉`*_~');
export const OPENERS: ReadonlySet<string> = new Set('"\'“‘„«‹»([{*_~`¿¡');

/** Longest run that is looked past in one go: keeps every decision within a few bytes of memory. */
export const MAX_RUN = 32;

const EMOJI =
  /^(?:[\p{Extended_Pictographic}--[©®™]]|\p{Emoji_Modifier}|\p{RI}|\uFE0F|\u200D|\u20E3)$/v;
const FIRST_WIDE_SPACE = '\u00A0';
const CJK = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u;

export function isEmoji(char: string): boolean {
  return char >= '\u200D' && EMOJI.test(char);
}

export function isCjk(char: string): boolean {
  return char >= '\u2E80' && CJK.test(char);
}

/** White space within a line. */
export function isBlank(char: string): boolean {
  return char !== '\n' && isSpace(char);
}

/** A character of white space, with little to do where it is ASCII: it is asked of every mark's neighbours. */
export function isSpace(char: string): boolean {
  if (char === ' ') return true;
  if (char > ' ' && char < FIRST_WIDE_SPACE) return false;
  return /^\s$/u.test(char);
}

/** End of the run of `chars` that begins at `at`; undefined when it is longer than `MAX_RUN`. */
export function skip(text: string, at: number, chars: ReadonlySet<string>): number | undefined {
  let end = at;
  while (end < text.length && chars.has(text[end] ?? '')) {
    end += 1;
    if (end - at > MAX_RUN) return undefined;
  }
  return end;
}

export function codePointAt(text: string, at: number): string {
  const codePoint = text.codePointAt(at);
  return codePoint === undefined ? '' : String.fromCodePoint(codePoint);
}

export function isLoneSurrogate(char: string): boolean {
  return char >= '\uD800' && /^[\uD800-\uDBFF]$/.test(char);
}
