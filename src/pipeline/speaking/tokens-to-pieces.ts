/**
 * Pipeline stage: the language model's text deltas in, pieces for the synthesiser out.
 *
 * A piece is decided on when it is asked for, which is when the synthesiser is free: until then there
 * is more to choose from.
 */
import { abortable } from '../../async/abortable.ts';
import type { Clock } from '../../async/clock.ts';
import { createGate } from '../../async/gate.ts';
import { openOrLater } from '../../async/open-or-later.ts';
import { ReplyText } from './reply-text.ts';
import type { Speakable } from './speakable/speakable.ts';
import type { MeasuredPace } from './speech-pace.ts';
import type { SpokenPiece } from './spoken-piece.ts';

export interface PieceParts {
  readonly tokens: AsyncIterable<string>;
  readonly speakable: Speakable;
  readonly pace: MeasuredPace;
  readonly clock: Clock;
  /** How long the ear has enough; undefined while there was no sound at all. */
  readonly unplayedMs: () => number | undefined;
  /** Whether the sound of what is written so is at hand. */
  readonly isRemembered?: ((written: string) => boolean) | undefined;
}

/** A piece, and whether text follows it as far as is known. */
export interface PieceInTurn extends SpokenPiece {
  readonly goesOn: boolean;
}

/** Text that may wait to be said: more than any reply has, and still a bound. */
const WAITING_MOST_CHARS = 8192;

/**
 * Cuts a reply into pieces for a voice: the first clause early, then as much at a time as the sound
 * that is not played yet leaves time for.
 *
 * @yields none longer than about 150 characters; together all of the text.
 * @throws `signal.reason` once aborted; an error of `tokens`, behind the text before it.
 */
export async function* tokensToPieces(
  { tokens, speakable, pace, clock, unplayedMs, isRemembered }: PieceParts,
  signal: AbortSignal,
): AsyncGenerator<PieceInTurn, void, undefined> {
  const text = new ReplyText(speakable);
  const reading = new AbortController();
  const readSignal = AbortSignal.any([signal, reading.signal]);
  /** Open when more was written, or when there is room for more. */
  const more = createGate();
  const room = createGate();
  let failure: { readonly error: unknown } | undefined;
  let firstAtMs: number | undefined;

  const read = async () => {
    const writing = pace.writing();
    try {
      for await (const token of abortable(tokens, readSignal)) {
        writing.wrote(token.length, clock.nowMs());
        text.write(token);
        if (token.trim() !== '') firstAtMs ??= clock.nowMs();
        more.open();
        if (text.size > WAITING_MOST_CHARS) room.close();
        await room.passed(readSignal);
      }
    } catch (error) {
      failure = { error };
    }
    text.end();
    more.open();
  };
  void read();

  try {
    while (true) {
      signal.throwIfAborted();
      more.close();
      const waitedMs = firstAtMs === undefined ? 0 : clock.nowMs() - firstAtMs;
      const next = text.next({ unplayedMs: unplayedMs(), waitedMs, pace, isRemembered });
      if (text.size <= WAITING_MOST_CHARS) room.open();
      if (next.type === 'over') break;
      if (next.type === 'piece') yield { ...next.piece, goesOn: text.goesOn };
      else await openOrLater(more, next.forMs, clock, signal);
    }
    signal.throwIfAborted();
    if (failure !== undefined) throw failure.error;
  } finally {
    reading.abort(new Error('Nobody reads on'));
  }
}
