/** Holds text that is still being written and lets its pieces go, by the rule it is given. */
import { clauseEnd, type ClauseLimits, runOnCut } from './clause-end.ts';
import {
  CODE_BLOCK_CHARS,
  nextBoundary,
  pastPlainToken,
  type Scan,
  scanAfter,
  START,
} from './next-boundary.ts';

/** How a text is cut. */
export interface CutRule {
  /** A longer run-on is cut where it does least harm. UTF-16 code units. */
  readonly maxChars: number;
  /** Cuts at clauses too, not only at sentence ends. */
  readonly clauses?: ClauseLimits;
  /** Cuts here, an index into the held text, where no sentence ends within `maxChars`, and no clause that counts. */
  readonly at?: number;
}

export interface Piece {
  readonly written: string;
  /** Part of a fenced block of code. */
  readonly isCode: boolean;
  /** What it ends with: a sentence (or a line, or the text), a clause, or a cut inside of a run-on. */
  readonly endsWith: 'sentence' | 'clause' | 'run-on';
  /** A line end stands between it and the piece before. */
  readonly startsLine: boolean;
}

interface Cut extends Pick<Piece, 'endsWith'> {
  readonly end: number;
  /** The scan with which what follows begins. */
  readonly rest: Scan;
}

const NONE: readonly Piece[] = [];

export class Cutter {
  readonly #ruleFor: (releasedChars: number) => CutRule;
  #text = '';
  /** The scan with which the held text began, and how far it has come. */
  #start: Scan = START;
  #scan: Scan = START;
  #releasedChars = 0;
  /** What was let go last ended with a line. */
  #isLineOver = true;

  /** @param ruleFor the rule for the next piece, given how much was let go before it. */
  constructor(ruleFor: (releasedChars: number) => CutRule) {
    this.#ruleFor = ruleFor;
  }

  /** What was added and not let go yet. */
  get held(): string {
    return this.#text;
  }

  add(token: string): Iterable<Piece> {
    const known = this.#text.length;
    this.#text += token;
    return this.#isPlain(known, token) ? NONE : this.#release(false);
  }

  *end(): Generator<Piece> {
    yield* this.#release(true);
    const rest = this.#text;
    this.#text = '';
    const isCode = this.#scan.fence !== undefined;
    if (rest.trim() !== '') yield this.#pieceOf(rest, isCode, 'sentence');
  }

  /** Whether the token only lengthens what is held: of most tokens no more has to be looked at. */
  #isPlain(known: number, token: string): boolean {
    const { maxChars, clauses, at } = this.#ruleFor(this.#releasedChars);
    if (clauses !== undefined || at !== undefined || this.#scan.at !== known) return false;
    const scan = this.#text.length > maxChars ? undefined : pastPlainToken(this.#scan, token);
    if (scan !== undefined) this.#scan = scan;
    return scan !== undefined;
  }

  *#release(ended: boolean): Generator<Piece> {
    while (this.#text !== '') {
      const cut = this.#nextCut(ended);
      if (cut === undefined) return;
      const written = this.#text.slice(0, cut.end);
      const isCode = this.#scan.fence !== undefined;
      this.#start = cut.rest;
      this.#scan = cut.rest;
      this.#text = this.#text.slice(cut.end);
      const piece = this.#pieceOf(written, isCode, cut.endsWith);
      this.#releasedChars += piece.written.length;
      if (piece.written !== '') yield piece;
    }
  }

  #pieceOf(text: string, isCode: boolean, endsWith: Piece['endsWith']): Piece {
    const written = text.trim();
    const startsLine = this.#isLineOver || /^\s*\n/u.test(text);
    this.#isLineOver = /\n\s*$/u.test(text) || (written === '' && startsLine);
    return { written, isCode, endsWith, startsLine };
  }

  #nextCut(ended: boolean): Cut | undefined {
    const text = this.#text;
    const rule = this.#ruleFor(this.#releasedChars);
    const boundary = nextBoundary(text, ended, this.#scan, rule.maxChars);
    this.#scan = boundary.scan;
    if (boundary.type === 'hold' && rule.clauses === undefined && rule.at === undefined)
      return undefined;
    const cutAt = (end: number, endsWith: Piece['endsWith']): Cut => ({
      end,
      endsWith,
      rest: scanAfter(text, end, this.#start),
    });

    const isCode = this.#scan.fence !== undefined;
    if (rule.clauses !== undefined && !isCode) {
      const upTo = boundary.type === 'split' ? boundary.end : this.#scan.at;
      const clause = clauseEnd(text, upTo, ended, rule.clauses);
      if (clause === 'hold') return undefined;
      if (clause !== 'none') return cutAt(clause, 'clause');
    }
    if (boundary.type === 'split') return cutAt(boundary.end, 'sentence');
    if (rule.at !== undefined && !isCode) return cutAt(rule.at, 'run-on');
    if (boundary.type === 'hold') return undefined;
    if (!isCode) return cutAt(runOnCut(text, rule.maxChars), 'run-on');
    // A long block of code goes on behind the cut.
    const cut = cutAt(runOnCut(text, CODE_BLOCK_CHARS), 'run-on');
    return { ...cut, rest: { ...cut.rest, fence: this.#scan.fence, fenceLine: -1 } };
  }
}
