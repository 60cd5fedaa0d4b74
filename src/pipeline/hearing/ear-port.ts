/** What deciding needs of one speaker's hearing: when there is voice, and what it says. */
import type { InferenceOptions } from '../ports.ts';
import type { Transcript } from '../types.ts';

/**
 * Voice activity of one speaker, in order. An utterance opens with an onset and stays open, over
 * any number of pauses, until `close()` or an `end`; only while it is open are there offsets and hushes.
 */
export type VoiceEvent =
  /** Voice begins, or goes on after an offset. */
  | {
      readonly type: 'onset';
      /** The first voiced frame, clock ms. */
      readonly startedAtMs: number;
      /** When it was noticed. */
      readonly atMs: number;
    }
  /** The first window without voice. */
  | {
      readonly type: 'offset';
      /** The last voiced frame; every delay counts from here. Clock ms. */
      readonly lastVoicedAtMs: number;
      readonly atMs: number;
      /** Speech in the utterance so far, pauses left out. */
      readonly voicedMs: number;
    }
  /** 20 ms more without voice; comes with every frame until the next onset, `close()` or end. */
  | { readonly type: 'hush'; readonly silentMs: number; readonly atMs: number }
  /**
   * The open utterance ends here, whatever the silence: they left, or muted, or it is as long as one
   * may be. Voice that goes on begins a new one with the next onset. Only while one is open.
   */
  | { readonly type: 'end'; readonly atMs: number };

/** How much there was to recognise: tells words from noise that a recogniser made words of. */
export interface VoiceEvidence {
  /** Speech by the VAD, pauses left out. */
  readonly voicedMs: number;
  /** RMS of the voiced frames. */
  readonly meanDbfs: number;
  /** Mean VAD probability of the voiced windows, 0…1. */
  readonly meanProbability: number;
}

/** A stretch of sound, and what was recognised of just that. */
export interface HeardPiece {
  readonly text: string;
  /** 16 kHz mono. */
  readonly samples: Float32Array;
}

export interface Recognition extends Transcript {
  /** `''` when there were no words in it; `reason` then says why, for the timeline. */
  readonly text: string;
  readonly reason?: string;
  readonly evidence: VoiceEvidence;
  /** The last piece of it, for whoever wants to hear it again. */
  readonly lastPiece?: HeardPiece;
}

/** One speaker's hearing, from frames to text. */
export interface Ear {
  /** One consumer. Ends with the frames; throws `signal.reason` once aborted. */
  readonly events: AsyncIterable<VoiceEvent>;
  /**
   * Recognises all of the open utterance so far, a little of the silence after it included. What was
   * settled while it was spoken is not recognised again, so a long one takes no longer than a short one.
   * After `close()` it still answers for the utterance that was open when it was called.
   * @throws {EngineError}; `signal.reason` once aborted.
   */
  recognise(signal: AbortSignal, options?: InferenceOptions): Promise<Recognition>;
  /** Whether they sound done, 0…1, from their last 8 s up to now. @throws as `recognise()`. */
  finishedProbability(signal: AbortSignal, options?: InferenceOptions): Promise<number>;
  /** The open utterance is over. */
  close(): void;
  /** They muted: as if the frames had ended, but more may follow. Gives an `end` if one is open. */
  muted(): void;
}
