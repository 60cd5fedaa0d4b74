/** How long a voice is silent between two pieces: what a reader would leave at the same mark. */
import type { SpokenPiece } from './spoken-piece.ts';

/** Between the sentences of a conversation; whoever reads a book aloud leaves about twice as much. */
const SENTENCE_MS = 220;
/** Behind "Sure!" and the like, which lean on what follows. */
const SHORT_SENTENCE_MS = 120;
const SHORT_SENTENCE_CHARS = 12;
/** A colon or a semicolon. */
const HALF_STOP_MS = 150;
const COMMA_MS = 80;
/** Inside of a clause: what two words have between them. */
const RUN_ON_MS = 20;

const CLOSERS = /["'”’“»›)\]」』】\s]*$/u;

/** @returns 0 where nothing comes any more. */
export function pauseAfterMs(piece: Pick<SpokenPiece, 'spoken' | 'endsWith'>): number {
  const text = piece.spoken.replace(CLOSERS, '');
  if (piece.endsWith === 'run-on') return RUN_ON_MS;
  if (/[;:；：]$/u.test(text)) return HALF_STOP_MS;
  if (/[,、，—–-]$/u.test(text)) return COMMA_MS;
  return text.length <= SHORT_SENTENCE_CHARS ? SHORT_SENTENCE_MS : SENTENCE_MS;
}
