/**
 * Decides what the synthesiser gets next: as much as sounds well in one go, as little as is needed to
 * keep the ear from running dry. Pure: nothing but what it is told.
 */
import type { ClauseLimits } from './clause-end.ts';
import type { CutRule, Piece } from './cutter.ts';
import { pauseAfterMs } from './pauses.ts';
import { clauseEnds, phraseEnd, spokenChars } from './phrase-end.ts';
import type { SpeechPace } from './speech-pace.ts';

/** What is written of a reply and not said yet. */
export interface Script {
  /** Sentences, list items, clauses that are certainly over, in order. */
  readonly ready: readonly Piece[];
  /** What follows them. */
  readonly held: string;
  /** No more will be written. */
  readonly ended: boolean;
}

/** How fast the models are, and how much they are to get at a time. */
export interface PiecePace extends SpeechPace {
  /** Less than 1 where others wait for the synthesiser, too: it cannot stop inside a piece. */
  readonly pieceFactor?: number | undefined;
}

export interface Situation {
  /** How long the ear has enough; undefined while there was no sound at all. */
  readonly unplayedMs: number | undefined;
  /** Since there is text. */
  readonly waitedMs: number;
  readonly pace: PiecePace;
  /** Whether the sound of what is written so is at hand, and needs no synthesis. Nothing is, unless told. */
  readonly isRemembered?: ((written: string) => boolean) | undefined;
}

export type Plan =
  /** So many of the ready ones, as one piece. */
  | { readonly type: 'say'; readonly count: number }
  /** The first ready one is cut at this index. */
  | { readonly type: 'cut'; readonly end: number }
  /** Take what the rule gives out of what is still being written; wait where it gives nothing. */
  | { readonly type: 'take'; readonly rule: CutRule; readonly orWaitMs: number }
  /** Until more was written, but no longer than that. */
  | { readonly type: 'wait'; readonly forMs: number };

/** About 10 s of speech at 15 characters a second: synthesis cannot stop inside a piece. */
export const PIECE_MAX_CHARS = 150;

/** The first piece is what the listener waits for: under 5 s of speech. */
const FIRST_MAX_CHARS = 70;

/** The first piece may be as short as "That is right," or an interjection. */
const FIRST_CLAUSE: ClauseLimits = { minWords: 3, minChars: 10 };
export const FIRST_RULE: CutRule = { maxChars: FIRST_MAX_CHARS, clauses: FIRST_CLAUSE };
export const NEXT_RULE: CutRule = { maxChars: PIECE_MAX_CHARS };

/** Then the first piece may end inside of a clause, so that a slow writer does not leave silence. */
const FIRST_PATIENCE_MS = 400;

/** And then it may be too short, so that the listener does not wait for a writer who is slower yet. */
const SHORT_FIRST_PATIENCE_MS = 800;

/** A piece that is over in a second or two is joined by its neighbour where there is time. */
const SHORT_CHARS = 60;

/** So many ready ones are looked at together. */
export const TOGETHER_MOST = 4;

/** Synthesis varies. */
const MARGIN_MS = 40;

/** A timer may be so late: what it was set for is done all the same, instead of something shorter. */
const TIMER_LATE_MS = 25;
const TIMER_EARLY_MS = 2;

/** Kept in hand while something better is waited for: a model may falter. */
const CLAUSE_RESERVE_MS = 150;
const SENTENCE_RESERVE_MS = 400;

/** A cut has to bring the sound at least so much earlier. */
const WORTH_CUTTING_MS = 60;

/** What the next piece needs at least: some words. */
export const FEW_WORDS_CHARS = 28;

/** Room for the end of a phrase. */
const SOME_WORDS_CHARS = 24;

/** A single word is drawn out: "Sure," takes a Piper voice 330 ms without the pause behind it, "Yes," 440. */
const SHORTEST_SOUND_MS = 320;

/**
 * A remembered word is held back for so long at most. Where it would have to be longer, others wait for the
 * voice, too, and what follows behind a word and a short piece would come late in its turn: twelve conversations
 * on a machine that bears four had 39 gaps instead of 4.
 */
const HELD_MOST_MS = 300;

export function planPiece(script: Script, situation: Situation): Plan {
  const { unplayedMs, pace } = situation;
  if (unplayedMs === undefined) return planFirst(script, situation);
  if (script.ready.length > 0) return planReady(script, unplayedMs, pace);
  return planHeld(script, unplayedMs, pace);
}

/**
 * The earliest clause; a longer one where the next one would come too late behind it. What is remembered keeps
 * the voice from nothing, so that it may go alone and be held back for a while (`hold-back.ts`).
 */
