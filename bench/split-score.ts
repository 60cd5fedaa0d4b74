/** How well a splitter cuts the texts of test/texts into the pieces that a person made of them. */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const fileSchema = z.array(
  z.strictObject({
    lang: z.string(),
    /** What the text is about. */
    tag: z.string(),
    pieces: z.array(z.string()).min(1),
    /** What stands between the pieces. */
    joint: z.string().default(' '),
    /** The whole, where more than one kind of space stands between the pieces. */
    text: z.string().optional(),
  }),
);

export interface SplitText {
  readonly lang: string;
  readonly tag: string;
  readonly text: string;
  readonly pieces: readonly string[];
}

/** A piece, and how many code points of the text were read when it was let go. */
export interface ReleasedPiece {
  readonly text: string;
  readonly atChar: number;
}

export type Splitter = (text: string) => AsyncIterable<ReleasedPiece> | Iterable<ReleasedPiece>;

export interface SplitScore {
  readonly of: number;
  readonly exact: number;
  /** Cuts that nobody made, and those that are missing. */
  readonly falseCuts: number;
  readonly missed: number;
  /** Code points read past each right cut, but the one at the end of the text. */
  readonly lookahead: readonly number[];
  readonly faults: readonly SplitFault[];
}

interface SplitFault extends SplitText {
  readonly got: readonly string[];
  readonly falseCuts: number;
  readonly missed: number;
  /** Not one character may get lost or be changed. */
  readonly isAltered: boolean;
}

/** @throws when a file does not have the form of the others, or its pieces are not its text. */
export async function readSplitTexts(file: URL): Promise<readonly SplitText[]> {
  const entries = fileSchema.parse(parse(await readFile(file, 'utf8')));
  return entries.map(({ lang, tag, pieces, joint, text = pieces.join(joint) }) => {
    if (bare(text) !== bare(pieces.join('')))
      throw new Error(`Cannot read ${file.pathname}: the pieces of "${text}" are not that text`);
    return { lang, tag, text, pieces };
  });
}

export async function scoreSplitter(
  texts: readonly SplitText[],
  split: Splitter,
): Promise<SplitScore> {
  const faults: SplitFault[] = [];
  const lookahead: number[] = [];
  for (const each of texts) {
    const released = await Array.fromAsync(split(each.text));
    const got = released.map(({ text }) => text);
    const wantedCuts = cutsOf(each.pieces);
    const gotCuts = cutsOf(got);
    const falseCuts = [...gotCuts].filter((cut) => !wantedCuts.has(cut)).length;
    const missed = [...wantedCuts].filter((cut) => !gotCuts.has(cut)).length;
    const isAltered = bare(got.join('')) !== bare(each.text);
    if (falseCuts + missed > 0 || isAltered)
      faults.push({ ...each, got, falseCuts, missed, isAltered });
    if (!isAltered) lookahead.push(...lookaheads(each.text, released, wantedCuts));
  }
  const total = (count: (fault: SplitFault) => number) =>
    faults.reduce((sum, fault) => sum + count(fault), 0);
  return {
    of: texts.length,
    exact: texts.length - faults.length,
    falseCuts: total((fault) => fault.falseCuts),
    missed: total((fault) => fault.missed),
    lookahead,
    faults,
  };
}

/** Where the cuts are, in characters that are no white space, without the end of the text. */
function cutsOf(pieces: readonly string[]): Set<number> {
  const cuts = new Set<number>();
  let at = 0;
  for (const piece of pieces) {
    if (at > 0) cuts.add(at);
    at += bare(piece).length;
  }
  return cuts;
}

function lookaheads(
  text: string,
  released: readonly ReleasedPiece[],
  wantedCuts: ReadonlySet<number>,
): number[] {
  const found: number[] = [];
  let from = 0;
  for (const { text: piece, atChar } of released) {
    from = text.indexOf(piece, from) + piece.length;
    const head = text.slice(0, from);
    if (wantedCuts.has(bare(head).length)) found.push(atChar - Array.from(head).length);
  }
  return found;
}

function bare(text: string): string {
  return text.replaceAll(/\s+/gu, '');
}
