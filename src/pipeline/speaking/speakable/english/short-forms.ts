/** Abbreviations, titles and signs between words. */
import { editAll, type Edited } from '../edited.ts';

/** Before a name or in the middle of a sentence; their full stop ends none. */
const TITLES: Readonly<Record<string, string>> = {
  Dr: 'Doctor',
  Mr: 'Mister',
  Mrs: 'Missus',
  Ms: 'Miz',
  Prof: 'Professor',
  Gen: 'General',
  Capt: 'Captain',
  Lt: 'Lieutenant',
  Sgt: 'Sergeant',
  Rev: 'Reverend',
  Sen: 'Senator',
  Gov: 'Governor',
  Mt: 'Mount',
  Ft: 'Fort',
};

/** Where the full stop may also end the sentence, it stays. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\be\.\s?g\.,?/giu, 'for example,'],
  [/\bi\.\s?e\.,?/giu, 'that is,'],
  [/\bvs?\.(?=\s)/gu, 'versus'],
  [/\bapprox\.(?=\s)/giu, 'approximately'],
  [/\bca?\.(?=\s?\d)/gu, 'about'],
  [/\bmax\.(?=\s)/giu, 'maximum'],
  [/\bmin\.(?=\s\p{Ll})/giu, 'minimum'],
  [/\bincl\.(?=\s)/giu, 'including'],
  [/\bDept\.(?=\s)/gu, 'Department'],
  [/\best\.(?=\s\d)/gu, 'established'],
  [/\bw\/o(?=\s)/gu, 'without'],
  [/\bw\/\s?(?=\p{L})/gu, 'with '],
  [/\band\/or\b/giu, 'and or'],
  [/\bR&D\b/gu, 'R and D'],
  [/\bQ&A\b/gu, 'Q and A'],
  [/(?<=\s|^)&(?=\s|$)/gu, 'and'],
  [/(?<=[\p{L}\p{N}])&(?=[\p{L}\p{N}])/gu, ' and '],
  [/[™©®]/gu, ''],
  [/\bTCP\/IP\b/gu, 'TCP IP'],
  [
    /(?<=(?<![\p{L}\p{N}/._-])\p{L}{2,24})\s?\/\s?(?=\p{L}{2,24}(?![\p{L}\p{N}/_-]|\.\p{L}))/gu,
    ' or ',
  ],
  [/\b401\(k\)/gu, 'four oh one K'],
  [/(?<=\s)\/(?=\s)/gu, 'or'],
  [/(?<=\s|^)@(?=[\p{L}\d_])/gu, 'at '],
  [/(?<=\s|^)#(?=\p{L})/gu, 'hashtag '],
  [/§\s?/gu, 'section '],
  [/(?<=\p{L})\+\+/gu, ' plus plus'],
  [/\bC#/gu, 'C sharp'],
  [/∞/gu, 'infinity'],
  [/π/gu, 'pi'],
  [/\u2044/gu, '/'],
];

const STREET = /(?<=\b\p{Lu}\p{L}+\s)St\.(?=\s+\p{Ll}|,)/gu;
const SAINT = /\bSt\.(?=\s\p{Lu})/gu;
const ET_CETERA = /\betc\.(\.\.)?/gu;

export function readShortForms(text: Edited): Edited {
  let read = editAll(text, ET_CETERA, ({ 0: whole, index, input }) => {
    const behind = input.slice(index + whole.length);
    return /^["'”’)]*(?:\s+\p{Lu}|\s*$)/u.test(behind) ? 'et cetera.' : 'et cetera';
  });
  read = editAll(
    read,
    /\b(Dr|Mr|Mrs|Ms|Prof|Gen|Capt|Lt|Sgt|Rev|Sen|Gov|Mt|Ft)\.(?=\s+(?:and\s+)?\p{Lu})/gu,
    ([, title = '']) => TITLES[title],
  );
  read = editAll(read, STREET, () => 'Street');
  read = editAll(read, SAINT, () => 'Saint');
  read = editAll(read, /\b(Jr|Sr)\.(?=\s+\p{Ll}|,)/gu, ([, word = '']) =>
    word === 'Jr' ? 'Junior' : 'Senior',
  );
  read = editAll(
    read,
    /\b(Inc|Ltd|Corp|Co)\.(?=\s+\p{Ll}|,)/gu,
    ([, word = '']) => COMPANIES[word],
  );
  read = editAll(read, /\b((?:\p{Lu}\.){2,})(?=\s+\p{Ll}|,)/gu, ([, letters = '']) =>
    letters.replaceAll('.', ' ').trim(),
  );
  for (const [pattern, words] of WORDS) read = editAll(read, pattern, () => words);
  return read;
}

const COMPANIES: Readonly<Record<string, string>> = {
  Inc: 'Incorporated',
  Ltd: 'Limited',
  Corp: 'Corporation',
  Co: 'Company',
};
