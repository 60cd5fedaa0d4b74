/** What of a reply reached the listeners, in the model's own words. */
import type { ClipProgress } from '../ports.ts';
import { joinWritten, type SpokenPiece } from './spoken-piece.ts';

/** A piece on its way to the ear. */
export interface HeardPiece extends Pick<SpokenPiece, 'written' | 'spoken' | 'map'> {
  /** Where in its clip it sounds; undefined where it has none. */
  readonly sound?: { readonly fromMs: number; readonly toMs: number } | undefined;
}

/**
 * Pieces that were played to their end count whole; of the one that was cut, the share of its time
 * gives a place in what was said, the map takes it back to what was written, and there it is rounded
 * down to a word. Pieces with nothing to say count once everything before them was heard.
 *
 * @param progress of the pieces that sound, in their order.
 */
export function heardText(
  pieces: readonly HeardPiece[],
  progress: readonly ClipProgress[],
): string {
  let heard = '';
  let silent = '';
  let clip = 0;
  for (const piece of pieces) {
    if (piece.sound === undefined) {
      if (piece.spoken === '') silent = joinWritten(silent, piece.written);
      continue;
    }
    const played = progress[clip];
    clip += 1;
    if (played === undefined || played.playedMs === 0) break;
    const isWhole = played.playedMs >= Math.min(played.durationMs, piece.sound.toMs);
    const written = isWhole ? piece.written : beginningOf(piece, piece.sound, played.playedMs);
    if (written !== '') heard = joinWritten(joinWritten(heard, silent), written);
    silent = '';
  }
  const isAllHeard = progress
    .slice(0, clip)
    .every(({ playedMs, durationMs }) => playedMs >= durationMs);
  const isLast = clip > 0 && progress.length >= clip && isAllHeard;
  return isLast ? joinWritten(heard, silent) : heard;
}

function beginningOf(
  { written, spoken, map }: HeardPiece,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  playedMs: number,
): string {
  const share = Math.max(0, Math.min(1, (playedMs - fromMs) / Math.max(1, toMs - fromMs)));
  return wholeWords(written, writtenAt(Math.floor(share * spoken.length), written, spoken, map));
}

/** Where in the written text it stands that so many characters were said. */
function writtenAt(said: number, written: string, spoken: string, map: SpokenPiece['map']): number {
  const at = map.findLastIndex((point) => point.spoken <= said);
  const from = map[at] ?? { written: 0, spoken: 0 };
  const to = map[at + 1] ?? { written: written.length, spoken: spoken.length };
  const isSame = written.slice(from.written, to.written) === spoken.slice(from.spoken, to.spoken);
  // A number and its words: neither is known to have been said before all of it was.
  return isSame ? from.written + (said - from.spoken) : from.written;
}

function wholeWords(text: string, upTo: number): string {
  if (upTo >= text.length) return text;
  const isBetweenWords = /\s/u.test(text[upTo] ?? '');
  const head = text.slice(0, upTo);
  return (isBetweenWords ? head : head.replace(/\S+$/u, '')).trimEnd();
}
