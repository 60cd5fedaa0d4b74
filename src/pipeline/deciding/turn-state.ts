/** What turn-taking knows, what it is told, and what it wants done. */
import type { EndOfTurn } from '../timeline.ts';
import type { Speaker } from '../types.ts';
import type { ConversationSettings } from './conversation-port.ts';
import type { Habits } from './habits.ts';

/** Something said or typed that wants an answer. */
export interface Question {
  readonly turnId: string;
  readonly speakerId: string;
  readonly text: string;
  /** Typed questions are answered one by one (their text is being written already). */
  readonly typed: boolean;
}

/** One stretch of speech of one person, pauses included, until it is answered or left alone. */
export interface Utterance {
  readonly turnId: string;
  readonly speakerId: string;
  readonly startedAtMs: number;
  isVoiced: boolean;
  /** When the present stretch of voice was noticed. */
  voicedSinceMs: number;
  /** Recognitions asked for within the present stretch of voice. */
  earlyTakes: number;
  lastVoicedAtMs: number;
  /** When the last stretch was noticed to be over. */
  offsetAtMs: number;
  silentMs: number;
  /** Recognitions asked for so far; only the newest one's answer counts. */
  take: number;
  /** What the newest recognition gave. */
  transcript:
    | { readonly text: string; readonly reason?: string; readonly isEcho: boolean }
    | undefined;
  /** The turn model's newest answer in this pause. */
  finishedProbability: number | undefined;
  /** Times the turn model was asked in this pause. */
  judgments: number;
  /** It has not answered to the last of them yet. */
  isBeingJudged: boolean;
  /** Replies begun on it before it was over. */
  speculations: number;
  /** Their turn has ended; only the transcript is waited for. */
  overAtMs: number | undefined;
  /** It is spoken over a reply, and how that was judged so far. */
  overlap: Overlap | undefined;
  /** It ended a reply that was meant for its speaker. */
  hasInterrupted: boolean;
}

interface Overlap {
  readonly replyId: number;
  /** `none`: the reply took no notice (an echo is expected, or it began before the reply). */
  readonly how: 'paused' | 'lowered' | 'none';
  /** Recognitions in this stretch of voice, and those of them that found nothing to stop for. */
  answers: number;
  harmless: number;
  /** The reply was let go on. */
  isOver: boolean;
}

export interface Reply {
  readonly replyId: number;
  readonly questions: readonly Question[];
  /**
   * `thinking`: being written and synthesised. `ready`: its first sound waits to be let out.
   * `speaking`: let out.
   */
  status: 'thinking' | 'ready' | 'speaking';
  /** The utterance that it guesses to be over; undefined once that is certain. */
  guessOf: string | undefined;
  readyAtMs: number;
  /** When it was let out. */
  releasedAtMs: number;
  isPaused: boolean;
  isLowered: boolean;
}

export interface LastReply {
  readonly replyId: number;
  readonly toSpeakerIds: readonly string[];
  readonly endedAtMs: number;
  readonly heardText: string;
}

interface LastVoice {
  readonly speakerId: string;
  readonly atMs: number;
}

export interface TurnTakingState {
  readonly nowMs: number;
  readonly settings: ConversationSettings;
  /** The people in the channel, as far as it was told. */
  readonly people: readonly Speaker[];
  /** Whether anything can be said aloud. */
  readonly hasMouth: boolean;
  /** Whether there is a turn model to ask, on a machine that keeps up well enough to ask it. */
  readonly hasTurnDetector: boolean;
  /** How much longer the silence is that ends a turn: more than 1 where the machine does not keep up. */
  readonly endpointFactor: number;
  /** Not dealt with yet, oldest first; at most one of a person is not over. */
  readonly utterances: readonly Utterance[];
  readonly reply: Reply | undefined;
  /** To be answered next, in order. */
  readonly waiting: readonly Question[];
  readonly habits: ReadonlyMap<string, Habits>;
  /** Whose voice fell silent last, and when: their pause may be between two sentences. */
  readonly lastVoice: LastVoice | undefined;
  /** The newest to each person that was heard, the oldest first. */
  readonly lastReplies: readonly LastReply[];
  readonly lastReplyId: number;
}

