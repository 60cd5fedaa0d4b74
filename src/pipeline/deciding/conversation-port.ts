/** What the rest of the bot sees of one guild's conversation. */
import type { Mouth } from '../ports.ts';
import type { TurnRecord } from '../timeline.ts';
import type { PcmFrame, Speaker, SpeechClip } from '../types.ts';

export interface AskOptions {
  /** Say the answer aloud too, if a mouth is attached. */
  readonly aloud: boolean;
}

/** When Parley answers to what is said aloud. `auto`: alone with one person always, else when it is addressed. */
export type Addressing = 'auto' | 'name' | 'always' | 'never';

export interface ConversationSettings {
  readonly addressing: Addressing;
  /** What it is called; matched by sound as well, since recognisers mishear names. At least one. */
  readonly wakeNames: readonly string[];
}

export type ConversationState = 'idle' | 'listening' | 'thinking' | 'speaking';

/** One guild's conversation: one history, one turn at a time, at most one mouth. */
export interface Conversation extends AsyncDisposable {
  readonly state: ConversationState;
  /** The last turns, oldest first (bounded). */
  readonly turns: readonly TurnRecord[];
  /** What the model is told about where it is; changes when Parley moves. */
  place(place: { readonly guildName: string; readonly channelName?: string }): void;
  /** From now on; before the first call: `auto`, "Parley". */
  configure(settings: ConversationSettings): void;
  /** The people in the voice channel, bots left out: whether it has to be named depends on them. */
  people(present: readonly Speaker[]): void;
  /** They muted themselves, or were muted: what they were saying is whole. */
  muted(speakerId: string): void;
  /** Gives the conversation a mouth until `detach()`; what is being said then is aborted. */
  attach(mouth: Mouth): void;
  detach(reason: string): void;
  /**
   * Listens to one speaker until their frames end (a half-said utterance then ends cleanly) or
   * `signal` aborts (it is dropped). Never rejects because of an engine: faults are logged.
   */
  listen(speaker: Speaker, frames: AsyncIterable<PcmFrame>, signal: AbortSignal): Promise<void>;
  /**
   * Answers a typed question: yields the reply's text deltas as the model writes them.
   * @throws {LlmError} when no language model answers; `signal.reason` once aborted.
   */
  ask(
    speaker: Speaker,
    text: string,
    options: AskOptions,
    signal: AbortSignal,
  ): AsyncIterable<string>;
  /**
   * Plays a sound that belongs to no turn. An answer that begins meanwhile ends it, and so does `stop()`.
   * @returns false, having done nothing, without a mouth and while anybody speaks.
   */
  play(clip: SpeechClip): boolean;
  /** Silence now: aborts the reply, spoken or being thought about. @returns whether there was one. */
  stop(): boolean;
  /** Forgets the history (and aborts the reply). */
  reset(): void;
  /** Forgets what that person said, and what was answered to it. */
  forget(speakerId: string): void;
}
