/**
 * Pipeline stage: the language model's text deltas in, pieces for the synthesiser out.
 *
 * The listener waits for the first piece, so it is as short as sounds well; the others are whole
 * sentences, since a voice needs them for its melody.
 */
import { abortable } from '../../async/abortable.ts';
import type { ClauseLimits } from './clause-end.ts';
import { Cutter, type CutRule, type Piece } from './cutter.ts';
import { makeSpeakable } from './speakable.ts';

/** One piece of a reply, for the synthesiser and for the record. */
export interface SpokenPiece {
  /** As the model wrote it; joined, the pieces are the reply but for white space. */
  readonly written: string;
  /** What to synthesise; `''` when there is nothing to say (code, a rule), so leave it out. */
  readonly spoken: string;
}

/** About 10 s of speech at 15 characters a second: synthesis cannot stop inside a piece. */
const SPEECH_MAX_CHARS = 150;

/** The first piece is what the listener waits for: about 5 s of speech at most. */
const FIRST_MAX_CHARS = 80;

/** The first piece may be as short as "That is right," or an interjection. */
const FIRST_CLAUSE: ClauseLimits = { minWords: 3, minChars: 10 };

/** While little has been said there is no time to wait for a long sentence's end. */
const NEXT_CLAUSE: ClauseLimits = { minWords: 5, minChars: 25 };

/** About 4 s of speech: long enough to hide the writing and synthesis of a whole sentence. */
const HEAD_START_CHARS = 60;

/**
 * Cuts a reply into pieces for a voice: the first clause early, then whole sentences, none so long
 * that speech would starve or could not be stopped.
 *
 * @param tokens as for `tokensToSentences()`.
 * @yields `written` trimmed and non-empty; `spoken` may be empty.
 * @throws as `tokensToSentences()`.
 */
export async function* tokensToClauses(
  tokens: AsyncIterable<string>,
  signal: AbortSignal,
): AsyncGenerator<SpokenPiece, void, undefined> {
  const cutter = new Cutter(speechRule);
  for await (const token of abortable(tokens, signal)) {
    for (const piece of cutter.add(token)) yield spokenPiece(piece);
  }
  for (const piece of cutter.end()) yield spokenPiece(piece);
}

function speechRule(releasedChars: number): CutRule {
  if (releasedChars === 0) return { maxChars: FIRST_MAX_CHARS, clauses: FIRST_CLAUSE };
  if (releasedChars < HEAD_START_CHARS) return { maxChars: SPEECH_MAX_CHARS, clauses: NEXT_CLAUSE };
  return { maxChars: SPEECH_MAX_CHARS };
}

function spokenPiece({ written, isCode }: Piece): SpokenPiece {
  return { written, spoken: isCode ? '' : makeSpeakable(written) };
}
