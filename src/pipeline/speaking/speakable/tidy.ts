/** What the other steps leave behind: gaps, marks without words. */
import { editAll, type Edited } from './edited.ts';
import { matches } from './prefilter/may-match.ts';

/** One line, single spaces. */
export function flatten(text: Edited): Edited {
  return editAll(text, /\s{2,}|[^\S ]/gu, () => ' ');
}

/** Any of what is tidied. */
const UNTIDY = /[|*`^_\\~()[\]{}–—=+<>/]|\s[\s.,;:!?…]|[,.:]\s*[,.;:]|[,:][.;!?]|^[\s,;:.…-]|\s$/u;

export function tidy(text: Edited): Edited {
  let tidied = flatten(text);
  if (!matches(UNTIDY, tidied.text)) return tidied;
  // Marks that found no partner.
  tidied = editAll(tidied, /\s*\|[\s|]*/gu, ({ 0: bars, index, input }) =>
    index === 0 || index + bars.length === input.length ? '' : ', ',
  );
  tidied = editAll(tidied, /[*`^_\\]+|~~+/gu, () => '');
  // Brackets are a short pause to the ear; those with nothing in them are none.
  tidied = editAll(tidied, /[([{]\s*[)\]}]/gu, () => '');
  tidied = editAll(tidied, /\s*[([{]\s*/gu, ({ index }) => (index === 0 ? '' : ', '));
  tidied = editAll(tidied, /\s*[)\]}]\s*(?=[.,;:!?…]|$)/gu, () => '');
  tidied = editAll(tidied, /\s*[)\]}]\s*/gu, () => ', ');
  tidied = editAll(tidied, /\s+[–—]\s+|(?<=\p{L})—(?=\p{L})/gu, () => ', ');
  tidied = editAll(tidied, /\s+(?=[.,;:!?…](?:\s|$))/gu, () => '');
  tidied = editAll(tidied, /,(?:\s*,)+|,(?=[.;:!?])/gu, ([marks]) => (marks === ',' ? '' : ','));
  tidied = editAll(tidied, /\.(?:\s+\.)+|:\./gu, ([marks]) => (marks === ':.' ? ':' : '.'));
  tidied = editAll(tidied, / {2,}/gu, () => ' ');
  return editAll(tidied, /^(?:[\s,;:…–—|^*_=/\\]|[-.+~<>](?!\s?\d))+|[\s–—|^*_=/\\]+$/gu, () => '');
}

/** Whether there is anything that a voice can say. */
export function isSpeakable(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}
