/** Whether words are for other people in the channel, though Parley has just spoken. Pure. */
import { wordsIn, type Word } from '../words.ts';
import { OPENERS } from './address-words.ts';
import { opensAsking } from './asking.ts';
import { nicknamesOf } from './nicknames.ts';
import { calledExactly, findWakeName } from './wake-name.ts';

/** Said to several people with "you", and Parley is one. */
const TO_PEOPLE =
  /\b(?:you (?:guys|two|three|both|all|lot)|yall|both of you|all of you|ihr (?:beiden|zwei|alle)|vous (?:deux|tous)|ustedes|vosotros)\b/u;

const GROUPS = /^(?:guys|everyone|everybody|folks|people|gang|team|leute|chicos|jungs)$/u;
/** "What do you think guys?" */
const BEFORE_GROUP =
  /^(?:think|now|up|morning|evening|night|thanks|you|please|bye|hey|hi|hello|right|ok|okay|there|sorry|on|later|tonight)$/u;

/** What one calls a person, hardly a bot. */
const FAMILIAR =
  /^(?:man|dude|bro|mate|buddy|pal|girl|sis|honey|babe|darling|dear|mom|mum|mommy|dad|daddy|sir|maam)$/u;
const KIN = /^(?:honey|babe|darling|mom|mum|mommy|dad|daddy|sis)$/u;

/** Nobody is called by one letter. */
const MIN_NAME_CHARS = 2;

/** @param names of the other people present, as they are displayed. */
export function isForOthers(text: string, names: readonly string[]): boolean {
  const words = wordsIn(text);
  if (TO_PEOPLE.test(words.map((word) => word.text).join(' '))) return true;
  if (words.some((_, at) => callsGroup(words, at) || callsFamiliar(words, at))) return true;
  // A display name is often more than what people say: "Charlie [EU]", "xX_Ben_Xx".
  const parts = names.flatMap((name) => [name, ...name.split(/[^\p{L}\p{M}'’]+/u)]);
  const called = parts.filter((part) => Array.from(part).length >= MIN_NAME_CHARS);
  if (called.length === 0) return false;
  return findWakeName(text, called, []) !== undefined || calledExactly(text, nicknamesOf(parts));
}

/** "Guys, what now?", "Hey guys what now", "Listen up, everyone." */
function callsGroup(words: readonly Word[], at: number): boolean {
  const word = words[at];
  if (word === undefined || !GROUPS.test(word.text)) return false;
  const before = words[at - 1]?.text ?? '';
  if (word.isBeforeBreak)
    return isFirst(words, at) || word.isAfterBreak || BEFORE_GROUP.test(before);
  return /^(?:hey|hi|hello)$/u.test(before) && word.text !== 'people';
}

function isFirst(words: readonly Word[], at: number): boolean {
  let from = at;
  while (
    from > 0 &&
    words[from]?.isAfterBreak === false &&
    OPENERS.has(words[from - 1]?.text ?? '')
  )
    from -= 1;
  return words[from]?.isAfterBreak === true;
}

/** "It says Paris, man." is for people; "Tell me more, man." is an order to whoever speaks. */
function callsFamiliar(words: readonly Word[], at: number): boolean {
  const word = words[at];
  if (word === undefined || !FAMILIAR.test(word.text) || !word.isBeforeBreak) return false;
  // "Oh man, that's a lot."
  if (!word.isAfterBreak || (word.isSentenceStart && !KIN.test(word.text))) return false;
  if (KIN.test(word.text)) return true;
  let from = at - 1;
  while (from > 0 && words[from]?.isSentenceStart === false) from -= 1;
  while (from < at && OPENERS.has(words[from]?.text ?? '')) from += 1;
  return from < at && !opensAsking(words, from);
}

/**
 * Talk about what Parley said, by what people say to each other and not to an assistant: "See? I told
 * you so.", "It says Paris.", "Parley said". Pure.
 */
export function isTalkBetween(text: string): boolean {
  const words = wordsIn(text);
  let from = 0;
  while (from < words.length && isAside(words[from]?.text ?? '')) from += 1;
  const said = words
    .slice(from)
    .map((word) => word.text)
    .join(' ');
  const isAsked = /[?？]["'”’)]*\s*$/u.test(text);
  return (isAsked ? ASKED_BETWEEN : BETWEEN).test(said);
}

function isAside(word: string): boolean {
  return (
    (OPENERS.has(word) && word !== 'you') ||
    /^(?:see|man|dude|wow|lol|haha|ha|look|bro|mate|buddy|guys)$/u.test(word)
  );
}

const HEARD_IT = String.raw`(?:did|have) (?:you|he|she|they) (?:hear|see|heard|seen) (?:that|it|this|what (?:it|he|she) said)\b|(?:remember|you know) when (?:we|you|i)\b|you hear(?:d)? that\b`;
const ASKED_BETWEEN = new RegExp(`^(?:${HEARD_IT})`, 'u');
const BETWEEN = new RegExp(
  String.raw`^(?:${HEARD_IT}|(?:(?:i|we) )?told (?:you|ya|him|her|them)\b|you (?:see|so)$|you (?:owe|lost|won|win|lose)\b|it (?:just )?(?:says|said|thinks|thought|told (?:me|us))\b|(?:he|she|(?:the|that|this) (?:bot|thing)) (?:just )?(?:says|said|thinks|knows|answered|told|is (?:right|wrong|so)|got it)\b|(?:i|we) (?:said|knew) (?:so|it|that)\b|so (?:i|we) (?:was|were) right\b|(?:i|we) (?:win|won|lost|lose)\b|pay up\b)`,
  'u',
);
