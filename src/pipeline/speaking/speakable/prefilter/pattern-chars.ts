/** What one place of a regular expression can be: a character, a class, an escape. */
import {
  addChar,
  addOthers,
  addRange,
  type CharSet,
  charsOf,
  emptySet,
  union,
} from './char-set.ts';

/** Kelvin's sign and the long s are "k" and "s" where case is ignored. */
const FOLDED: Readonly<Record<string, string>> = { k: '\u212A', s: '\u017F' };
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v' };

const ANYTHING = emptySet();
addRange(ANYTHING, 0, 0x10_ff_ff);

/** A pattern that is being read, and how far that has come. */
export interface Parse {
  readonly source: string;
  readonly ignoresCase: boolean;
  at: number;
}

/** One character, or one of several. */
interface One {
  readonly set: CharSet;
  /** Undefined where it stands for several. */
  readonly code?: number | undefined;
}

export function charClass(parse: Parse): CharSet {
  parse.at += 1;
  const isNegated = parse.source[parse.at] === '^';
  if (isNegated) parse.at += 1;
  const sets: CharSet[] = [];
  while (parse.at < parse.source.length && parse.source[parse.at] !== ']') {
    const from = one(parse);
    const isRange = parse.source[parse.at] === '-' && parse.source[parse.at + 1] !== ']';
    if (from.code === undefined || !isRange) {
      sets.push(from.set);
      continue;
    }
    parse.at += 1;
    sets.push(range(from.code, one(parse).code ?? 0x10_ff_ff, parse.ignoresCase));
  }
  parse.at += 1;
  return isNegated ? anything() : union(sets);
}

function range(from: number, to: number, ignoresCase: boolean): CharSet {
  const set = emptySet();
  addRange(set, from, to);
  if (!ignoresCase) return set;
  for (let code = from; code <= Math.min(to, 127); code++)
    addFolded(set, String.fromCodePoint(code));
  if (to > 127) addOthers(set);
  return set;
}

export function one(parse: Parse): One {
  return parse.source[parse.at] === '\\' ? escaped(parse) : literal(parse);
}

function literal(parse: Parse): One {
  const code = parse.source.codePointAt(parse.at) ?? 0;
  parse.at += code > 0xff_ff ? 2 : 1;
  return { set: range(code, code, parse.ignoresCase), code };
}

function escaped(parse: Parse): One {
  const [whole = '\\', property, hex, simple = ''] =
    /^\\(?:[pP]\{([^}]*)\}|u\{?([\dA-Fa-f]{4,6})\}?|([\s\S]))/u.exec(
      parse.source.slice(parse.at),
    ) ?? [];
  parse.at += whole.length;
  if (property !== undefined)
    return { set: whole.startsWith('\\p') ? ofProperty(property, parse) : anything() };
  if (hex !== undefined) {
    const code = Number.parseInt(hex, 16);
    return { set: range(code, code, parse.ignoresCase), code };
  }
  if (simple === 'd') return { set: charsOf('0123456789') };
  if (simple === 's') return { set: withOthers(' \t\n\r\f\v') };
  if (simple === 'w') return { set: wordChars() };
  if (/[DSWxc0]/u.test(simple)) return { set: anything() };
  const code = (CONTROLS[simple] ?? simple).codePointAt(0) ?? 0;
  return { set: range(code, code, parse.ignoresCase), code };
}

function ofProperty(name: string, { ignoresCase }: Parse): CharSet {
  if (name === 'N' || name === 'Nd') return withOthers('0123456789');
  if (name === 'Lu' && !ignoresCase) return withOthers('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  if (name === 'Sc') return withOthers('$');
  return anything();
}

function withOthers(chars: string): CharSet {
  const set = charsOf(chars);
  addOthers(set);
  return set;
}

function wordChars(): CharSet {
  const set = withOthers('_');
  for (const [from, to] of ['09', 'AZ', 'az'])
    addRange(set, from?.codePointAt(0) ?? 0, to?.codePointAt(0) ?? 0);
  return set;
}

export function anything(): CharSet {
  return ANYTHING;
}

function addFolded(set: CharSet, char: string): void {
  const lower = char.toLowerCase();
  for (const form of [lower, char.toUpperCase(), FOLDED[lower]])
    if (form !== undefined) addChar(set, form.codePointAt(0) ?? 0);
}
