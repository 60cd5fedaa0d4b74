/** Whether a name in a sentence calls somebody, or talks about them. Pure. */
import type { Word } from '../words.ts';
import {
  ABOUT,
  BEFORE_CALLED,
  CALLS,
  INVITE_ASK,
  MISHEARD_OPENERS,
  OPENERS,
  ORDINARY,
  PLAIN_REQUESTS,
  REQUESTS,
  SUBJECTS,
  TAKE_OBJECTS,
} from './address-words.ts';
import type { NameCandidate } from './name-candidates.ts';

export type CalledAt = 'start' | 'end' | 'middle';

/** Openers before a name: "okay, so, um, hey, Parley". */
const MAX_OPENERS = 4;

/** @returns whether a name that begins at `from`, of `count` words at most, could call at all. */
export function mayBeCalled(words: readonly Word[], from: number, count: number): boolean {
  if (clauseStart(words, from) !== undefined) return true;
  return words.slice(from, from + count).some((word) => word.isBeforeBreak);
}

/** Where the words call somebody by that name; undefined where they talk about them. */
export function calledAt(words: readonly Word[], found: NameCandidate): CalledAt | undefined {
  const { from, to } = found;
  const elsewhere = to === words.length ? 'end' : 'middle';
  const start = clauseStart(words, from);
  if (start !== undefined) {
    if (isCalledFirst(words, found, start)) return from === start.openers ? 'start' : elsewhere;
  } else if (isCalledLast(words, found)) return elsewhere;
  return found.isExact && isInvited(words, from) ? elsewhere : undefined;
}

interface ClauseStart {
  /** Words before the name that only open the address. */
  readonly openers: number;
  readonly isMisheard: boolean;
}

/** @returns undefined when more than openers stands before the name in its clause. */
function clauseStart(words: readonly Word[], from: number): ClauseStart | undefined {
  let isMisheard = false;
  for (let openers = 0; openers <= MAX_OPENERS; openers += 1) {
    const first = words[from - openers];
    const before = words[from - openers - 1];
    if (first === undefined || before === undefined || first.isSentenceStart)
      return { openers, isMisheard };
    if (MISHEARD_OPENERS.has(before.text) && before.isSentenceStart) isMisheard = true;
    else if (!OPENERS.has(before.text))
      return first.isAfterBreak ? { openers, isMisheard } : undefined;
  }
  return undefined;
}

function isCalledFirst(words: readonly Word[], found: NameCandidate, start: ClauseStart): boolean {
  const { from, to, isExact, isShort, nearness } = found;
  const isSetOff = words[to - 1]?.isBeforeBreak === true;
  const next = words[to]?.text;
  // "I'm Parley." is somebody who says so; "I'm Parley, where's Rome?" was "Um".
  if (start.isMisheard && !(isSetOff && isRequest(next))) return false;
  const heard = words.slice(from, to).map(({ text }) => text);
  if (isExact) {
    // Will and Hope are people, too: "Will it rain?"
    const isWord = heard.every((word) => ORDINARY.has(word) || REQUESTS.has(word));
    const isGreeted = CALLS.has(words[from - 1]?.text ?? '');
    return isSetOff || (!isWord && (isGreeted || !isTalkAbout(words, to)));
  }
  if (heard.some((word) => ORDINARY.has(word))) {
    const isOpener = heard.some((word) => OPENERS.has(word));
    return !isShort && !isOpener && nearness === 'near' && isPlainRequest(next);
  }
  if (isStopHeardAsPast(words, to)) return true;
  if (isShort && nearness === 'far') return isSetOff && isPlainRequest(next);
  if (words[to - 1]?.isSentenceEnd === true) return nearness === 'near';
  return isSetOff || (isRequest(next) && !isTalkAbout(words, to));
}

function isCalledLast(words: readonly Word[], found: NameCandidate): boolean {
  const { from, to, isExact, isShort, nearness } = found;
  const isAfterBreak = words[from]?.isAfterBreak === true;
  const { isBeforeBreak = false, isSentenceEnd = false } = words[to - 1] ?? {};
  const before = words[from - 1]?.text ?? '';
  if (isExact && !TAKE_OBJECTS.has(before) && !isCommonNoun(words, from)) {
    // "I have a question Friday, who was Napoleon?"
    if (isSentenceEnd || (isBeforeBreak && isPlainRequest(words[to]?.text))) return true;
  }
  if (isExact) return isAfterBreak && isBeforeBreak;
  if (!isSentenceEnd || words.slice(from, to).some(({ text }) => ORDINARY.has(text))) return false;
  if (isAfterBreak) return !isShort || nearness === 'near';
  return nearness === 'near' && !isShort && BEFORE_CALLED.has(before);
}

/** "I am a chat bot.": written small where other words are not, after an article. */
function isCommonNoun(words: readonly Word[], from: number): boolean {
  const isSmall = /^\p{Ll}/u.test(words[from]?.heard ?? '');
  if (!isSmall || !words.some(({ heard }) => /^\p{Lu}/u.test(heard))) return false;
  return /^(?:an?|the|this|that)$/u.test(words[from - 2]?.text ?? '');
}

/** "Parley said", "Parley is slow"; but "Parley, is it", "Parley can you". */
function isTalkAbout(words: readonly Word[], to: number): boolean {
  const next = words[to]?.text;
  if (next === undefined) return false;
  if (isStopHeardAsPast(words, to)) return false;
  if (!ABOUT.has(next)) return isVerbOfOthers(next);
  return !(isRequest(next) && SUBJECTS.has(words[to + 1]?.text ?? ''));
}

/** "Parley misses", "Parley answered": by its ending. */
function isVerbOfOthers(word: string): boolean {
  return word.length > 4 && /(?:[^su]s|ed)$/u.test(word) && !REQUESTS.has(word);
}

function isRequest(word: string | undefined): boolean {
  return word !== undefined && REQUESTS.has(word);
}

function isPlainRequest(word: string | undefined): boolean {
  return word !== undefined && PLAIN_REQUESTS.has(word);
}

/** "Parley, stop" comes back as "Harley stopped". */
function isStopHeardAsPast(words: readonly Word[], to: number): boolean {
  const rest = words.slice(to, to + 3).map((word) => word.text);
  return rest.length <= 2 && rest[0] === 'stopped' && (rest[1] ?? 'it') === 'it';
}

/** "Let's ask Parley" is for it; "I asked Parley" is about it. */
function isInvited(words: readonly Word[], from: number): boolean {
  const ask = words[from - 1];
  if (ask?.text !== 'ask') return false;
  return ask.isAfterBreak || INVITE_ASK.has(words[from - 2]?.text ?? '');
}
