/** Pieces of a reply as they are written and as they are said, with the map between the two texts. */
import type { Piece } from './cutter.ts';
import type { SpokenText } from './speakable/speakable.ts';

type SpokenMap = SpokenText['map'];

/** What the synthesiser gets in one go. */
export interface SpokenPiece {
  /** As the model wrote it, trimmed; joined, the pieces are the reply but for white space. */
  readonly written: string;
  /** What to synthesise; `''` when there is nothing to say. */
  readonly spoken: string;
  /** As `SpokenText`'s. */
  readonly map: SpokenMap;
  /** What belongs in the chat, in order, when the voice gets here. */
  readonly posts: readonly string[];
  readonly endsWith: Piece['endsWith'];
}

/** One piece of a text on its way to be joined to its neighbours. */
export interface SpokenUnit extends SpokenText {
  readonly endsWith: Piece['endsWith'];
}

/** A line of its own: what it is joined to keeps its distance. */
const BLOCK_LINE = /^\s*(?:[-*+•‣▪·][ \t]|\d{1,3}[.)][ \t]|#{1,6}[ \t]|>|\||`{3}|~{3})/u;

const ENDS_IN_MARK = /[.!?…,;:—–。！？、，；：।॥؟۔][\s"'”’“»›)\]」』】]*$/u;

/** Enough of a line to know what it is. */
const LINE_OPENING_CHARS = 32;

/** Two parts of one reply's text next to each other, as history and captions show them. */
export function joinWritten(before: string, after: string): string {
  return before + gapBetween(before, lineOpening(before), after) + after;
}

function gapBetween(before: string, opening: string, after: string): '' | ' ' | '\n' {
  if (before === '' || after === '') return '';
  return BLOCK_LINE.test(after) || BLOCK_LINE.test(opening) ? '\n' : ' ';
}

/** How the last line of a text begins. */
function lineOpening(text: string): string {
  const lineStart = text.lastIndexOf('\n') + 1;
  return text.slice(lineStart, lineStart + LINE_OPENING_CHARS);
}

/** Several units as one piece; those with nothing to say keep their place in the written text. */
export function joinUnits(units: readonly SpokenUnit[]): SpokenPiece {
  let written = '';
  /** Known without reading all that is joined again. */
  let opening = '';
  let spoken = '';
  const map: { written: number; spoken: number }[] = [];
  const lastSpoken = units.findLastIndex((unit) => unit.spoken !== '');
  for (const [at, unit] of units.entries()) {
    const added = gapBetween(written, opening, unit.written) + unit.written;
    written += added;
    opening = lineOpening(opening + added);
    const goesOn = at < lastSpoken;
    const said = withEndMark(unit, goesOn);
    if (said !== '' && spoken !== '') spoken += ' ';
    const writtenStart = written.length - unit.written.length;
    for (const point of unit.map)
      map.push({ written: writtenStart + point.written, spoken: spoken.length + point.spoken });
    spoken += said;
  }
  map.push({ written: written.length, spoken: spoken.length });
  return {
    written,
    spoken,
    map,
    posts: units.flatMap(({ post }) => post ?? []),
    endsWith: units.at(-1)?.endsWith ?? 'sentence',
  };
}

/** What follows a text without a mark would run into it; and a voice falls where nothing follows. */
function withEndMark({ spoken, endsWith }: SpokenUnit, goesOn: boolean): string {
  if (spoken === '' || ENDS_IN_MARK.test(spoken)) return spoken;
  if (endsWith === 'run-on') return `${spoken},`;
  return goesOn ? `${spoken}.` : spoken;
}

/** Figures and the like may be far longer said than written: no piece is longer than `maxChars`. */
export function splitLong(piece: SpokenPiece, maxChars: number): SpokenPiece[] {
  const parts: SpokenPiece[] = [];
  let rest = piece;
  while (rest.spoken.length > maxChars) {
    const [head, tail] = splitAt(rest, cutOf(rest, maxChars));
    parts.push(head);
    rest = tail;
  }
  return [...parts, rest];
}

/** Where both texts are in step if there is such a place, at best behind a mark. */
function cutOf({ spoken, map }: SpokenPiece, maxChars: number): number {
  const least = Math.floor(maxChars * 0.4);
  const inStep = map
    .map((point) => point.spoken)
    .filter((at) => at >= least && at <= maxChars && /^\s|\s$/u.test(spoken.slice(at - 1, at + 1)));
  const behindMark = inStep.findLast((at) => ENDS_IN_MARK.test(spoken.slice(0, at)));
  if (behindMark !== undefined) return behindMark;
  return inStep.at(-1) ?? lastSpace(spoken, maxChars) ?? maxChars;
}

function lastSpace(text: string, before: number): number | undefined {
  const at = text.slice(0, before).search(/\s\S*$/u);
  return at > 0 ? at + 1 : undefined;
}

function splitAt(piece: SpokenPiece, cut: number): [SpokenPiece, SpokenPiece] {
  const { written, spoken, map, posts, endsWith } = piece;
  const said = spoken.slice(0, cut).trimEnd();
  const rest = spoken.slice(cut).trimStart();
  const cutWritten = map.findLast((point) => point.spoken <= cut)?.written ?? 0;
  const head = written.slice(0, cutWritten).trimEnd();
  const tail = written.slice(cutWritten).trimStart();
  const writtenFrom = written.length - tail.length;
  const spokenFrom = spoken.length - rest.length;
  return [
    {
      written: head,
      spoken: said,
      map: [
        ...map
          .filter((point) => point.spoken <= cut && point.written <= cutWritten)
          .map((point) => ({
            written: clamp(point.written, head.length),
            spoken: clamp(point.spoken, said.length),
          })),
        { written: head.length, spoken: said.length },
      ],
      posts,
      endsWith: 'run-on',
    },
    {
      written: tail,
      spoken: rest,
      map: [
        { written: 0, spoken: 0 },
        ...map
          .filter((point) => point.spoken > cut)
          .map((point) => ({
            written: clamp(point.written - writtenFrom, tail.length),
            spoken: clamp(point.spoken - spokenFrom, rest.length),
          })),
      ],
      posts: [],
      endsWith,
    },
  ];
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}
