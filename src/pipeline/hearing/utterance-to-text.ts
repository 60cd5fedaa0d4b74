/** Pipeline stage: speech of any length in, its text out. */
import { rmsDbfs } from '../../audio/level.ts';
import type { InferenceOptions, Stt } from '../ports.ts';
import { ENGINE_HZ, HEARD_FRAME_SAMPLES, FRAME_MS, type Transcript } from '../types.ts';
import { cutAtPauses, halves } from './cut-at-pauses.ts';

/** A frame above this may be speech; a piece without one is not shown to the recogniser. */
const AUDIBLE_DBFS = -60;
/** With less that can be heard, it may well hold no word. */
const WORDLESS_MS = 1000;
/** Nobody speaks faster for long (150 words a minute are 2.5): more is a recogniser that loops. */
const MAX_WORDS_A_SECOND = 6;
/** "16.16.16.16.16.16.…": it may loop inside of one word, too. */
const LOOPED_WORD = /([^\s!?]{2,12}?)\1{5,}/u;
/** "What?!?!?!?!?!": the words are right, their marks are not. */
const LOOPED_MARKS = /([!?]{1,2})\1{2,}/gu;
/** A hum of 12 s has no words either: after two rounds of halving, no words is the answer. */
const MAX_HALVINGS = 2;

/**
 * Recognises speech, long speech in pieces cut at its pauses.
 *
 * Small recognisers fail on long sound in two ways: they say nothing, or they say the same again
 * and again. Both are noticed, and the piece is tried again in halves.
 *
 * @param samples 16 kHz mono, of any length: hours are taken piece by piece, without copies.
 * @param options hold for all of it: its last piece is needed no later than its first.
 * @returns the pieces' texts, joined; `''` when nothing was said.
 * @throws errors of `stt`; `signal.reason` once aborted.
 */
export async function utteranceToText(
  samples: Float32Array,
  stt: Stt,
  signal: AbortSignal,
  options?: InferenceOptions,
): Promise<Transcript> {
  const maxSamples = Math.floor((stt.maxPieceMs * ENGINE_HZ) / 1000);
  const texts: string[] = [];
  const heardBy: HeardBy = (piece) => stt.transcribe(piece, signal, options);
  for (const piece of cutAtPauses(samples, maxSamples))
    texts.push(await pieceToText(piece, heardBy, signal, MAX_HALVINGS));
  return { text: joined(texts) };
}

type HeardBy = (piece: Float32Array) => Promise<Transcript>;

async function pieceToText(
  piece: Float32Array,
  heardBy: HeardBy,
  signal: AbortSignal,
  halvings: number,
): Promise<string> {
  signal.throwIfAborted();
  if (!isAudibleFor(piece, FRAME_MS)) return '';
  const heard = await heardBy(piece);
  const text = heard.text.replaceAll(LOOPED_MARKS, '$1');
  const seconds = Math.max(1, piece.length / ENGINE_HZ);
  const isLooping = wordCount(text) > MAX_WORDS_A_SECOND * seconds || hasLoopedWord(text);
  const isMissing = text.trim() === '' && isAudibleFor(piece, WORDLESS_MS + FRAME_MS);
  if (!isLooping && !isMissing) return text;
  // What nobody can have said is worse than nothing.
  if (halvings === 0) return '';

  const texts: string[] = [];
  for (const half of halves(piece))
    texts.push(await pieceToText(half, heardBy, signal, halvings - 1));
  return joined(texts);
}

function isAudibleFor(piece: Float32Array, leastMs: number): boolean {
  let audibleMs = 0;
  for (let at = 0; at < piece.length && audibleMs < leastMs; at += HEARD_FRAME_SAMPLES)
    if (rmsDbfs(piece.subarray(at, at + HEARD_FRAME_SAMPLES)) > AUDIBLE_DBFS) audibleMs += FRAME_MS;
  return audibleMs >= leastMs;
}

/** A row of zeros is a large number. */
function hasLoopedWord(text: string): boolean {
  const repeated = LOOPED_WORD.exec(text)?.[1];
  return repeated !== undefined && !/^0+$/u.test(repeated);
}

function wordCount(text: string): number {
  return text.split(/\s+/u).filter(Boolean).length;
}

function joined(texts: readonly string[]): string {
  return texts
    .map((text) => text.trim())
    .filter(Boolean)
    .join(' ');
}
