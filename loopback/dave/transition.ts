/** Everyone moves to a new epoch's keys at the same time: when all are ready, or some are too slow. */

export interface Transition extends Disposable {
  readonly id: number;
  /** `userId` is ready, or gone. */
  noLongerAwaits(userId: string): void;
}

/** A transition is carried out without those who have not answered by then. */
const TIMEOUT_MS = 1_000;

/** @param execute called once, unless it is disposed of before. */
export function createTransition(
  id: number,
  awaited: Iterable<string>,
  execute: () => void,
): Transition {
  const waiting = new Set(awaited);
  const timer = setTimeout(execute, TIMEOUT_MS).unref();
  return {
    id,
    noLongerAwaits(userId) {
      if (!waiting.delete(userId) || waiting.size > 0) return;
      clearTimeout(timer);
      execute();
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
