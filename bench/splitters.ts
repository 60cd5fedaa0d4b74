/** Ways to cut a text that is still being written: Parley's, and those it is compared with. */
import { tokensToSentences } from '../src/pipeline/speaking/tokens-to-sentences.ts';
import type { ReleasedPiece, Splitter } from './split-score.ts';

const never = new AbortController().signal;

export interface NamedSplitter {
  readonly name: string;
  /** One code point at a time, as in `parley chunk --piece 1`. */
  readonly split: Splitter;
  /** Pieces of the text as it comes. */
  readonly pieces: (tokens: AsyncIterable<string>) => AsyncIterable<string>;
}

export const SPLITTERS: readonly NamedSplitter[] = [
  namedSplitter('Parley', (tokens) => tokensToSentences(tokens, never)),
  namedSplitter('Intl.Segmenter', segmented),
  namedSplitter('[.?!] and white space', naive),
  namedSplitter('a cut at each . ? !', atEachMark),
];

function namedSplitter(name: string, pieces: NamedSplitter['pieces']): NamedSplitter {
  return { name, pieces, split: (text) => released(text, pieces) };
}

async function* released(
  text: string,
  pieces: NamedSplitter['pieces'],
): AsyncGenerator<ReleasedPiece, void, undefined> {
  let atChar = 0;
  async function* counted() {
    for (const codePoint of text) {
      atChar += 1;
      yield codePoint;
    }
  }
  for await (const piece of pieces(counted())) yield { text: piece, atChar };
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** All segments but the last are certain. */
async function* segmented(tokens: AsyncIterable<string>) {
  let held = '';
  for await (const token of tokens) {
    held += token;
    const segments = Array.from(segmenter.segment(held), ({ segment }) => segment);
    held = segments.pop() ?? '';
    yield* trimmed(segments);
  }
  yield* trimmed([held]);
}

async function* naive(tokens: AsyncIterable<string>) {
  yield* cutAfter(tokens, /[.?!]+(?=\s)/u);
}

async function* atEachMark(tokens: AsyncIterable<string>) {
  yield* cutAfter(tokens, /[.?!]/u);
}

async function* cutAfter(tokens: AsyncIterable<string>, end: RegExp) {
  let held = '';
  for await (const token of tokens) {
    held += token;
    for (let match = end.exec(held); match !== null; match = end.exec(held)) {
      const cut = match.index + match[0].length;
      yield* trimmed([held.slice(0, cut)]);
      held = held.slice(cut);
    }
  }
  yield* trimmed([held]);
}

function trimmed(pieces: readonly string[]): string[] {
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
}
