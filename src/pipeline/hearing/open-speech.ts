/** The utterance that is open: where its sound lies, and what of it has been recognised already. */
import { unlessAborted } from '../../async/unless-aborted.ts';
import type { InferenceOptions, Stt } from '../ports.ts';
import { ENGINE_HZ, FRAME_MS, HEARD_FRAME_SAMPLES } from '../types.ts';
import { cutAtPauses } from './cut-at-pauses.ts';
import type { Recognition, VoiceEvidence } from './ear-port.ts';
import { phantomReason } from './phantoms.ts';
import type { Span, SpeechTape } from './speech-tape.ts';
import { utteranceToText } from './utterance-to-text.ts';

/** Less voice than this is a click or a cough, not an utterance. A guess that serves well. */
const LEAST_VOICE_MS = 90;

/** Final consonants are soft, and recognisers want a little silence behind the last word. */
const TAIL_FRAMES = 200 / FRAME_MS;

/** More than this, not recognised yet, is recognised at the next pause while they go on… */
const SETTLES_FROM_FRAMES = 6000 / FRAME_MS;
/** …or, where there is none, at the quietest place, before it is longer than recognisers take. */
const SETTLES_AT_FRAMES = 11_000 / FRAME_MS;

/** A pause between phrases; shorter ones are inside words. */
const PAUSE_FRAMES = 160 / FRAME_MS;

/**
 * Sound kept of a pause before the voice goes on. With `TAIL_FRAMES` half a second of it is left:
 * recognisers lose whole phrases beside longer silence (of "we want to make it… Morgan wants to make
 * it hard", said with 1.7 s in between, the second half), and take longer for it.
 */
const LEAD_FRAMES = 300 / FRAME_MS;

/**
 * When a piece is needed, from its end on. In a pause they may be done, and it is asked for at once;
 * who speaks on is not done for some seconds, and others go first.
 */
const NEEDED_IN_PAUSE_MS = 500;
const NEEDED_IN_SPEECH_MS = 3000;

/** Asked for so much sooner than it was to be needed, a piece that waits is asked for once more. */
const WORTH_ASKING_AGAIN_MS = 600;

interface Piece {
  readonly samples: Float32Array;
  /** Clock ms. */
  readonly neededAtMs: number;
  /** Undefined where recognition failed: it is tried again when it is asked for. */
  readonly text: Promise<string | undefined>;
  isKnown: boolean;
}

export class OpenSpeech {
  readonly #tape: SpeechTape;
  readonly #stt: Stt;
  readonly #signal: AbortSignal;
  readonly fromFrame: number;
  readonly #pieces: Piece[] = [];
  /** Frames before this are in pieces. */
  #settled: number;
  /** What is left out of long pauses, in order. */
  #gaps: Span[] = [];
  lastVoicedFrame: number;
  #voicedMs = 0;
  #windows = 0;
  #probabilities = 0;
  #voicedFrames = 0;
  #energy = 0;

  /** @param signal of the ear. */
  constructor(tape: SpeechTape, stt: Stt, fromFrame: number, signal: AbortSignal) {
    this.#tape = tape;
    this.#stt = stt;
    this.#signal = signal;
    this.fromFrame = fromFrame;
    this.#settled = fromFrame;
    this.lastVoicedFrame = tape.length - 1;
    tape.keepFrom(fromFrame);
  }

  get voicedMs(): number {
    return this.#voicedMs;
  }

  /** The newest frame of the tape is voiced. */
  voiced(dbfs: number): void {
    const newest = this.#tape.length - 1;
    const [from, to] = [this.lastVoicedFrame + 1 + TAIL_FRAMES, newest - LEAD_FRAMES];
    if (from < to) this.#gaps.push([from, to]);
    this.lastVoicedFrame = newest;
    this.#voicedFrames += 1;
    this.#energy += 10 ** (dbfs / 10);
  }

  windows(probabilities: readonly number[], windowMs: number): void {
    for (const probability of probabilities) {
      this.#voicedMs += windowMs;
      this.#windows += 1;
      this.#probabilities += probability;
    }
  }

