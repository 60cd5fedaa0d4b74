/** What belongs to a sentence behind its mark: emoji, a smiley, a French closing quote. */
import { isOpenerBehindEmoji } from './opening-words.ts';
import { codePointAt, isBlank, isEmoji, isLoneSurrogate, MAX_RUN } from './characters.ts';

export interface SentenceTail {
  /** Past all that belongs to the sentence. */
  readonly end: number;
  /** What follows behind the white space of the line. */
  readonly nextAt: number;
  /** A quotation was closed behind a space: "« Oui. »". */
  readonly closesQuote: boolean;
}

/** Longest: ":-)" and the character behind it. */
const SMILEY = /^(?:[:;=8][-'’]?[)(\][DPpO3|/\\]|<3)(?=\s|$)/u;
const SMILEY_CUT = /^(?:[:;=8][-'’]?[)(\][DPpO3|/\\]?|<3?)$/u;
const SMILEY_CHARS = 4;
const SMILEY_OPENINGS: ReadonlySet<string> = new Set(':;=8<');

/** First words that make "I" behind an emoji a part of the same sentence, perhaps. */
const LEADS_ON =
  /^\P{L}*(?:When|Whenever|If|While|As|Because|After|Before|Although|Though|Since|Once|Until|Unless|Every|Each|The|An?|My|Your|His|Her|Our|Their|All|Any|Some|No|What|Which|Whatever|Where|On|In|At|For|With|How)\b/iu;

/** @returns undefined when more text must be seen. */
export function endOfTail(text: string, from: number, ended: boolean): SentenceTail | undefined {
  let end = from;
  let at = from;
  let closesQuote = false;
  while (at - from < MAX_RUN) {
    const char = codePointAt(text, at);
    if (char === '' || (isLoneSurrogate(char) && at + 1 === text.length)) {
      return ended ? { end, nextAt: at, closesQuote } : undefined;
    }
    if (isBlank(char)) {
      at += 1;
    } else if (isEmoji(char)) {
      at += char.length;
      end = at;
    } else if (char === '»' && at > from) {
      const next = text[at + 1] ?? '';
      if (next === '' && !ended) return undefined;
      // »So« is quoted in German.
      if (/[\p{L}\p{N}]/u.test(next)) break;
      at += 1;
      end = at;
      closesQuote = true;
    } else {
      const length = smileyLength(text, at, ended);
      if (length === undefined) return undefined;
      if (length === 0) break;
      at += length;
      end = at;
    }
  }
  return { end, nextAt: at, closesQuote };
}

function smileyLength(text: string, at: number, ended: boolean): number | undefined {
  if (!SMILEY_OPENINGS.has(text[at] ?? '')) return 0;
  const opening = text.slice(at, at + SMILEY_CHARS);
  const isWhole = ended || opening.length === SMILEY_CHARS;
  if (!isWhole && SMILEY_CUT.test(opening)) return undefined;
  return SMILEY.exec(opening)?.[0].length ?? 0;
}

/**
 * Whether a run of emoji, or a smiley, without a mark before it ends a sentence: "That is great 🎉 Let me know."
 *
 * @param at the first of the run.
 * @returns where the run ends, the index to go on at when it ends nothing, or `hold`.
 */
export function judgeEmoji(
  text: string,
  at: number,
  ended: boolean,
): { readonly end: number } | { readonly resumeAt: number } | 'hold' {
  const first = codePointAt(text, at);
  if (isLoneSurrogate(first) && at + 1 === text.length && !ended) return 'hold';
  if (!isEmoji(first) && !SMILEY_CUT.test(first)) return { resumeAt: at + 1 };
  const tail = endOfTail(text, at, ended);
  if (tail === undefined) return 'hold';
  const resumeAt = Math.max(tail.end, at + 1);
  // Two words at least: "🎉 The party" and "Hi 🎉 The" say nothing yet.
  if (!/\p{L}\s+(?:\S+\s+)?\p{L}+[^\p{L}]*$/u.test(text.slice(Math.max(0, at - MAX_RUN), at)))
    return { resumeAt };
  if (tail.nextAt === tail.end) return { resumeAt };
  const next = /^\p{Lu}[\p{L}'’]{0,12}/u.exec(text.slice(tail.nextAt, tail.nextAt + 14))?.[0] ?? '';
  if (next === '') return { resumeAt };
  if (tail.nextAt + next.length === text.length && !ended) return 'hold';
  const word = /^\p{L}+/u.exec(next)?.[0] ?? '';
  // "Thanks 🙏 I liked it.", but "When I see 🍕 I eat it." and "The pizza 🍕 I eat".
  const opens = isOpenerBehindEmoji(word) || (word === 'I' && !LEADS_ON.test(text));
  return opens ? { end: tail.end } : { resumeAt };
}
