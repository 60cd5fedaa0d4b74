/** What a bad network does to datagrams, repeatable. */
import { seededRandom } from '../random.ts';

export type Direction = 'to-clients' | 'from-clients';

export interface Impairment {
  /** Part of the datagrams that never arrive, 0…1. */
  readonly lossRatio?: number;
  /** Part that arrives twice. */
  readonly duplicateRatio?: number;
  /** Part that is overtaken by the next one or two. */
  readonly reorderRatio?: number;
  /** Each waits between 0 and this; order is kept. */
  readonly jitterMs?: number;
  /** The same seed loses the same datagrams. Default 1. */
  readonly seed?: number;
}

export interface ImpairmentCounters {
  lost: number;
  duplicated: number;
  reordered: number;
}

export interface ImpairedPath extends Disposable {
  readonly counters: Readonly<ImpairmentCounters>;
  /** An empty impairment heals the path. */
  set(impairment: Impairment): void;
  /** Calls `pass` now, later, twice or never. */
  carry(pass: () => void): void;
}

/** Held back for more than one packet's 20 ms, so that the next one overtakes it, and at most two. */
const OVERTAKEN_MS = { least: 25, most: 50 };

export function createImpairedPath(): ImpairedPath {
  const counters: ImpairmentCounters = { lost: 0, duplicated: 0, reordered: 0 };
  const held = new Set<NodeJS.Timeout>();
  /** Those that wait in order: nobody overtakes the first, however short its own delay is. */
  const queue: { readonly atMs: number; readonly pass: () => void }[] = [];
  let queueTimer: NodeJS.Timeout | undefined;
  let impairment: Impairment = {};
  let random = seededRandom(1);

  function passDue(): void {
    queueTimer = undefined;
    while ((queue[0]?.atMs ?? Infinity) <= performance.now()) queue.shift()?.pass();
    const [next] = queue;
    if (next === undefined) return;
    queueTimer = setTimeout(passDue, Math.ceil(next.atMs - performance.now())).unref();
  }

  function inOrder(delayMs: number, pass: () => void): void {
    if (delayMs === 0 && queue.length === 0) {
      pass();
      return;
    }
    queue.push({ atMs: performance.now() + delayMs, pass });
    if (queueTimer === undefined) passDue();
  }

  function holdBack(ms: number, pass: () => void): void {
    const timer = setTimeout(() => {
      held.delete(timer);
      pass();
    }, ms).unref();
    held.add(timer);
  }

  return {
    counters,
    set(wanted) {
      impairment = wanted;
      random = seededRandom(wanted.seed ?? 1);
    },

    carry(pass) {
      const { lossRatio = 0, duplicateRatio = 0, reorderRatio = 0, jitterMs = 0 } = impairment;
      // Always the same number of draws, so that one setting does not shift the others' luck.
      const [loss, twice, overtaken, wait, behind] = [
        random(),
        random(),
        random(),
        random(),
        random(),
      ];
      if (loss < lossRatio) {
        counters.lost += 1;
        return;
      }
      const delayMs = wait * jitterMs;
      if (overtaken < reorderRatio) {
        counters.reordered += 1;
        const { least, most } = OVERTAKEN_MS;
        holdBack(delayMs + least + behind * (most - least), pass);
        return;
      }
      inOrder(delayMs, pass);
      if (twice < duplicateRatio) {
        counters.duplicated += 1;
        inOrder(delayMs, pass);
      }
    },

    [Symbol.dispose]() {
      clearTimeout(queueTimer);
      for (const timer of held) clearTimeout(timer);
      queue.length = 0;
    },
  };
}
