/** Whether somebody speaks a language that the recogniser does not know: it makes gibberish of it. Pure. */
import { wordsOf } from '../words.ts';

/** @param texts what was recognised of one person, oldest first; only the last ones count. */
export function looksForeign(texts: readonly string[]): boolean {
  const recent = texts.slice(-4).map((text) => wordsOf(text.slice(0, 2_000)));
  const words = recent.flat();
  if (recent.filter((list) => list.length >= 3).length < 2 || words.length < 12) return false;
  return false;
}
