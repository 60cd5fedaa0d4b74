/** The utterance that is open: where its sound lies, and what of it has been recognised already. */
import { unlessAborted } from '../../async/unless-aborted.ts';
import type { InferenceOptions, Stt } from '../ports.ts';
import { VOICED_DBFS } from '../../audio/level.ts';
import { ENGINE_HZ, FRAME_MS, HEARD_FRAME_SAMPLES } from '../types.ts';
import { createAhead } from './ahead.ts';
import { cutAtPauses } from './cut-at-pauses.ts';
import type { Recognition } from './ear-port.ts';
import { phantomReason } from './phantoms.ts';
import { settledPiece, textOfPiece, type SettledPiece } from './settled-piece.ts';
import type { Span, SpeechTape } from './speech-tape.ts';
import { utteranceToText } from './utterance-to-text.ts';
import { countEvidence } from './voice-evidence.ts';

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
 * A voice that fades, and this much silence: what was said may be all, and is recognised before the VAD, which
 * lets go 28–88 ms late, knows that the voice has ended. Of a synthetic voice's sentences at three levels in
 * three noises, 108, two were heard otherwise than without, one of them better; 168 recognitions were begun for
 * 120 offsets.
 */
const AHEAD_FRAMES = 40 / FRAME_MS;
/** Silence, below the voice: softer consonants might lie in what is not there yet. */
const QUIET_DB = -30;

/**
 * When a piece is needed, from its end on. In a pause they may be done, and it is asked for at once;
 * who speaks on is not done for some seconds, and others go first.
 */
const NEEDED_IN_PAUSE_MS = 500;
const NEEDED_IN_SPEECH_MS = 3000;

export class OpenSpeech {
  readonly #tape: SpeechTape;
  readonly #stt: Stt;
  readonly #signal: AbortSignal;
  readonly fromFrame: number;
  readonly #pieces: SettledPiece[] = [];
  readonly #evidence = countEvidence();
  /** Frames before this are in pieces. */
  #settled: number;
  /** What is left out of long pauses, in order. */
  #gaps: Span[] = [];
  lastVoicedFrame: number;
  /** The newest ones, behind the last voiced frame. */
  #quietFrames = 0;
  readonly #ahead;

  /** @param signal of the ear. */
  constructor(tape: SpeechTape, stt: Stt, fromFrame: number, signal: AbortSignal) {
    this.#tape = tape;
    this.#stt = stt;
    this.#signal = signal;
    this.fromFrame = fromFrame;
    this.#settled = fromFrame;
    this.lastVoicedFrame = tape.length - 1;
    this.#ahead = createAhead<string>(signal);
    tape.keepFrom(fromFrame);
  }

  get voicedMs(): number {
    return this.#evidence.voicedMs;
  }

  /** The newest frame of the tape is voiced. */
  voiced(dbfs: number): void {
    const newest = this.#tape.length - 1;
    const [from, to] = [this.lastVoicedFrame + 1 + TAIL_FRAMES, newest - LEAD_FRAMES];
    if (from < to) this.#gaps.push([from, to]);
    this.lastVoicedFrame = newest;
    this.#evidence.frame(dbfs);
    this.#quietFrames = 0;
    this.#ahead.drop();
  }

  /** The newest frame is not voiced. @param isFading they may be about to end. */
  unvoiced(dbfs: number, isFading: boolean): void {
    const isQuiet = dbfs <= Math.min(VOICED_DBFS, this.#evidence.meanDbfs + QUIET_DB);
    this.#quietFrames = isQuiet ? this.#quietFrames + 1 : 0;
    // A voice that falls off more slowly is not cut short: other words come of it once in fourteen times.
    if (this.#quietFrames < this.silentFrames) this.#ahead.drop();
    else if (isFading && this.#quietFrames >= AHEAD_FRAMES) this.#recogniseAhead();
  }

  /** Behind the last voiced one. */
  get silentFrames(): number {
    return this.#tape.length - 1 - this.lastVoicedFrame;
  }

  /** The newest of them, as far as they are silent. */
  get quietFrames(): number {
    return this.#quietFrames;
  }

  windows(probabilities: readonly number[], windowMs: number): void {
    this.#evidence.windows(probabilities, windowMs);
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
    const { evidence } = this.#evidence;
    const pieces = [...this.#pieces];
    const tail = this.#tail();
    const tailAhead = this.#ahead.take(this.lastVoicedFrame);
    if (evidence.voicedMs < LEAST_VOICE_MS)
      return { text: '', reason: 'too short to be speech', evidence };
    const texts: string[] = [];
    for (const piece of pieces) {
      const again = (asking: AbortSignal) => this.#toText(piece.samples, asking, options);
      texts.push(await textOfPiece(piece, again, signal, options?.neededAtMs));
    }
    const known = tailAhead && (await unlessAborted(tailAhead, signal));
    if (tail.length > 0) texts.push(known ?? (await this.#toText(tail, signal, options)));
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

  #recogniseAhead(): void {
    if (this.#evidence.voicedMs < LEAST_VOICE_MS) return;
    this.#ahead.begin(this.lastVoicedFrame, (...how) => this.#toText(this.#tail(), ...how));
  }

  /** What is in no piece yet, and silence behind it. */
  #tail(): Float32Array {
    // What lies behind the last word and a piece's end is a breath, and recognisers make words of it.
    if (this.lastVoicedFrame < this.#settled) return new Float32Array();
    return this.#heard(this.#settled, this.lastVoicedFrame + 1 + TAIL_FRAMES);
  }

  async #toText(
    samples: Float32Array,
    signal: AbortSignal,
    options?: InferenceOptions,
  ): Promise<string> {
    return (await utteranceToText(samples, this.#stt, signal, options)).text;
  }

  #settleUntil(frame: number, neededAtMs: number): void {
    const samples = this.#heard(this.#settled, frame);
    this.#ahead.drop();
    const text = this.#toText(samples, this.#signal, { neededAtMs });
    this.#pieces.push(settledPiece(samples, neededAtMs, text));
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
}
