/** The text of one reply on its way to the voice: written at one end, taken in pieces at the other. */
import { Cutter, type CutRule, type Piece } from './cutter.ts';
import {
  NEXT_RULE,
  PIECE_MAX_CHARS,
  planPiece,
  TOGETHER_MOST,
  type Script,
  type Situation,
} from './plan-piece.ts';
import type { Speakable } from './speakable/speakable.ts';
import { joinUnits, splitLong, type SpokenPiece, type SpokenUnit } from './spoken-piece.ts';

export type Next =
  | { readonly type: 'piece'; readonly piece: SpokenPiece }
  /** Ask again when more was written, or so much later. */
  | { readonly type: 'wait'; readonly forMs: number }
  | { readonly type: 'over' };

const FOREVER: Next = { type: 'wait', forMs: Infinity };

export class ReplyText implements Script {
  readonly #speakable: Speakable;
  readonly #cutter = new Cutter(() => this.#rule);
  #rule: CutRule = NEXT_RULE;
  /** Written, and not in the cutter yet: it cuts only when a piece is wanted. */
  #unread = '';
  #ended = false;
  #isOver = false;
  #ready: Piece[] = [];
  /** With all the time there is, so many ready ones are too few: only one more, or the end, changes that. */
  #waitsWith: number | undefined;
  /** Nothing to say by themselves; they go with the next piece. */
  #silent: SpokenUnit[] = [];
  /** What was decided to be said, where it was too long for one piece. */
  #decided: SpokenPiece[] = [];

  constructor(speakable: Speakable) {
    this.#speakable = speakable;
  }

  write(token: string): void {
    this.#unread += token;
  }

  end(): void {
    this.#ended = true;
  }

  /** Characters that wait. */
  get size(): number {
    const ready = this.#ready.reduce((sum, { written }) => sum + written.length, 0);
    return ready + this.#cutter.held.length + this.#unread.length;
  }

  /** Text goes on, as far as is known. */
  get goesOn(): boolean {
    return !this.#ended || this.#decided.length > 0 || this.#ready.length > 0 || this.held !== '';
  }

  get ended(): boolean {
    return this.#ended;
  }

  next(situation: Situation): Next {
    while (true) {
      const decided = this.#decided.shift();
      if (decided !== undefined) return { type: 'piece', piece: decided };
      if (situation.unplayedMs !== undefined) this.#fill();
      if (!this.goesOn) return this.#last();
      const { unplayedMs } = situation;
      if (unplayedMs === Infinity && !this.#ended && this.#ready.length === this.#waitsWith)
        return FOREVER;
      const plan = planPiece(this, situation);
      const isCalm = unplayedMs === Infinity && plan.type === 'wait' && plan.forMs === Infinity;
      this.#waitsWith = isCalm ? this.#ready.length : undefined;
      switch (plan.type) {
        case 'say':
          this.#say(this.#ready.splice(0, plan.count));
          break;
        case 'cut':
          this.#ready = [...cutPiece(this.#ready[0], plan.end), ...this.#ready.slice(1)];
          break;
        case 'take': {
          const piece = this.#take(plan.rule);
          if (piece !== undefined) this.#ready.push(piece);
          else if (!this.#ended) return { type: 'wait', forMs: plan.orWaitMs };
          break;
        }
        case 'wait':
          return plan;
      }
    }
  }

  get ready(): readonly Piece[] {
    return this.#ready;
  }

  /** Put together only where it is asked for: tokens come by the hundred. */
  get held(): string {
    const held = this.#cutter.held + this.#unread;
    return held.trim() === '' ? '' : held;
  }

  #fill(): void {
    while (this.#ready.length < TOGETHER_MOST) {
      const piece = this.#take(NEXT_RULE);
      if (piece === undefined) return;
      this.#ready.push(piece);
    }
  }

  #take(rule: CutRule): Piece | undefined {
    this.#rule = rule;
    const unread = this.#unread;
    this.#unread = '';
    for (const piece of this.#cutter.add(unread)) return piece;
    if (this.#ended) for (const piece of this.#cutter.end()) return piece;
    return undefined;
  }

  #say(pieces: readonly Piece[]): void {
    const units = pieces.map((piece) => ({
      ...this.#speakable.add(piece),
      endsWith: piece.endsWith,
    }));
    // Joined only once there is something to say: an endless row of brackets would be joined over and over.
    if (units.every(({ spoken, post }) => spoken === '' && post === undefined)) {
      this.#silent.push(...units);
      return;
    }
    const piece = joinUnits([...this.#silent, ...units]);
    this.#silent = [];
    this.#decided = splitLong(piece, PIECE_MAX_CHARS);
  }

  /** What is left to be kept and posted when everything is said. */
  #last(): Next {
    if (this.#isOver) return { type: 'over' };
    this.#isOver = true;
    const post = this.#speakable.end();
    if (this.#silent.length === 0 && post === undefined) return { type: 'over' };
    const piece = joinUnits(this.#silent);
    return {
      type: 'piece',
      piece: { ...piece, posts: [...piece.posts, ...(post === undefined ? [] : [post])] },
    };
  }
}

function cutPiece(piece: Piece | undefined, end: number): Piece[] {
  if (piece === undefined) return [];
  const head = piece.written.slice(0, end).trim();
  const tail = piece.written.slice(end).trim();
  const endsWith: Piece['endsWith'] = /[,;:—–、，；：]$/u.test(head) ? 'clause' : 'run-on';
  return [
    { ...piece, written: head, endsWith },
    { ...piece, written: tail, startsLine: false },
  ].filter(({ written }) => written !== '');
}