  /** Recognises what is long enough ago, while they go on. To be called at every frame, with its time. */
  settle(atMs: number): void {
    const now = this.#tape.length;
    // Behind the last word there may only be silence.
    if (this.lastVoicedFrame < this.#settled) return;
    const until = Math.min(now, this.lastVoicedFrame + 1 + TAIL_FRAMES);
    const left = this.#gaps.reduce((sum, [from, to]) => sum + to - from, 0);
    const frames = until - this.#settled - left;
    if (frames < SETTLES_FROM_FRAMES) return;
    if (now - 1 - this.lastVoicedFrame >= PAUSE_FRAMES)
      this.#settleUntil(until, atMs + NEEDED_IN_PAUSE_MS);
    else if (frames >= SETTLES_AT_FRAMES) {
      const from = Math.max(this.#settled, this.#gaps.at(-1)?.[1] ?? 0);
      const samples = this.#tape.copy([[from, now]]);
      const [piece] = cutAtPauses(samples, samples.length - ENGINE_HZ);
      const to = from + Math.ceil((piece?.length ?? 0) / HEARD_FRAME_SAMPLES);
      this.#settleUntil(to, atMs + NEEDED_IN_SPEECH_MS);
    }
  }

  /** @throws {EngineError}; `signal.reason` once aborted. */
  async recognise(signal: AbortSignal, options?: InferenceOptions): Promise<Recognition> {
    const evidence = this.#evidence();
    const pieces = [...this.#pieces];
    const until = this.lastVoicedFrame + 1 + TAIL_FRAMES;
    // What lies behind the last word and a piece's end is a breath, and recognisers make words of it.
    const tail =
      this.lastVoicedFrame < this.#settled ? new Float32Array() : this.#heard(this.#settled, until);
    if (evidence.voicedMs < LEAST_VOICE_MS)
      return { text: '', reason: 'too short to be speech', evidence };
    const texts: string[] = [];
    for (const piece of pieces) texts.push(await this.#textOf(piece, signal, options));
    if (tail.length > 0) texts.push((await utteranceToText(tail, this.#stt, signal, options)).text);
    signal.throwIfAborted();
    const lastPiece = {
      text: texts.at(-1) ?? '',
      samples: tail.length > 0 ? tail : (pieces.at(-1)?.samples ?? tail),
    };
    const text = texts
      .map((part) => part.trim())
      .filter(Boolean)
      .join(' ');
    const reason = text === '' ? 'no words in it' : phantomReason(text, evidence);
    return reason === undefined ? { text, evidence, lastPiece } : { text: '', reason, evidence };
  }

  /** What was to be needed later is needed now: whichever recognition of it is done first counts. */
  async #textOf(piece: Piece, signal: AbortSignal, options?: InferenceOptions): Promise<string> {
    const { samples, text, isKnown, neededAtMs } = piece;
    const again = async (asking: AbortSignal) =>
      (await utteranceToText(samples, this.#stt, asking, options)).text;
    const isInTime = neededAtMs - (options?.neededAtMs ?? Infinity) <= WORTH_ASKING_AGAIN_MS;
    if (isKnown || isInTime) return (await unlessAborted(text, signal)) ?? (await again(signal));
    const over = new AbortController();
    const second = again(AbortSignal.any([signal, over.signal]));
    const either = async () => (await text) ?? (await second);
    try {
      return await unlessAborted(Promise.any([second, either()]), signal);
    } catch (error) {
      throw error instanceof AggregateError ? error.errors[0] : error;
    } finally {
      over.abort(new Error('Its words are known'));
    }
  }

  #settleUntil(frame: number, neededAtMs: number): void {
    const samples = this.#heard(this.#settled, frame);
    const options = { neededAtMs };
    const text = utteranceToText(samples, this.#stt, this.#signal, options).then(
      (transcript) => transcript.text,
      () => undefined,
    );
    const piece: Piece = { samples, neededAtMs, text, isKnown: false };
    void text.then(() => {
      piece.isKnown = true;
    });
    this.#pieces.push(piece);
    this.#settled = frame;
    this.#gaps = [];
    this.#tape.keepFrom(frame);
  }

  /**
   * The sound from frame `from` to before `to`, long pauses made shorter. What is not there yet is taken
   * for silence, and need not be waited for.
   */
  #heard(from: number, to: number): Float32Array {
    const starts = [from, ...this.#gaps.map(([, gapEnd]) => gapEnd)];
    const ends = [...this.#gaps.map(([gapStart]) => gapStart), to];
    const spans = starts.map((start, at): Span => [Math.max(from, start), ends[at] ?? to]);
    return this.#tape.copy(spans, Math.max(0, to - this.#tape.length));
  }

  #evidence(): VoiceEvidence {
    return {
      voicedMs: Math.round(this.#voicedMs),
      meanDbfs: 10 * Math.log10(this.#energy / Math.max(1, this.#voicedFrames) + 1e-10),
      meanProbability: this.#probabilities / Math.max(1, this.#windows),
    };
  }
}
