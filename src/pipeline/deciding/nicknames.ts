/** Short and pet forms of the names of people present: "Benny" for Ben, "Chris" for Christopher. Pure. */
import { ORDINARY } from './address-words.ts';
import { wordsOf } from '../words.ts';

/** Shorter ones begin too many words. */
const LEAST_CHARS = 3;
/** So much is kept of a name, at least, and so much is left out. */
const LEAST_LEFT_OUT = 2;
const MOST_CHARS = 24;
const ENDINGS = ['y', 'ie', 'i', 'o', 's', 'er'];

/** @returns folded; none of them an ordinary word. */
export function nicknamesOf(names: readonly string[]): readonly string[] {
  return [...new Set(names.flatMap(wordsOf).flatMap(formsOf))].filter(
    (form) => !ORDINARY.has(form),
  );
}

function formsOf(name: string): readonly string[] {
  const chars = Array.from(name.slice(0, MOST_CHARS));
  if (chars.length < LEAST_CHARS || !/^\p{L}+$/u.test(name)) return [];
  const forms: string[] = [];
  for (let length = LEAST_CHARS; length <= chars.length; length += 1) {
    const start = chars.slice(0, length).join('');
    const isWhole = length === chars.length;
    if (!isWhole && chars.length - length >= LEAST_LEFT_OUT) forms.push(start);
    const last = chars[length - 1] ?? '';
    if (/[aeiouy]/u.test(last) || (!isWhole && length > LEAST_CHARS)) continue;
    for (const ending of ENDINGS) forms.push(start + ending, start + last + ending);
  }
  return forms;
}
