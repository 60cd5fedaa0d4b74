/** What keeps a process busy: its open sockets, and every timer there is, with where it was set. */
import { createHook } from 'node:async_hooks';

export interface Alive extends Disposable {
  /** Where the timers that are set and not cleared yet come from; those that let the process end are among them. */
  timers(): readonly string[];
  /** Sockets, servers, workers: each kind with its number. */
  handles(): Readonly<Record<string, number>>;
}

/** Sees only timers that are set from now on. */
export function watchAlive(): Alive {
  const timers = new Map<number, string>();
  const hook = createHook({
    init(id, type) {
      if (type === 'Timeout') timers.set(id, callerOf(new Error('A timer is set')));
    },
    destroy: (id) => void timers.delete(id),
  }).enable();
  return {
    timers: () => [...timers.values()],
    handles() {
      const counts: Record<string, number> = {};
      for (const kind of process.getActiveResourcesInfo())
        if (kind !== 'Timeout' && kind !== 'Immediate') counts[kind] = (counts[kind] ?? 0) + 1;
      return counts;
    },
    [Symbol.dispose]: () => void hook.disable(),
  };
}

/** The first lines of the stack that are not Node's own nor this file's; empty for Node's own timers. */
function callerOf({ stack = '' }: Error): string {
  const lines = stack.split('\n').slice(1);
  return lines
    .filter((line) => !line.includes('node:') && !line.includes('whole-alive'))
    .map((line) => line.trim())
    .join(' < ');
}
