/** Cuts a text into the pieces that a voice is given when its models take no time. */
import { ReplyText } from './reply-text.ts';
import type { Speakable } from './speakable/speakable.ts';
import type { SpeechPace } from './speech-pace.ts';
import type { SpokenPiece } from './spoken-piece.ts';

/** Models that take no time. */
const INSTANT: SpeechPace = {
  synthesisMs: () => 0,
  urgentMs: () => 0,
  soundMs: () => 0,
  charsPerSecond: Infinity,
};

const NONE: readonly SpokenPiece[] = [];

/**
 * The same pieces as `tokensToPieces()` with instant models: nothing is unplayed when the first one is
 * chosen, and there is plenty of time for all others. Where the text is cut depends on the text alone,
 * never on how it came.
 */
export class TextToPieces {
  readonly #text: ReplyText;
  #hasBegun = false;

  constructor(speakable: Speakable) {
    this.#text = new ReplyText(speakable);
  }

  /** @returns what is certain with this much more of the text. */
  add(text: string): Iterable<SpokenPiece> {
    this.#text.write(text);
    const first = this.#next();
    return first === undefined ? NONE : this.#pieces(first);
  }

  /** @returns the rest. */
  end(): Iterable<SpokenPiece> {
    this.#text.end();
    return this.#pieces(this.#next());
  }

  *#pieces(first: SpokenPiece | undefined): Generator<SpokenPiece, void, undefined> {
    for (let piece = first; piece !== undefined; piece = this.#next()) yield piece;
  }

  #next(): SpokenPiece | undefined {
    const unplayedMs = this.#hasBegun ? Infinity : undefined;
    const next = this.#text.next({ unplayedMs, waitedMs: 0, pace: INSTANT });
    if (next.type !== 'piece') return undefined;
    this.#hasBegun ||= next.piece.spoken !== '';
    return next.piece;
  }
}
