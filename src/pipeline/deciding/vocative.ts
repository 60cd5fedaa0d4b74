/** Whether a name in a sentence calls somebody, or talks about them. Pure. */
import type { Word } from '../words.ts';
import {
  BEFORE_CALLED,
  CALLS,
  INVITE_ASK,
  MISHEARD_OPENERS,
  OPENERS,
  ORDINARY,
  REQUESTS,
} from './address-words.ts';
import { asksAt, asksOutrightAt, isRequest, opensAsking, plainlyAsksAt } from './asking.ts';
import type { NameCandidate } from './name-candidates.ts';
import { isApposition, isAskedBack, isStopHeardAsPast, isTalkAbout } from './talk-about.ts';
import { isWholeBefore } from './whole-clause.ts';

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
  return found.isExact && isInvited(words, found) ? elsewhere : undefined;
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
  const { from, to, isExact } = found;
  const isSetOff = words[to - 1]?.isBeforeBreak === true;
  // "I'm Parley." is somebody who says so; "I'm Parley, where's Rome?" was "Um".
  if (start.isMisheard && !(isSetOff && isRequest(words[to]?.text))) return false;
  if (!isExact) return isSoundCalledFirst(words, found, isSetOff);
  // Will and Hope are people, too: "Will it rain?"
  const isWord = words
    .slice(from, to)
    .every(({ text }) => ORDINARY.has(text) || REQUESTS.has(text));
  if (isSetOff) return !isApposition(words, from, to) && !isAskedBack(words, to);
  return !isWord && (CALLS.has(words[from - 1]?.text ?? '') || !isTalkAbout(words, to));
}

/** What only sounds like the name is it where something is asked of it, or where it stands alone. */
function isSoundCalledFirst(
  words: readonly Word[],
  { from, to, isShort, nearness }: NameCandidate,
  isSetOff: boolean,
): boolean {
  const heard = words.slice(from, to).map(({ text }) => text);
  const isSentence = words[to - 1]?.isSentenceEnd === true;
  if (heard.some((word) => ORDINARY.has(word))) {
    if (isShort || isSentence || heard.some((word) => OPENERS.has(word))) return false;
    return (nearness === 'near' || isSetOff) && asksOutrightAt(words, to);
  }
  if (nearness === 'farthest') return isSetOff && !isSentence && asksOutrightAt(words, to);
  if (isStopHeardAsPast(words, to)) return true;
  if (isShort && nearness === 'far') return isSetOff && plainlyAsksAt(words, to);
  if (isSentence && nearness !== 'near') return false;
  if (to === words.length) return true;
  return asksAt(words, to) && (isSetOff || !isTalkAbout(words, to));
}

function isCalledLast(words: readonly Word[], found: NameCandidate): boolean {
  const { from, to, isExact, isShort, nearness } = found;
  const isAfterBreak = words[from]?.isAfterBreak === true;
  const { isBeforeBreak = false, isSentenceEnd = false } = words[to - 1] ?? {};
  if (isExact) {
    if (isAfterBreak && isBeforeBreak) return true;
    // "Can you tell us Parley how tall it is?"
    const isMiddle = isBeforeBreak || opensQuestion(words[to]?.text);
    return isMiddle && !isCommonNoun(words, from) && isWholeBefore(words, from);
  }
  if (!isSentenceEnd || words.slice(from, to).some(({ text }) => ORDINARY.has(text))) return false;
  if (isAfterBreak) return !isShort || nearness === 'near';
  const before = words[from - 1]?.text ?? '';
  return nearness === 'near' && !isShort && BEFORE_CALLED.has(before);
}

function opensQuestion(word: string | undefined): boolean {
  return word !== undefined && /^(?:what|where|who|when|why|how|which|if|whether)s?$/u.test(word);
}

/** "I am a chat bot.": written small where other words are not, after an article. */
function isCommonNoun(words: readonly Word[], from: number): boolean {
  const isSmall = /^\p{Ll}/u.test(words[from]?.heard ?? '');
  if (!isSmall || !words.some(({ heard }) => /^\p{Lu}/u.test(heard))) return false;
  return /^(?:an?|the|this|that)$/u.test(words[from - 2]?.text ?? '');
}

/** "Let's ask Parley", "Could Parley tell us a joke?" are for it; "I asked Parley" is about it. */
function isInvited(words: readonly Word[], { from, to }: NameCandidate): boolean {
  const before = words[from - 1];
  if (before?.text === 'ask')
    return before.isAfterBreak || INVITE_ASK.has(words[from - 2]?.text ?? '');
  if (!/^(?:can|could|would|will)$/u.test(before?.text ?? '')) return false;
  return opensAsking(words, from - 1) && asksForUs(words, to);
}

/** "tell us", "explain": what somebody wants to be done, not what is asked about the name. */
function asksForUs(words: readonly Word[], at: number): boolean {
  const verb = words[words[at]?.text === 'please' ? at + 1 : at]?.text ?? '';
  if (/^(?:explain|translate|repeat|summari[sz]e|calculate|describe)$/u.test(verb)) return true;
  const object = words.slice(at + 1, at + 3).some(({ text }) => /^(?:us|me)$/u.test(text));
  return object && REQUESTS.has(verb);
}