export type TurnTakingEvent = { readonly atMs: number } & (
  | { readonly type: 'tick' }
  | { readonly type: 'settings'; readonly settings: ConversationSettings }
  | {
      readonly type: 'load';
      readonly endpointFactor: number;
      readonly hasTurnDetector: boolean;
    }
  | { readonly type: 'people'; readonly people: readonly Speaker[] }
  | { readonly type: 'mouth'; readonly isThere: boolean; readonly reason: string }
  /** `turnId` is taken if an utterance begins with it. */
  | {
      readonly type: 'onset';
      readonly speakerId: string;
      readonly turnId: string;
      readonly startedAtMs: number;
    }
  | { readonly type: 'offset'; readonly speakerId: string; readonly lastVoicedAtMs: number }
  | { readonly type: 'hush'; readonly speakerId: string; readonly silentMs: number }
  | { readonly type: 'end'; readonly speakerId: string }
  /** They must not be heard any more: nothing they said counts, unless it is being answered. */
  | { readonly type: 'dropped'; readonly speakerId: string; readonly reason: string }
  | {
      readonly type: 'recognised';
      readonly turnId: string;
      readonly take: number;
      readonly text: string;
      /** Why there is no text. */
      readonly reason?: string;
      /** Parley's own voice came back. */
      readonly isEcho: boolean;
      /** Whether the provider has room for a reply that may be thrown away. */
      readonly maySpeculate: boolean;
    }
  /** `finishedProbability` is undefined where the turn model failed. */
  | {
      readonly type: 'judged';
      readonly turnId: string;
      readonly take: number;
      readonly finishedProbability: number | undefined;
    }
  | { readonly type: 'typed'; readonly question: Question }
  /** The first sound of the reply is there. */
  | { readonly type: 'reply-ready'; readonly replyId: number }
  /** Nothing more of it will happen; also reported, late, by replies that were aborted. */
  | {
      readonly type: 'reply-end';
      readonly replyId: number;
      readonly toSpeakerIds: readonly string[];
      /** `''`: nothing was heard of it. */
      readonly heardText: string;
    }
  /** Silence now, and nothing more about what was asked: /stop, /reset, leaving, shutting down. */
  | { readonly type: 'stop'; readonly reason: string }
);

export type TurnTakingEffect =
  | {
      readonly type: 'open-turn';
      readonly turnId: string;
      readonly speakerId: string;
      readonly startedAtMs: number;
    }
  | {
      readonly type: 'recognise';
      readonly turnId: string;
      readonly speakerId: string;
      readonly take: number;
    }
  | {
      readonly type: 'judge';
      readonly turnId: string;
      readonly speakerId: string;
      readonly take: number;
    }
  /** The utterance is over: its sound is not needed any more. */
  | {
      readonly type: 'end-turn';
      readonly turnId: string;
      readonly speakerId: string;
      readonly lastVoicedAtMs: number;
      readonly end: EndOfTurn;
    }
  /** Begins to think; no sound until it is released. */
  | {
      readonly type: 'start-reply';
      readonly replyId: number;
      readonly questions: readonly Question[];
      readonly isGuess: boolean;
    }
  /** What it answers was certainly said. */
  | {
      readonly type: 'confirm-reply';
      readonly replyId: number;
      readonly questions: readonly Question[];
    }
  | { readonly type: 'release-reply'; readonly replyId: number }
  | {
      readonly type: 'pause-reply' | 'lower-reply';
      readonly replyId: number;
      readonly speakerId: string;
    }
  | {
      readonly type: 'resume-reply';
      readonly replyId: number;
      readonly speakerId: string;
      readonly verdict: string;
    }
  | { readonly type: 'abort-reply'; readonly replyId: number; readonly reason: AbortReason }
  /** `isTalk`: words that Parley was not meant by: context for later. */
  | {
      readonly type: 'leave-alone';
      readonly turnId: string;
      readonly reason: string;
      readonly isTalk: boolean;
    };

export type AbortReason =
  | { readonly kind: 'barge-in'; readonly speakerId: string; readonly verdict: string }
  /** The asker went on, or somebody else asked the same: answered together by the next reply. */
  | { readonly kind: 'joined' }
  /** A guess that turned out wrong; its question is asked anew. */
  | { readonly kind: 'discarded' }
  | { readonly kind: 'stop'; readonly reason: string };

/** A state that one step may change, and what it wants done. */
export interface Draft {
  nowMs: number;
  settings: ConversationSettings;
  people: readonly Speaker[];
  hasMouth: boolean;
  hasTurnDetector: boolean;
  endpointFactor: number;
  utterances: Utterance[];
  reply: Reply | undefined;
  waiting: Question[];
  habits: ReadonlyMap<string, Habits>;
  lastVoice: LastVoice | undefined;
  lastReplies: readonly LastReply[];
  lastReplyId: number;
  readonly effects: TurnTakingEffect[];
}

export function initialState(hasTurnDetector: boolean): TurnTakingState {
  return {
    nowMs: 0,
    settings: { addressing: 'auto', wakeNames: ['Parley'] },
    people: [],
    hasMouth: false,
    hasTurnDetector,
    endpointFactor: 1,
    utterances: [],
    reply: undefined,
    waiting: [],
    habits: new Map(),
    lastVoice: undefined,
    lastReplies: [],
    lastReplyId: 0,
  };
}

export function openUtterance(draft: Draft, speakerId: string): Utterance | undefined {
  return draft.utterances.find((u) => u.speakerId === speakerId && u.overAtMs === undefined);
}

/** @param speakerId whom it was for; anybody, unless told. */
export function lastReplyTo(
  { lastReplies }: Pick<TurnTakingState, 'lastReplies'>,
  speakerId?: string,
): LastReply | undefined {
  return lastReplies.findLast(
    ({ toSpeakerIds }) => speakerId === undefined || toSpeakerIds.includes(speakerId),
  );
}