function planFirst(
  { ready, held, ended }: Script,
  { waitedMs, pace, isRemembered }: Situation,
): Plan {
  const isAll = ended && held.trim() === '';
  const missing = (pieces: readonly Piece[]) =>
    neededBehind(charsOf(pieces), pace) - soundOfFirst(pieces, pace);
  const isAtHand = ready.slice(0, 1).some(({ written }) => isRemembered?.(written) === true);
  if (isAtHand && missing(ready.slice(0, 1)) <= HELD_MOST_MS) return { type: 'say', count: 1 };
  const enough = ready.findIndex((_, at) => missing(ready.slice(0, at + 1)) <= 0) + 1;
  const most = countOfFirst(ready);
  if (enough > 0) return { type: 'say', count: Math.min(enough, most) };
  const isLate = waitedMs >= SHORT_FIRST_PATIENCE_MS;
  if (ready.length > 0 && (isAll || isLate)) return { type: 'say', count: most };
  const chars = charsOf(ready);
  const missingMs = missing(ready);
  const leftMs = FIRST_PATIENCE_MS - waitedMs;
  // What is there is too short: no more is wanted than makes it long enough.
  const moreChars = Math.min(FIRST_MAX_CHARS / 2, missingMs / Math.max(1, pace.soundMs(1)));
  const missingChars = ready.length > 0 ? moreChars + SOME_WORDS_CHARS : 0;
  const isDue = leftMs <= 0 || held.length > FIRST_MAX_CHARS;
  const maxChars = isDue ? FIRST_MAX_CHARS - chars : missingChars;
  const at = phraseEnd(held, maxChars);
  if (at !== undefined)
    return { type: 'take', rule: { ...FIRST_RULE, maxChars, at }, orWaitMs: Infinity };
  const patienceMs = leftMs > 0 ? leftMs : SHORT_FIRST_PATIENCE_MS - waitedMs;
  const orWaitMs = patienceMs > 0 ? patienceMs : Infinity;
  return { type: 'take', rule: FIRST_RULE, orWaitMs };
}

/** So many as are no more than a first piece is to be; one at least. */
function countOfFirst(ready: readonly Piece[]): number {
  const tooMany = ready.findIndex((_, at) => charsOf(ready.slice(0, at + 1)) > FIRST_MAX_CHARS);
  return tooMany === -1 ? ready.length : Math.max(1, tooMany);
}

/** How long the language model takes for so many characters. */
export function writingMs(chars: number, pace: Pick<SpeechPace, 'charsPerSecond'>): number {
  return (chars * 1000) / Math.max(1, pace.charsPerSecond);
}

/** From the first piece's sound on, until some words can be written and synthesised behind it. */
function neededBehind(firstChars: number, pace: SpeechPace): number {
  const leftToWriteMs = Math.max(0, writingMs(FEW_WORDS_CHARS, pace) - pace.urgentMs(firstChars));
  return leftToWriteMs + pace.urgentMs(FEW_WORDS_CHARS) + MARGIN_MS;
}

function soundOfFirst(pieces: readonly Piece[], pace: SpeechPace): number {
  const last = pieces.at(-1);
  const pauseMs =
    last === undefined ? 0 : pauseAfterMs({ spoken: last.written, endsWith: last.endsWith });
  return Math.max(SHORTEST_SOUND_MS, pace.soundMs(charsOf(pieces))) + pauseMs;
}

/** The longest piece there is to be; the first one is short anyway. */
export function mostChars({ pieceFactor = 1 }: PiecePace): number {
  return Math.round(PIECE_MAX_CHARS * pieceFactor);
}

function planReady(script: Script, unplayedMs: number, pace: PiecePace): Plan {
  const { ready, ended } = script;
  const most = mostChars(pace);
  const inTime = (chars: number) => pace.synthesisMs(chars) <= unplayedMs - MARGIN_MS;
  const silentMs = (chars: number) => silenceAround(chars, unplayedMs, pace);
  // What was cut for the usual length is not cut again because of a figure in it.
  const fits = (chars: number) =>
    inTime(chars) && silentMs(chars) === 0 && (chars <= most || most >= PIECE_MAX_CHARS);
  let count = 1;
  let chars = charsOf(ready.slice(0, count));
  const end = fits(chars) ? undefined : cutToFit(script, { fits, silentMs }, pace);
  if (end !== undefined) return { type: 'cut', end };
  while (chars < SHORT_CHARS && count < TOGETHER_MOST) {
    const next = ready[count];
    if (next === undefined) {
      if (ended) break;
      const forMs = unplayedMs - pace.synthesisMs(chars + SHORT_CHARS) - SENTENCE_RESERVE_MS;
      if (forMs > 0) return { type: 'wait', forMs };
      break;
    }
    if (standsApart(next)) break;
    const together = chars + charsOf([next]);
    if (together > most) break;
    if (!inTime(together) && silentMs(together) >= silentMs(chars)) break;
    chars = together;
    count += 1;
  }
  return { type: 'say', count };
}

