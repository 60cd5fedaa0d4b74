/** Whether a transcript stayed the same. */
import { wordsOf } from '../words.ts';

/** Pure. @returns whether they are equal but for case, accents, punctuation and white space. */
export function isSameWords(a: string, b: string): boolean {
  return a === b || wordsOf(a).join('') === wordsOf(b).join('');
}
