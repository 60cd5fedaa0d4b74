/** Whether what somebody said is meant for Parley. Pure. */
import type { Speaker } from '../types.ts';
import { wordsIn } from '../words.ts';
import type { Addressing } from './conversation-port.ts';
import { findWakeName } from './wake-name.ts';

export interface AddressingInput {
  readonly text: string;
  readonly mode: Addressing;
  readonly wakeNames: readonly string[];
  readonly speaker: Speaker;
  /** The other people in the channel. */
  readonly others: readonly Speaker[];
  /** Parley's last reply, as far as it was heard. */
  readonly lastReply?: {
    readonly toSpeakerIds: readonly string[];
    readonly endedAtMs: number;
    readonly heardText: string;
  };
  /** They spoke over a reply to them. */
  readonly hasInterrupted: boolean;
  /** They have asked something and heard nothing of the answer yet. */
  readonly awaitsAnswer: boolean;
  readonly startedAtMs: number;
}

export interface Addressee {
  readonly isForParley: boolean;
  /** For the timeline: "named", "follows Parley's answer", "not addressed". */
  readonly reason: string;
}

/** Guesses: so long after an answer, people still speak to who gave it; longer if they were asked. */
const FOLLOWS_MS = 8_000;
const ASKED_MS = 15_000;

export function addressee(input: AddressingInput): Addressee {
  const { text, mode, wakeNames, others, hasInterrupted } = input;
  if (mode === 'never') return no('addressing is off');
  if (mode === 'always') return yes('always');
  const names = others.map(({ name }) => name);
  if (findWakeName(text, wakeNames, names) !== undefined) return yes('named');
  if (mode === 'auto' && others.length === 0) return yes('alone with Parley');
  if (others.length > 0 && isForSomebodyElse(text, names)) return no('named somebody else');
  const since = followsAfterMs(input);
  if (asked(input) && since <= ASKED_MS) return yes('Parley asked');
  if (input.awaitsAnswer) return yes('adds to their question');
  if (mode === 'name') return no('not addressed');
  if (hasInterrupted) return yes('interrupted Parley');
  if (since <= FOLLOWS_MS) return yes("follows Parley's answer");
  return no('not addressed');
}

/** @returns ms since Parley's last answer to that person; Infinity where there was none. */
function followsAfterMs({ lastReply, speaker, startedAtMs }: AddressingInput): number {
  if (lastReply?.toSpeakerIds.includes(speaker.id) !== true) return Number.POSITIVE_INFINITY;
  return startedAtMs - lastReply.endedAtMs;
}

function asked({ lastReply }: AddressingInput): boolean {
  return lastReply !== undefined && endsInQuestion(lastReply.heardText);
}

function endsInQuestion(text: string): boolean {
  return /[?？]["'”’)»*_]*\s*$/u.test(text.slice(-20));
}

/** Said to several people, and Parley is one. */
const TO_PEOPLE =
  /\b(?:you (?:guys|two|three|both|all|lot)|yall|both of you|all of you|guys|everyone|everybody|folks|ihr (?:beiden|zwei|alle)|leute|vous (?:deux|tous)|chicos|ustedes|vosotros)\b/u;

function isForSomebodyElse(text: string, names: readonly string[]): boolean {
  const words = wordsIn(text);
  const plain = words.map((word) => word.text).join(' ');
  if (TO_PEOPLE.test(plain)) return true;
  // A display name is often more than what people say: "Charlie [EU]", "xX_Ben_Xx".
  const parts = names.flatMap((name) => [name, ...name.split(/[^\p{L}\p{M}'’]+/u)]);
  const called = parts.filter((part) => Array.from(part).length >= MIN_NAME_CHARS);
  return called.length > 0 && findWakeName(text, called, []) !== undefined;
}

/** Nobody is called by one letter. */
const MIN_NAME_CHARS = 2;

function yes(reason: string): Addressee {
  return { isForParley: true, reason };
}

function no(reason: string): Addressee {
  return { isForParley: false, reason };
}