/**
 * How long the ear has nothing before such a piece, and behind it until some more words are there: where
 * every piece has to wait for others, short ones come late again and again.
 */
function silenceAround(chars: number, unplayedMs: number, pace: SpeechPace): number {
  const spareMs = unplayedMs - pace.urgentMs(chars) - MARGIN_MS;
  const followedMs =
    Math.max(0, spareMs) + pace.soundMs(chars) - pace.urgentMs(FEW_WORDS_CHARS) - MARGIN_MS;
  return Math.max(0, -spareMs) + Math.max(0, -followedMs);
}

/** What is to be known of a piece of so many characters. */
interface Fitting {
  readonly fits: (chars: number) => boolean;
  readonly silentMs: (chars: number) => number;
}

/** Where to cut the first ready piece so that some of it is there in time, or at least sooner. */
function cutToFit({ ready }: Script, fitting: Fitting, pace: SpeechPace): number | undefined {
  const [piece] = ready;
  if (piece === undefined || piece.isCode) return undefined;
  const { written } = piece;
  const end = bestEnd(written, clauseEnds(written, true), fitting);
  if (end === undefined) return undefined;
  const gainMs =
    pace.synthesisMs(spokenChars(written)) - pace.synthesisMs(spokenChars(written.slice(0, end)));
  return gainMs >= WORTH_CUTTING_MS ? end : undefined;
}

/** The last clause that fits, else the last phrase that does, else what leaves the least silence. */
function bestEnd(
  text: string,
  ends: readonly number[],
  { fits, silentMs }: Fitting,
): number | undefined {
  const charsUpTo = (end: number) => spokenChars(text.slice(0, end));
  const fitsUpTo = (end: number) => fits(charsUpTo(end));
  const fitting = ends.findLast(fitsUpTo);
  if (fitting !== undefined) return fitting;
  const phrase = lastPhrase(text, fitsUpTo);
  if (phrase !== undefined && fitsUpTo(phrase)) return phrase;
  const others = [...ends, ...(phrase === undefined ? [] : [phrase]), text.length];
  const silences = others.map((end) => silentMs(charsUpTo(end)));
  const least = others[silences.indexOf(Math.min(...silences))];
  return least === text.length ? undefined : least;
}

/** The longest phrase that fits, else the shortest there is. */
function lastPhrase(text: string, fits: (end: number) => boolean): number | undefined {
  let phrase = phraseEnd(text, PIECE_MAX_CHARS);
  for (let shorter = phrase; shorter !== undefined && !fits(shorter);) {
    shorter = phraseEnd(text, shorter - 1);
    phrase = shorter ?? phrase;
  }
  return phrase;
}

/** Nothing is over yet: what there is goes only when it has to. */
function planHeld(script: Script, unplayedMs: number, pace: PiecePace): Plan {
  if (script.ended) return { type: 'wait', forMs: Infinity };
  // With so much time nothing has to be looked at: tokens come by the hundred.
  const calmMs = unplayedMs - pace.synthesisMs(mostChars(pace)) - SENTENCE_RESERVE_MS;
  if (calmMs > 0) return { type: 'wait', forMs: calmMs };
  const text = script.held.slice(0, PIECE_MAX_CHARS + 50);
  const spareMs = (end: number, reserveMs: number) =>
    unplayedMs - pace.synthesisMs(spokenChars(text.slice(0, end))) - reserveMs;
  const ends = clauseEnds(text, false);
  const fits = (end: number) => spareMs(end, MARGIN_MS) >= -TIMER_LATE_MS;
  const clause = ends.findLast(fits) ?? ends[0];
  if (clause !== undefined) {
    const forMs = spareMs(clause, CLAUSE_RESERVE_MS) - TIMER_EARLY_MS;
    if (forMs > 0) return { type: 'wait', forMs };
    // What stands before the mark: a dash has a space there.
    const minChars = text.slice(0, clause - 1).trim().length;
    const clauses: ClauseLimits = { minWords: 1, minChars, interjections: false };
    return { type: 'take', rule: { maxChars: PIECE_MAX_CHARS, clauses }, orWaitMs: Infinity };
  }
  const phrase = lastPhrase(text, fits);
  if (phrase === undefined) return { type: 'wait', forMs: Infinity };
  const forMs = spareMs(phrase, MARGIN_MS) - TIMER_EARLY_MS;
  if (forMs > 0) return { type: 'wait', forMs };
  return { type: 'take', rule: { ...NEXT_RULE, at: phrase }, orWaitMs: Infinity };
}

/** A paragraph or a heading is not run into; the items of a list are. */
function standsApart({ startsLine, written }: Piece): boolean {
  return startsLine && !/^\s*(?:[-*+•‣▪·]|\d{1,3}[.)])\s/u.test(written);
}

/** Characters to be said, about. */
function charsOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { written, isCode }) => sum + (isCode ? 0 : spokenChars(written)), 0);
}
