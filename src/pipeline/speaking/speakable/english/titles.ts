/** What stands beside names: titles, saints, streets, companies. */
import { editAll, type Edited } from '../edited.ts';
import { guRegex } from './regex.ts';
import { endsSentence } from './stops.ts';

/** Before a name; their full stop ends no sentence. */
const TITLES: Readonly<Record<string, string>> = {
  Dr: 'Doctor',
  Mr: 'Mister',
  Mrs: 'Missus',
  Ms: 'Miz',
  Prof: 'Professor',
  Gen: 'General',
  Col: 'Colonel',
  Maj: 'Major',
  Capt: 'Captain',
  Lt: 'Lieutenant',
  Sgt: 'Sergeant',
  Cpl: 'Corporal',
  Rev: 'Reverend',
  Sen: 'Senator',
  Rep: 'Representative',
  Gov: 'Governor',
  Pres: 'President',
  St: 'Saint',
  Mt: 'Mount',
  Ft: 'Fort',
};

/** Behind a name; their full stop may end the sentence too. */
const STREETS: Readonly<Record<string, string>> = {
  St: 'Street',
  Ave: 'Avenue',
  Rd: 'Road',
  Blvd: 'Boulevard',
  Dr: 'Drive',
  Ln: 'Lane',
  Hwy: 'Highway',
  Pkwy: 'Parkway',
  Sq: 'Square',
};
const BEHIND: Readonly<Record<string, string>> = {
  Jr: 'Junior',
  Sr: 'Senior',
  Inc: 'Incorporated',
  Ltd: 'Limited',
  Corp: 'Corporation',
  Co: 'Company',
  Bros: 'Brothers',
};

/** Any of them: nothing else has to be looked at. */
export const TITLE = new RegExp(
  String.raw`\b(?:${[TITLES, STREETS, BEHIND].flatMap(Object.keys).join('|')})\.`,
  'u',
);

const NAME = String.raw`(?:\p{Lu}[\p{L}'’]{1,30}|\d{1,3}(?:st|nd|rd|th))`;

export function readTitles(text: Edited): Edited {
  const street = guRegex`(?<=(?<![\p{L}\d])${NAME}\s)(${Object.keys(STREETS).join('|')})\.(?=\s+\p{Ll}|\s+\d|[,;:)]|["'”’]*\s*$|\s+\p{Lu}\p{Ll}*\b)`;
  let read = editAll(text, street, (match) => {
    const [whole, word = ''] = match;
    const { index, input } = match;
    const isBeforeName = /^\s+\p{Lu}/u.test(
      input.slice(index + whole.length, index + whole.length + 3),
    );
    // "St. Louis", "Ask Dr. Who": a name behind it makes it a saint or a doctor.
    const isStreet = word !== 'Dr' && (endsSentence(match) || isOnWall(match));
    if (isBeforeName && !isStreet) return undefined;
    return `${STREETS[word] ?? word}${endsSentence(match) ? '.' : ''}`;
  });
  read = editAll(
    read,
    guRegex`(?<![\p{L}\d])(${Object.keys(TITLES).join('|')})\.(?=\s+(?:and\s+|&\s+)?\p{Lu}|/\p{Lu})`,
    ([, title = '']) => TITLES[title],
  );
  return editAll(
    read,
    guRegex`(?<=(?:\p{Lu}[\p{L}'’.-]{0,30},?|\band|&)\s)(${Object.keys(BEHIND).join('|')})\.(?!\p{L})`,
    (match) => `${BEHIND[match[1] ?? ''] ?? ''}${endsSentence(match) ? '.' : ''}`,
  );
}

/** "Wall St. Journal" */
function isOnWall({ index, input }: RegExpExecArray): boolean {
  return input.slice(Math.max(0, index - 5), index) === 'Wall ';
}
