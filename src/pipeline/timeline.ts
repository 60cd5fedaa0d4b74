/** The record that every turn leaves: all metrics, displays and benches read it. */

/** Monotonic clock ms of each step; a step that did not happen is absent. */
export interface TurnMarks {
  readonly speechStartedAtMs?: number;
  readonly lastVoicedAtMs?: number;
  readonly endpointAtMs?: number;
  readonly sttStartedAtMs?: number;
  readonly sttEndedAtMs?: number;
  readonly llmRequestedAtMs?: number;
  readonly firstTokenAtMs?: number;
  readonly lastTokenAtMs?: number;
  /** The chunker let the first piece go. */
  readonly firstClauseAtMs?: number;
  /** The first clip came out of synthesis. */
  readonly firstPcmAtMs?: number;
  /** The first frame was handed to the socket. */
  readonly firstPacketAtMs?: number;
  readonly endedAtMs?: number;
}

/** One sentence's way from the chunker to the ear, clock ms. */
export interface SentenceSpan {
  readonly text: string;
  readonly chunkedAtMs: number;
  readonly synthesisStartedAtMs?: number;
  readonly synthesisEndedAtMs?: number;
  readonly playStartedAtMs?: number;
  readonly playEndedAtMs?: number;
}

export type TurnOutcome =
  | { readonly status: 'answered' }
  /** `reason`: barge-in, stop, left, reset, shutdown. */
  | { readonly status: 'aborted'; readonly reason: string }
  | { readonly status: 'failed'; readonly reason: string }
  /** Deliberately not answered: nothing recognised, joined to the next utterance. */
  | { readonly status: 'left-alone'; readonly reason: string };

/** What somebody said over a reply, and what became of the reply. */
export interface Interruption {
  readonly speakerId: string;
  readonly atMs: number;
  /** `lowered`: the reply went on more quietly. */
  readonly how: 'paused' | 'lowered';
  /** Absent where it ended the reply. */
  readonly resumedAtMs?: number;
  /** Why it went on or ended: "backchannel", "noise", "echo", "others talking", "told to stop", "spoken to". */
  readonly verdict: string;
}

/** How the end of the speaker's turn was found. */
export interface EndOfTurn {
  /** Silence after the last voiced frame when it was decided. */
  readonly silentMs: number;
  /** The turn model's last answer before it; absent where none came in time. */
  readonly finishedProbability?: number;
  /** Why it ended then: "finished", "waited long enough", "left or muted". */
  readonly reason: string;
}

/** Texts are personal: they go into redacted log fields only. */
export interface TurnRecord {
  readonly turnId: string;
  readonly guildId: string;
  readonly speakerId: string;
  readonly medium: 'voice' | 'text';
  /** What was recognised, or typed. */
  readonly heardText: string;
  /** What the model wrote. */
  readonly replyText: string;
  /** The part of it that left for the listeners. */
  readonly playedText: string;
  readonly marks: TurnMarks;
  readonly sentences: readonly SentenceSpan[];
  readonly underruns: number;
  /** Replies begun inside the speaker's pauses, before the turn was certainly over. */
  readonly speculations: number;
  /** Of those, the ones thrown away because they went on. */
  readonly discarded: number;
  readonly endOfTurn?: EndOfTurn;
  readonly interruptions: readonly Interruption[];
  readonly outcome: TurnOutcome;
}

/** Last voiced frame to first packet; undefined where the turn had no sound at either end. */
export function responseLatencyMs(record: TurnRecord): number | undefined {
  const { lastVoicedAtMs, firstPacketAtMs } = record.marks;
  if (lastVoicedAtMs === undefined || firstPacketAtMs === undefined) return undefined;
  return firstPacketAtMs - lastVoicedAtMs;
}
