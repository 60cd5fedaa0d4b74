/** Holds text that is still being written and lets its pieces go, by the rule it is given. */
import { clauseEnd, type ClauseLimits, runOnCut } from './clause-end.ts';
import { CODE_BLOCK_CHARS, nextBoundary, type Scan, scanAfter, START } from './next-boundary.ts';

/** How a text is cut. */
export interface CutRule {
  /** A longer run-on is cut where it does least harm. UTF-16 code units. */
  readonly maxChars: number;
  /** Cuts at clauses too, not only at sentence ends. */
  readonly clauses?: ClauseLimits;
}

export interface Piece {
  readonly written: string;
  /** Part of a fenced block of code. */
  readonly isCode: boolean;
}

export class Cutter {
  readonly #ruleFor: (releasedChars: number) => CutRule;
  #text = '';
  /** The scan with which the held text began, and how far it has come. */
  #start: Scan = START;
  #scan: Scan = START;
  #releasedChars = 0;

  /** @param ruleFor the rule for the next piece, given how much was let go before it. */
  constructor(ruleFor: (releasedChars: number) => CutRule) {
    this.#ruleFor = ruleFor;
  }

  *add(token: string): Generator<Piece> {
    this.#text += token;
    yield* this.#release(false);
  }

  *end(): Generator<Piece> {
    yield* this.#release(true);
    const written = this.#text.trim();
    this.#text = '';
    if (written !== '') yield { written, isCode: this.#scan.fence !== undefined };
  }

  *#release(ended: boolean): Generator<Piece> {
    while (this.#text !== '') {
      const cut = this.#nextCut(ended);
      if (cut === undefined) return;
      const written = this.#text.slice(0, cut.end).trim();
      const isCode = this.#scan.fence !== undefined;
      this.#start = cut.rest;
      this.#scan = cut.rest;
      this.#text = this.#text.slice(cut.end);
      this.#releasedChars += written.length;
      if (written !== '') yield { written, isCode };
    }
  }

  #nextCut(ended: boolean): { readonly end: number; readonly rest: Scan } | undefined {
    const text = this.#text;
    const rule = this.#ruleFor(this.#releasedChars);
    const boundary = nextBoundary(text, ended, this.#scan, rule.maxChars);
    this.#scan = boundary.scan;
    const cutAt = (end: number) => ({ end, rest: scanAfter(text, end, this.#start) });

    const isCode = this.#scan.fence !== undefined;
    if (rule.clauses !== undefined && !isCode) {
      const upTo = boundary.type === 'split' ? boundary.end : this.#scan.at;
      const clause = clauseEnd(text, upTo, ended, rule.clauses);
      if (clause === 'hold') return undefined;
      if (clause !== 'none') return cutAt(clause);
    }
    if (boundary.type === 'split') return cutAt(boundary.end);
    if (boundary.type === 'hold') return undefined;
    if (!isCode) return cutAt(runOnCut(text, rule.maxChars));
    // A long block of code goes on behind the cut.
    const { end, rest } = cutAt(runOnCut(text, CODE_BLOCK_CHARS));
    return { end, rest: { ...rest, fence: this.#scan.fence, fenceLine: -1 } };
  }
}
