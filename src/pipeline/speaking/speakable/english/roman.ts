/** Roman numerals, only where they cannot be letters. */
import { editAll, type Edited } from '../edited.ts';
import { guRegex } from './regex.ts';
import { cardinal, ordinal, romanNumber } from './numbers.ts';

const RULERS =
  'Henry|Louis|Charles|George|Edward|William|Elizabeth|James|Richard|Napoleon|Pope \\p{Lu}\\p{L}+|King \\p{Lu}\\p{L}+|Queen \\p{Lu}\\p{L}+|Tsar \\p{Lu}\\p{L}+|Emperor \\p{Lu}\\p{L}+|John Paul|Benedict|Pius|Leo|Gregory|Philip|Frederick|Wilhelm|Alexander|Catherine|Mary|Nicholas|Ivan|Peter|Ramses|Ramesses|Darius|Xerxes';
const PARTS =
  'World War|Chapter|Part|Act|Scene|Volume|Book|Section|Phase|Super Bowl|Rocky|Type|Title|Article|Appendix|Episode|Level|Stage|Class|Category|Table|Figure|Final Fantasy|Civilization|Henry|Apollo|Saturn|Mark';

/** "I" may also be who speaks: behind it must come an end, or what no sentence of the first person goes on with. */
const NO_PERSON = String.raw`(?=[.,;:!?)”"'’]|\s*$|\s(?:of|and|is|was|were|in|to|or|at|for|by|the|ruled|reigned|became|died|began|ended|diabetes)\b)`;
const NUMERAL = String.raw`((?!I\b)[IVXL]{1,7}|I${NO_PERSON})`;

export function readRoman(text: Edited): Edited {
  // "Vol. II": what is short before it is read along with the figure.
  let read = editAll(
    text,
    /(?<=\b(?:Vol|vol|Ch|ch|Pt|pt|No|Op|Fig)\. )[IVXL]{1,7}(?![\p{L}\d])/gu,
    ([numeral]) => romanNumber(numeral)?.toString(),
  );
  read = editAll(
    read,
    guRegex`\b(${RULERS}) ${NUMERAL}(?![\p{L}\d.]\p{L}|[\p{L}\d])`,
    ([, name = '', number = '']) => {
      const value = romanNumber(number);
      return value === undefined ? undefined : `${name} the ${ordinal(String(value))}`;
    },
  );
  read = editAll(
    read,
    guRegex`\b(?:(World War) ([IVX]{1,4})|(${PARTS}) ${NUMERAL})(?![\p{L}\d.]\p{L}|[\p{L}\d])`,
    ([, war, which, name, number]) => {
      const value = romanNumber(which ?? number ?? '');
      return value === undefined ? undefined : `${war ?? name} ${cardinal(String(value))}`;
    },
  );
  return editAll(
    read,
    /\b([IVX]{1,6}) (century|Century|centuries|dynasty)\b/gu,
    ([, number = '', of = '']) => {
      const value = romanNumber(number);
      return value === undefined ? undefined : `${ordinal(String(value))} ${of}`;
    },
  );
}
