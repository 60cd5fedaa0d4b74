/** A text that is changed step by step, and still knows where each of its characters came from. */
import { mayMatch } from './prefilter/may-match.ts';

export interface Replacement {
  /** From here to before `to` stands `text` instead; UTF-16 units. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export interface Edited {
  readonly text: string;
  /** Of each UTF-16 unit where it stood in the written text; `NEW` or `FINAL` where it did not. */
  readonly origins: readonly number[];
}

/** Put there by a change. */
export const NEW = -1;
/** Put there by a change, and not to be changed again. */
export const FINAL = -2;

export function unedited(written: string): Edited {
  const origins: number[] = [];
  for (let at = 0; at < written.length; at++) origins.push(at);
  return { text: written, origins };
}

/** @param replacements sorted, not overlapping. */
export function edit(
  edited: Edited,
  replacements: readonly Replacement[],
  origin: typeof NEW | typeof FINAL = NEW,
): Edited {
  if (replacements.length === 0) return edited;
  const text: string[] = [];
  const origins: number[] = [];
  let at = 0;
  for (const { from, to, text: instead } of replacements) {
    text.push(edited.text.slice(at, from), instead);
    for (let kept = at; kept < from; kept++) origins.push(edited.origins[kept] ?? NEW);
    for (let put = 0; put < instead.length; put++) origins.push(origin);
    at = to;
  }
  text.push(edited.text.slice(at));
  for (let kept = at; kept < edited.origins.length; kept++)
    origins.push(edited.origins[kept] ?? NEW);
  return { text: text.join(''), origins };
}

type Change = string | undefined | readonly Replacement[];

/**
 * @param change what stands instead of a match; undefined: it stays; replacements: within the match,
 *   their places counted from its beginning. Not asked about what is final.
 */
export function editAll(
  edited: Edited,
  pattern: RegExp,
  change: (match: RegExpExecArray) => Change,
  origin: typeof NEW | typeof FINAL = NEW,
): Edited {
  const { text } = edited;
  if (!mayMatch(pattern, text)) return edited;
  const replacements: Replacement[] = [];
  // Not `matchAll()`: that makes a copy of the pattern each time, and most patterns match nothing.
  for (let searchFrom = 0; ;) {
    pattern.lastIndex = searchFrom;
    const match = pattern.exec(text);
    if (match === null) break;
    const [whole] = match;
    const from = match.index;
    const to = from + whole.length;
    // Nothing is put where nothing was.
    if (whole === '') {
      searchFrom = to + ((text.codePointAt(to) ?? 0) > 0xff_ff ? 2 : 1);
      continue;
    }
    searchFrom = to;
    if (isFinal(edited, from, to)) continue;
    const instead = change(match);
    if (instead === undefined || instead === whole) continue;
    if (typeof instead === 'string') replacements.push({ from, to, text: instead });
    else
      for (const part of instead)
        replacements.push({ from: from + part.from, to: from + part.to, text: part.text });
  }
  return edit(edited, replacements, origin);
}

/** Takes away what stands around a part of each match: `group` stays as it is. */
export function keepGroup(edited: Edited, pattern: RegExp, group = 1): Edited {
  return editAll(edited, pattern, (match) => {
    const [whole] = match;
    const kept = match[group] ?? '';
    const span = match.indices?.[group];
    const from = span === undefined ? whole.length : span[0] - match.index;
    return [
      { from: 0, to: from, text: '' },
      { from: from + kept.length, to: whole.length, text: '' },
    ];
  });
}

function isFinal({ origins }: Edited, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (origins[at] === FINAL) return true;
  return false;
}

/** @returns points where the written text and this one run in step; rising in both. */
export function mapOf(
  { text, origins }: Edited,
  writtenLength: number,
): readonly { readonly written: number; readonly spoken: number }[] {
  const map = [{ written: 0, spoken: 0 }];
  const add = (written: number, spoken: number) => {
    const last = map.at(-1);
    if (last?.written !== written || last.spoken !== spoken) map.push({ written, spoken });
  };
  for (let at = 0; at < origins.length; at++) {
    const origin = origins[at] ?? NEW;
    if (origin < 0) continue;
    const before = origins[at - 1] ?? NEW;
    if (before !== origin - 1 || at === 0) add(origin, at);
    if (origins[at + 1] !== origin + 1) add(origin + 1, at + 1);
  }
  add(writtenLength, text.length);
  return map;
}
