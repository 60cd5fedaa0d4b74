/** Lists, as somebody would go through them aloud. */
import { editAll, type Edited } from './edited.ts';

const FIRST_WORDS: readonly string[] = [
  'First',
  'Second',
  'Third',
  'Fourth',
  'Fifth',
  'Sixth',
  'Seventh',
  'Eighth',
  'Ninth',
  'Tenth',
];

const LINE = /^[ \t]*(?:([-*+•‣▪·])|(\d{1,3})[.)])[ \t]+(\[[ xX]\][ \t]+)?/gmu;

/** @param isEnglish otherwise the numbers stay figures. */
export function readLists(text: Edited, isEnglish: boolean): Edited {
  return editAll(text, LINE, ([, , number]) => {
    if (number === undefined) return '';
    const word = isEnglish ? FIRST_WORDS[Number(number) - 1] : undefined;
    return word === undefined ? `${isEnglish ? 'Number ' : ''}${number}, ` : `${word}, `;
  });
}
