/** Full stops of short forms. */
import { followsTime, isOpener } from '../../opening-words.ts';

/** No word that decides is further away; UTF-16 units. */
const FAR = 40;

/** Whether the stop of a short form ends the sentence as well: nothing follows, or a word that opens one. */
export function endsSentence({ 0: whole, index, input }: RegExpExecArray): boolean {
  const word = wordBehind(input, index + whole.length);
  return word === undefined || isOpener(word);
}

/** The same behind "p.m.", where "EST" and "Monday" follow, but no name. */
export function endsBehindTime({ 0: whole, index, input }: RegExpExecArray): boolean {
  const word = wordBehind(input, index + whole.length);
  return word === undefined || (/^\p{Lu}/u.test(word) && !followsTime(word));
}

/** @returns undefined where the text ends; '' where a mark or a figure follows. */
function wordBehind(input: string, at: number): string | undefined {
  const behind = input.slice(at, at + FAR);
  if (/^["'”’)\]]*\s*$/u.test(behind)) return undefined;
  return /^["'”’)\]]*\s+["'“‘([]*(\p{L}+)/u.exec(behind)?.[1] ?? '';
}
