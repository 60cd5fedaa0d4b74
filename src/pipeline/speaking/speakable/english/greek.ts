/** Letters and signs that have a name: "α", "π", "∞", "C#". */
import { editAll, type Edited } from '../edited.ts';

const LETTERS: readonly string[] =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega'.split(
    ' ',
  );
const FIRST_SMALL = 0x03_b1;
const FIRST_CAPITAL = 0x03_91;

const NAMES: Readonly<Record<string, string>> = {
  '∞': 'infinity',
  '∑': 'the sum of',
  '∫': 'the integral of',
  '∂': 'partial',
  '∈': 'in',
  '∉': 'not in',
  '∴': 'therefore',
  '∝': 'is proportional to',
  '∀': 'for all',
  '∃': 'there is',
  '∪': 'union',
  '∩': 'intersection',
  '∅': 'the empty set',
  '♯': 'sharp',
  '♭': 'flat',
  '←': 'from',
  µ: 'micro',
};

export function readGreek(text: Edited): Edited {
  let read = editAll(text, /(?<=\p{L})\+\+(?!\+)/gu, () => ' plus plus');
  read = editAll(read, /\b([A-G])#(?![\p{L}\d])/gu, ([, note = '']) => `${note} sharp`);
  // Words in Greek stay as they are.
  return editAll(
    read,
    /(?<!\p{Script=Greek})([\u0391-\u03A9\u03B1-\u03C9])(?!\p{Script=Greek}|\p{M})|[∞∑∫∂∈∉∴∝∀∃∪∩∅♯♭←µ]/gu,
    ({ 0: sign, 1: letter, index, input }) => {
      const name = letter === undefined ? NAMES[sign] : letterName(letter);
      if (name === undefined) return undefined;
      const before = /[\p{L}\p{N})]/u.test(input[index - 1] ?? '') ? ' ' : '';
      const after = /[\p{L}\p{N}(²³^√]/u.test(input[index + 1] ?? '') ? ' ' : '';
      return `${before}${name}${/[²³^]/u.test(input[index + 1] ?? '') ? '' : after}`;
    },
  );
}

function letterName(letter: string): string | undefined {
  const code = letter.codePointAt(0) ?? 0;
  return code >= FIRST_SMALL
    ? LETTERS[code - FIRST_SMALL]
    : // There is no capital of the final sigma.
      LETTERS.filter((name, at) => LETTERS[at - 1] !== name)[
        code - FIRST_CAPITAL - (code > 0x03_a1 ? 1 : 0)
      ];
}
