/** What an engine must offer. Adapters live in engines/, scripted fakes in test/fakes/. */
import type { ChatMessage, SpeechClip, Transcript } from './types.ts';

/** Voice activity detection for one speaker: keeps that speaker's state between windows. */
export interface Vad {
  /** Samples that one window takes (512 at 16 kHz for Silero: 32 ms). */
  readonly windowSamples: number;
  /** Probability 0…1 that the window is speech. Windows are taken strictly in order. */
  speechProbability(window: Float32Array): Promise<number>;
  /** Forgets the speaker's state, as after a long silence. */
  reset(): void;
}

/** What an engine may know of a call beside its input. */
export interface InferenceOptions {
  /**
   * When the result is needed, clock ms: calls are served earliest deadline first. Now unless told;
   * Infinity for what may turn out to be for nothing.
   */
  readonly neededAtMs?: number;
  /** It goes on with something that is being heard: late, it would leave a gap. */
  readonly goesOn?: boolean;
  /** Called when work on it begins; again where it has to be begun anew. */
  readonly onBegun?: () => void;
}

/** Judges from the sound whether a speaker is done. */
export interface TurnDetector extends AsyncDisposable {
  /**
   * @param samples the speaker's last seconds, 16 kHz mono; at most the last 8 s are used.
   * @returns probability 0…1 that the turn is finished.
   */
  finishedProbability(
    samples: Float32Array,
    signal: AbortSignal,
    options?: InferenceOptions,
  ): Promise<number>;
}

/** Speech recognition. */
export interface Stt extends AsyncDisposable {
  /** Longest piece the engine takes in one call; longer speech is cut at its pauses. */
  readonly maxPieceMs: number;
  /**
   * @param samples 16 kHz mono.
   * @throws {EngineError}; `signal.reason` once aborted.
   */
  transcribe(
    samples: Float32Array,
    signal: AbortSignal,
    options?: InferenceOptions,
  ): Promise<Transcript>;
}

/** Speech synthesis. */
export interface Tts extends AsyncDisposable {
  /**
   * Synthesises one piece of text, in one go and off the main thread.
   * @throws {EngineError}; `signal.reason` as soon as it aborts (work already begun is abandoned).
   */
  synthesise(text: string, signal: AbortSignal, options?: InferenceOptions): Promise<SpeechClip>;
}

export interface LlmRequest {
  readonly messages: readonly ChatMessage[];
  /** Upper bound of the reply's length, in the model's tokens. */
  readonly maxTokens: number;
}

/** A language model. */
export interface Llm extends AsyncDisposable {
  /** For /status and logs. Changes when a model that is gone was replaced. */
  readonly description: LlmDescription;
  /** Which prompt suits it: the embedded stand-in strays with a long one, and adds examples of its own. */
  readonly promptStyle: 'voice' | 'last-remark';
  /** What the provider still allows, by its last answer; undefined where it does not say. */
  readonly quota?: LlmQuota | undefined;
  /**
   * Streams the reply's text deltas, reasoning left out.
   * @throws {LlmError}; `signal.reason` as soon as it aborts.
   */
  stream(request: LlmRequest, signal: AbortSignal): AsyncIterable<string>;
  /** Somebody has begun to speak: a request will follow soon. Never waits, never throws. */
  prepare?(): void;
}

/** From the provider's rate-limit headers. */
export interface LlmQuota {
  readonly requestsLeft?: number;
  readonly tokensLeft?: number;
  /** When they are counted anew, clock ms. */
  readonly resetsAtMs?: number;
}

export interface LlmDescription {
  /** "Groq", "OpenAI-compatible server at …", "embedded". */
  readonly provider: string;
  readonly model: string;
  /** What a person should know: "llama-3.1-8b-instant is gone; using openai/gpt-oss-20b". */
  readonly notice?: string;
}

/** Why a language model could not answer; the conversation turns it into one spoken sentence. */
export type LlmFailure =
  | 'unauthorised'
  | 'rate-limited'
  | 'model-gone'
  | 'unavailable'
  /** No first token inside the deadline. */
  | 'slow'
  /** The stream stopped or was cut after text had come. */
  | 'interrupted'
  | 'refused';

export class LlmError extends Error {
  override readonly name = 'LlmError';
  readonly failure: LlmFailure;

  constructor(failure: LlmFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}

/** Recognition, synthesis or a model failed; the message names the action and the state. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/**
 * The mouth of one guild: one continuous stream of sound per reply.
 * Nothing of a playback makes a sound after `abort()` returns.
 */
export interface Mouth {
  /** Opens the stream of one reply; a playback still open is aborted first. */
  open(): Playback;
}

/** One reply on its way to the listeners' ears. */
export interface Playback {
  /** Queues a clip. Resolves when less than the bound (some seconds) is waiting, so that synthesis stays ahead but not far. */
  enqueue(clip: SpeechClip, signal: AbortSignal): Promise<void>;
  /** No more clips: resolves when the last frame was sent; rejects with `signal.reason` on abort. */
  end(signal: AbortSignal): Promise<void>;
  /**
   * Silence within two frames, after a short fade; what is queued stays, and goes on being queued.
   * Idempotent; before the first frame it keeps the reply from beginning.
   */
  pause(): void;
  /**
   * Goes on from the same sample, or from the beginning of the word that the pause cut. Sound said
   * again counts once in `progress()`.
   */
  resume(): void;
  /** How loud it is from the next frame on, 0…1, reached by a short fade: 1 is as synthesised. */
  setGain(gain: number): void;
  /** Silence at once, for good. Idempotent. */
  abort(): void;
  /** How long the sound that is queued will last: 0 when the ear has run dry, or was never fed. */
  unplayedMs(): number;
  /** What was sent so far, one entry for each queued clip, in order. Exact to one frame of 20 ms. */
  progress(): readonly ClipProgress[];
  /** Times the stream ran dry between its first frame and its end while it should have been sounding. */
  readonly underruns: number;
}

export interface ClipProgress {
  readonly text: string;
  readonly durationMs: number;
  readonly playedMs: number;
  /** When its first and last frame were sent, clock ms. */
  readonly startedAtMs?: number;
  readonly endedAtMs?: number;
}
