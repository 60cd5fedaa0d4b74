/** Work that is begun before it is known to be wanted; its result counts for as long as it would be the same. */
import type { InferenceOptions } from '../ports.ts';

export interface Ahead<T> {
  /** Begins it, unless it was for that `key` already; what was begun for another is given up. */
  begin(key: number, work: (signal: AbortSignal, options: InferenceOptions) => Promise<T>): void;
  /**
   * What was begun for `key`; undefined where nothing was, or where the engine has not come to it: then it
   * is to be asked for anew, as needed now. Resolves with undefined where it failed; never rejects.
   */
  take(key: number): Promise<T | undefined> | undefined;
  drop(): void;
}

interface Begun<T> {
  readonly key: number;
  result: Promise<T | undefined>;
  readonly over: AbortController;
  /** The engine is at work on it. */
  isAtWork: boolean;
}

class NotWanted extends Error {
  override readonly name = 'NotWanted';
}

/** Only where nothing else has to be done. */
const NEEDED_AT_MS = Infinity;

const NOTHING: Promise<undefined> = Promise.resolve(undefined);

/** @param signal nothing is wanted any more. */
export function createAhead<T>(signal: AbortSignal): Ahead<T> {
  let begun: Begun<T> | undefined;

  const drop = () => {
    begun?.over.abort(new NotWanted('What was begun ahead is not wanted'));
    begun = undefined;
  };

  return {
    begin(key, work) {
      if (begun?.key === key) return;
      drop();
      const over = new AbortController();
      const next: Begun<T> = { key, over, isAtWork: false, result: NOTHING };
      begun = next;
      const options = {
        neededAtMs: NEEDED_AT_MS,
        onBegun() {
          next.isAtWork = true;
        },
      };
      next.result = work(AbortSignal.any([signal, over.signal]), options).catch(() => undefined);
    },
    take(key) {
      if (begun?.key === key && begun.isAtWork) return begun.result;
      drop();
      return undefined;
    },
    drop,
  };
}
