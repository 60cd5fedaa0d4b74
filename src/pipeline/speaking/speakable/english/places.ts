/** Where something is: "40.7° N", "40°26′46″N", "I-5 N". */
import { editAll, type Edited } from '../edited.ts';
import { cardinal, FREE, minusWord, NUMBER } from './numbers.ts';
import { guRegex } from './regex.ts';

const COMPASS: Readonly<Record<string, string>> = {
  N: 'north',
  S: 'south',
  E: 'east',
  W: 'west',
};

export function readPlaces(text: Edited): Edited {
  const read = editAll(
    text,
    guRegex`${FREE}([-−]?)(${NUMBER})°(?:\s?(\d{1,2})[′'’](?:\s?(\d{1,2}(?:\.\d+)?)[″"”])?)?\s?([NSEW])(?![\p{L}\d])`,
    ([, minus, degrees = '', minutes, seconds, side = '']) =>
      [
        `${minusWord(minus)}${cardinal(degrees)} degrees`,
        ...(minutes === undefined ? [] : [`${cardinal(minutes)} minutes`]),
        ...(seconds === undefined ? [] : [`${cardinal(seconds)} seconds`]),
        COMPASS[side] ?? side,
      ].join(' '),
  );
  // "I-5 N".
  return editAll(
    read,
    /(?<=\b(?:I|US|Route|Hwy|Highway)[ -]\d{1,3} )[NSEW](?![\p{L}\d])/gu,
    ([side]) => COMPASS[side],
  );
}
