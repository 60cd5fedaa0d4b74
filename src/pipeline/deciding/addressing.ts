/** Whether what somebody said is meant for Parley. Pure. */
import type { Speaker } from '../types.ts';
import type { Addressing } from './conversation-port.ts';
import { isForOthers, isTalkBetween } from './for-others.ts';
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
  if (others.length > 0 && isForOthers(text, names)) return no('named somebody else');
  // Said about its answer, and not to it; an answer to its question may sound alike.
  const isBetween = others.length > 0 && isTalkBetween(text);
  const since = followsAfterMs(input);
  if (asked(input) && since <= ASKED_MS) return yes('Parley asked');
  if (input.awaitsAnswer) return yes('adds to their question');
  if (mode === 'name') return no('not addressed');
  if (hasInterrupted && !isBetween) return yes('interrupted Parley');
  if (since <= FOLLOWS_MS && !isBetween) return yes("follows Parley's answer");
  return no(isBetween ? 'said to the others' : 'not addressed');
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

function yes(reason: string): Addressee {
  return { isForParley: true, reason };
}

function no(reason: string): Addressee {
  return { isForParley: false, reason };
}
