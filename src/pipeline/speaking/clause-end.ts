/** Where a sentence that is still long, or still being written, can be cut and spoken well. */

export interface ClauseLimits {
  readonly minWords: number;
  /** UTF-16 code units. */
  readonly minChars: number;
  /** Leading interjections count however short they are, unless this is false. */
  readonly interjections?: boolean;
}

/** A clause ends behind these when white space follows. */
const CLAUSE_MARKS = new Set(',;:—–');
/** And behind these in any case. */
const WIDE_CLAUSE_MARKS = new Set('、，；：');

/** Said before a comma and good to be heard alone ("Sure," "Well,"). */
const INTERJECTION =
  /^["'“‘*_]*(?:sure|sure thing|yes|yeah|yep|no|nope|well|okay|ok|right|all right|alright|of course|absolutely|certainly|definitely|exactly|indeed|great|good|nice|perfect|hmm|hm|oh|ah|wow|hi|hello|hey|thanks|thank you|sorry|(?:hi|hello|hey|sure|yes|thanks|sorry|well) \p{Lu}[\p{L}'’-]*)$/iu;

/** A back quote that stays open for longer opens no code. A guess. */
const CODE_CHARS = 120;

/** A piece that ends on one of these sounds broken off. */
const FUNCTION_WORDS = new Set(
  `a an the and or but nor of to in on at by for from with as is are was were be been that which who
  if than so my your his her its our their this these those very not no into about over`.split(
    /\s+/u,
  ),
);

/** Words before which a voice may pause. */
const CONNECTIVES =
  /\s(?=(?:and|but|or|because|which|who|that|so|when|while|where|if|then|though|although|until|unless|since|before|after|as)\s)/giu;

/**
 * The earliest end of a clause that can be spoken on its own.
 *
 * @param upTo marks at this index or behind it are left to the sentence ends there.
 * @returns an index just past the clause; `none`; `hold` when the next character decides.
 */
export function clauseEnd(
  text: string,
  upTo: number,
  ended: boolean,
  limits: ClauseLimits,
): number | 'none' | 'hold' {
  // A row of a table is one thing.
  if (/^\s*\|/u.test(text.slice(0, 16))) return 'none';
  let brackets = 0;
  let codeAt = -1;
  for (let at = 0; at < Math.min(upTo, text.length); at += 1) {
    const char = text[at] ?? '';
    if ('(['.includes(char)) brackets += 1;
    if (')]'.includes(char)) brackets = Math.max(0, brackets - 1);
    if (char === '`') codeAt = codeAt < 0 ? at : -1;
    const isInCode = codeAt >= 0 && at - codeAt <= CODE_CHARS;
    const isWide = WIDE_CLAUSE_MARKS.has(char);
    if (brackets > 0 || isInCode || !(isWide || CLAUSE_MARKS.has(char))) continue;
    if (!canEndOn(text.slice(0, at), limits, isWide, char)) continue;
    if (isWide || isCertain(text.slice(0, at), char, limits)) return at + 1;
    const next = /^(\s*)(\S?)/u.exec(text.slice(at + 1, at + 1 + 32));
    const [, space = '', follower = ''] = next ?? [];
    if (follower === '' && !ended && text.length < at + 1 + 32) return 'hold';
    // "May 5, 2024" and "10, 20" belong together.
    if (space !== '' && follower !== '' && !/\p{Nd}/u.test(follower)) return at + 1;
  }
  return 'none';
}

/** "Sure," in front of anything: what follows is no second figure, and no quote to be closed. */
function isCertain(head: string, mark: string, limits: ClauseLimits): boolean {
  return (
    mark === ',' &&
    limits.interjections !== false &&
    /^\s*\p{L}/u.test(head) &&
    INTERJECTION.test(head.trim())
  );
}

function canEndOn(head: string, limits: ClauseLimits, isWide: boolean, mark: string): boolean {
  const trimmed = head.trim();
  if (mark === ',' && limits.interjections !== false && INTERJECTION.test(trimmed)) return true;
  if (isWide) return trimmed.length >= limits.minWords * 2;
  const words = trimmed.split(/\s+/u);
  const last = words.at(-1)?.toLowerCase() ?? '';
  return (
    words.length >= limits.minWords &&
    trimmed.length >= limits.minChars &&
    !FUNCTION_WORDS.has(last)
  );
}

/**
 * Where to cut a text that runs on for more than `maxChars`: behind a clause mark, before a
 * connective, at a space that parts no phrase, at any space, or, with none, at `maxChars`.
 *
 * @param text longer than `maxChars`.
 */
export function runOnCut(text: string, maxChars: number): number {
  const head = text.slice(0, maxChars);
  const least = Math.floor(maxChars * 0.4);
  const lineEnd = head.lastIndexOf('\n') + 1;
  if (lineEnd >= least) return lineEnd;
  const candidates = [
    lastMatchEnd(head, /[,;:—–](?=\s)["'”’]?|[、，；：]/gu),
    lastMatchEnd(head, CONNECTIVES),
    lastSpace(head, partsNoPhrase),
  ];
  const found = candidates.find((end) => end >= least) ?? lastSpace(head, () => true);
  const cut = beforeConstruct(head, found, least);
  if (cut > 0) return cut;
  // Never between the halves of one character.
  return /[\uD800-\uDBFF]$/.test(head) ? maxChars - 1 : maxChars;
}

/** Not inside of code or of a link's text: before it, where that leaves at least `least`. */
function beforeConstruct(head: string, cut: number, least: number): number {
  let codeAt = -1;
  let linkAt = -1;
  for (let at = 0; at < cut; at += 1) {
    const char = head[at];
    if (char === '`') codeAt = codeAt < 0 ? at : -1;
    if (codeAt < 0 && char === '[') linkAt = at;
    if (char === ']') linkAt = -1;
  }
  const openAt = codeAt < 0 ? linkAt : codeAt;
  return openAt >= least && cut - openAt <= CODE_CHARS ? openAt : cut;
}

function lastMatchEnd(text: string, pattern: RegExp): number {
  let end = 0;
  for (const match of text.matchAll(pattern)) end = match.index + match[0].length;
  return end;
}

/** Past the last white space of `head` that `accepts` the text before it; 0 for none. */
function lastSpace(head: string, accepts: (before: string) => boolean): number {
  for (let at = head.length - 1; at >= 0; at -= 1) {
    if (/\s/u.test(head[at] ?? '') && accepts(head.slice(Math.max(0, at - 8), at))) return at + 1;
  }
  return 0;
}

/** @param before at least the last eight characters before a space. */
export function partsNoPhrase(before: string): boolean {
  const word = /[^\s]*$/u.exec(before)?.[0] ?? '';
  // "Dr.", "3", "$5" belong to what follows.
  return !FUNCTION_WORDS.has(word.toLowerCase()) && !/\.$|^\p{Sc}?[\p{Nd}.,]+$/u.test(word);
}
