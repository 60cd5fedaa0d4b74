/** What carries a Chinese or Japanese sentence on behind a mark, where no space and no capital tells. */
import { MAX_RUN } from './characters.ts';

/** Behind a Chinese quotation: who says it. */
const SAYS = /^\p{L}{0,5}?[说說道问問喊叫答]/u;
const SAYS_CUT = /^[\p{L}\uD800-\uDBFF]*$/u;
const SAYS_CHARS = 6;
/** Behind a Japanese one: the particle that carries the sentence on (「はい。」と言った). */
const PARTICLE = /^[とってをがにのもへ]$/u;

/** "我……我不知道。", "他想了想……然后走了。" */
export function isHesitation(text: string, at: number, run: string, next: number): boolean {
  if (!/^(?:…+|\.{2,})$/u.test(run)) return false;
  const isShort = /^[^\p{L}]*\p{L}{1,4}$/u.test(text.slice(0, Math.min(at, MAX_RUN)));
  return (
    (isShort && at < MAX_RUN) || /^[然但可就而所不还也又却并と]/u.test(text.slice(next, next + 1))
  );
}

/** “你去吗？”他问。 and 「はい。」と言った。 */
export function isWideQuoteCarriedOn(
  text: string,
  at: number,
  ended: boolean,
): boolean | 'unknown' {
  if (PARTICLE.test(text[at] ?? '')) return true;
  if (!/^\s*[“「『"]/u.test(text.slice(0, MAX_RUN))) return false;
  const opening = text.slice(at, at + SAYS_CHARS);
  if (SAYS.test(opening)) return true;
  const isOpen = opening.length < SAYS_CHARS && SAYS_CUT.test(opening);
  return isOpen && !ended ? 'unknown' : false;
}
