/** The words of a transcript, for judging what was meant by it. Pure, in linear time. */

export interface Word {
  /** Lower case, without accents and apostrophes: "Don’t" -> "dont". */
  readonly text: string;
  /** As it stands in the transcript. */
  readonly heard: string;
  /** A comma, full stop or the like stands before it, or nothing at all. */
  readonly isAfterBreak: boolean;
  readonly isBeforeBreak: boolean;
  /** The mark before it ends a sentence, or nothing stands before it. */
  readonly isSentenceStart: boolean;
  /** The mark after it ends a sentence, or nothing comes after it. */
  readonly isSentenceEnd: boolean;
  /** The mark after it that ends a sentence, of several the first; `''` for none. */
  readonly mark: string;
}

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’`][\p{L}\p{M}\p{N}]+)*/gu;
const BREAK = /[,;:.!?…。，、？！()"“”«»–—\n]|\s-\s/u;
const SENTENCE_BREAK = /[.!?…。？！\n]/u;

export function wordsIn(text: string): readonly Word[] {
  const found = [...text.matchAll(WORD)];
  let at = 0;
  const gaps = found.map((match) => {
    const gap = text.slice(at, match.index);
    at = match.index + match[0].length;
    return gap;
  });
  gaps.push(text.slice(at));
  return found.map(([heard], index) => {
    const before = gaps[index] ?? '';
    const after = gaps[index + 1] ?? '';
    const isFirst = index === 0;
    const isLast = index === found.length - 1;
    return {
      text: fold(heard),
      heard,
      isAfterBreak: isFirst || BREAK.test(before),
      isBeforeBreak: isLast || BREAK.test(after),
      isSentenceStart: isFirst || SENTENCE_BREAK.test(before),
      isSentenceEnd: isLast || SENTENCE_BREAK.test(after),
      mark: SENTENCE_BREAK.exec(after)?.[0] ?? '',
    };
  });
}

/** The words alone, folded. */
export function wordsOf(text: string): readonly string[] {
  return (text.match(WORD) ?? []).map(fold);
}

/** One spelling for comparing: lower case, without accents and apostrophes. */
function fold(word: string): string {
  return word
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\p{M}'’`]/gu, '')
    .replaceAll('ß', 'ss');
}
