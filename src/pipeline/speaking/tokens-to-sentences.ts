/**
 * Pipeline stage: the language model's text deltas in, whole sentences out.
 *
 * A sentence leaves as soon as its end is certain, which costs the first character behind it: "3."
 * may become "3.14". Where the text is cut depends on the text alone, never on how it came in pieces.
 */
import { abortable } from '../../async/abortable.ts';
import { Cutter } from './cutter.ts';

/** Only bounds the memory: no sentence is this long. UTF-16 code units. */
const SENTENCE_MAX_CHARS = 5000;

/** Cuts where sentences, list items, headings and blocks end. */
export function createSentenceCutter(): Cutter {
  return new Cutter(() => ({ maxChars: SENTENCE_MAX_CHARS }));
}

/**
 * Cuts a reply into its sentences, list items and headings while it is still being written.
 *
 * @param tokens text deltas in order, split anywhere, even inside a word.
 * @yields trimmed, non-empty; joined they are the text but for white space.
 * @throws `signal.reason` once aborted, and the unfinished rest is dropped; an error of `tokens` unchanged.
 */
export async function* tokensToSentences(
  tokens: AsyncIterable<string>,
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  const cutter = createSentenceCutter();
  for await (const token of abortable(tokens, signal)) {
    for (const piece of cutter.add(token)) yield piece.written;
  }
  for (const piece of cutter.end()) yield piece.written;
}
