/** Figures that are said one by one or in groups: addresses, versions, numbers of rooms and errors. */
import { editAll, type Edited } from '../edited.ts';
import { matches } from '../prefilter/may-match.ts';
import { cardinal, digitsOf, inPairs, modelNumber, year } from './numbers.ts';
import { guRegex } from './regex.ts';

/** What has versions with more than one figure behind the point, "3.12". */
const VERSIONED =
  'version|Version|v|patch|Patch|update|Update|release|build|Python|Java|Node|PHP|Ruby|Go|Rust|Perl|Lua|Swift|Kotlin|Minecraft|Terraria|Factorio|iOS|iPadOS|macOS|Android|Windows|Ubuntu|Debian|Fedora|kernel|Kernel|Linux|CUDA|Unity|Unreal|Godot|Blender|Chrome|Firefox|Docker|Kubernetes|Django|React|Vue|TypeScript|Postgres|PostgreSQL|MySQL';

/** Numbers behind them are said as "four oh four". */
const NUMBERED =
  '[Ee]rror(?: code)?|HTTP|[Ss]tatus(?: code)?|[Rr]oom|[Ff]light(?: [A-Z]{2})?|[Rr]oute|[Hh]ighway|[Ii]nterstate|[Bb]us|[Pp]ort|Boeing|Airbus|Xbox|Porsche|Peugeot|[Aa]rea|[A-Z]{2,4}(?<!\\b(?:AND|THE|FOR|USD|EUR|GBP|ALL|TOP))';

export function readCodes(text: Edited): Edited {
  if (!matches(/\d/u, text.text)) return text;
  let read = editAll(
    text,
    /(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?:\/(\d{1,2}))?(?::(\d{2,5}))?(?!\d|\.\d)/gu,
    ([, address = '', mask, port]) =>
      [
        address.split('.').map(inPairs).join(' dot '),
        ...(mask === undefined ? [] : ['slash', cardinal(mask)]),
        ...(port === undefined ? [] : ['port', modelNumber(port)]),
      ].join(' '),
  );
  read = editAll(
    read,
    /(?<=\blocalhost):(\d{2,5})(?!\d)/gu,
    ([, port = '']) => ` port ${modelNumber(port)}`,
  );
  read = readVersions(read);
  read = editAll(read, /(?<=\d{3})(?: |-)?Ti\b/gu, () => ' T I');
  read = editAll(
    read,
    /(?<=\b(?:[A-Z]{2}|ZIP|[Zz]ip)(?: code)?:? )\d{5}(?:-\d{4})?(?!\d)/gu,
    ([zip]) => zip.split('-').map(digitsOf).join(', '),
  );
  read = editAll(
    read,
    guRegex`(?<=\b(?:${NUMBERED}) )([1-9]\d{2,3})(?![\d%\p{L}]|[.,:/-]\d|\s[x×])`,
    ({ 1: number = '', index, input }) => {
      // "BMW 500" may as well count: only what is no round number, or has a name before it.
      const isNamed = /\p{Ll} (?:[A-Z]{2} )?$/u.test(input.slice(Math.max(0, index - 6), index));
      const isCode = /^(?:\d0[1-9]|[1-9]\d{3})$/u.test(number);
      return isNamed || isCode ? inPairs(number) : undefined;
    },
  );
  read = editAll(
    read,
    /(?<=\bCVE-)(\d{4})-(\d{4,7})(?!\d)/gu,
    ([, of = '', number = '']) => `${year(of)}, ${modelNumber(number)}`,
  );
  read = editAll(read, /\b401\s?\(?k\b\)?/gu, () => 'four oh one K');
  read = editAll(read, /\b802\.(\d{1,2})([a-z]{0,2})\b/gu, ([, standard = '', part = '']) =>
    `eight oh two dot ${cardinal(standard)} ${part}`.trim(),
  );
  read = editAll(read, /(?<![\d/])(?:24\/7(\/365)?|9\/11)(?![\d/])/gu, ([days]) =>
    days.split('/').map(inPairs).join(' '),
  );
  // "ISBN 978-3-16-148410-0", "code: 123456".
  read = editAll(read, /(?<=\bISBN(?:-1[03])?:? )\d[\d-]{8,16}\d/gu, ([number]) =>
    number.split('-').map(digitsOf).join(', '),
  );
  read = editAll(
    read,
    /(?<=\b(?:[Cc]ode|PIN|OTP|[Pp]assword|[Pp]asscode)(?: is)?:? )\d{4,8}(?![\d%\p{L}]|[.,-]\d)/gu,
    ([number]) => digitsOf(number),
  );
  // On the radio: "10-4."
  return editAll(read, /(?<=(?:^|[.!?"“]\s?))10-4(?=[,.!?]|\s*$)/gu, () => 'ten four');
}

function readVersions(text: Edited): Edited {
  let read = editAll(
    text,
    /\b(?:v\.?|V(?=\d+\.))(?=\d)(\d+(?:\.\d+)*)(?![\p{L}\d])/gu,
    ([, version = '']) => `version ${points(version)}`,
  );
  read = editAll(read, /(?<![\d.,])\d+(?:\.\d+){2,}(?!\d|\.\d)/gu, ([version]) => points(version));
  read = editAll(
    read,
    guRegex`(?<=\b(?:${VERSIONED}) )\d{1,4}\.\d{1,3}(?![\d%]|\.\d)`,
    ([version]) => points(version),
  );
  read = editAll(
    read,
    /(?<=\bpoint [\p{Ll}-]{3,20}(?:,? (?:or|and|to)|,) )\d{1,3}\.\d{1,3}(?![\d%]|\.\d)/gu,
    ([version]) => points(version),
  );
  return editAll(
    read,
    /(?<=(?:version |point )\p{Ll}+(?:-\p{Ll}+)?)-(alpha|beta|rc|pre)[.-]?(\d{1,3})?(?![\p{L}\d])/giu,
    ([, stage = '', number]) =>
      ` ${stage.toLowerCase() === 'rc' ? 'R C' : stage}${number === undefined ? '' : ` ${cardinal(number)}`}`,
  );
}

function points(version: string): string {
  return version.split('.').map(cardinal).join(' point ');
}
