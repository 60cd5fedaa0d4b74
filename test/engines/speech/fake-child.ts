/** A speech process in virtual time: what it answers, and when it dies, is up to the test. */
import type { Child, ChildEvents, StartChild } from '../../../src/engines/speech/child.ts';
import type { FromSpeech, ToSpeech } from '../../../src/engines/speech/messages.ts';

export interface FakeChild {
  readonly pid: number;
  /** Pings left out. */
  readonly received: ToSpeech[];
  readonly pings: number;
  readonly isKilled: boolean;
  isHeld: boolean;
  /** Processor time as it tells it with the next sign of life. */
  cpuMs: number;
  /** Answers no ping from now on. */
  hang(): void;
  tell(message: FromSpeech): void;
  die(reason?: string): void;
}

export interface FakeChildren {
  readonly start: StartChild;
  readonly all: readonly FakeChild[];
  /** The last one. */
  readonly child: FakeChild;
}

export interface FakeChildOptions {
  /** The test says when a task is begun; at once otherwise. */
  readonly beginsLate?: boolean;
}

export function fakeChildren(options: FakeChildOptions = {}): FakeChildren {
  const all: FakeChild[] = [];
  return {
    start(events) {
      const { child, asSeen } = fakeChild(all.length + 1, events, options);
      all.push(child);
      return asSeen;
    },
    all,
    get child() {
      const last = all.at(-1);
      if (last === undefined) throw new Error('No process was started');
      return last;
    },
  };
}

function fakeChild(
  pid: number,
  { onMessage, onEnd }: ChildEvents,
  { beginsLate = false }: FakeChildOptions,
): { readonly child: FakeChild; readonly asSeen: Child } {
  const received: ToSpeech[] = [];
  let pings = 0;
  let isHung = false;
  let isGone = false;
  let isKilled = false;
  const tell = (message: FromSpeech) => {
    if (!isGone) onMessage(message);
  };
  const die = (reason = 'The speech process ended with SIGSEGV') => {
    if (isGone) return;
    isGone = true;
    onEnd(new Error(reason));
  };
  const child: FakeChild = {
    pid,
    received,
    get pings() {
      return pings;
    },
    get isKilled() {
      return isKilled;
    },
    isHeld: false,
    cpuMs: 100,
    hang() {
      isHung = true;
    },
    tell,
    die,
  };
  const asSeen: Child = {
    pid,
    send(message) {
      if (isGone) return;
      if (message.type !== 'ping') {
        received.push(message);
        if (message.type === 'work' && !beginsLate) tell({ type: 'begun', id: message.id });
        return;
      }
      pings++;
      if (!isHung)
        queueMicrotask(() =>
          tell({ type: 'pong', usage: { cpuMs: child.cpuMs, memoryBytes: 1e8 } }),
        );
    },
    kill() {
      isKilled = true;
      queueMicrotask(() => die('The speech process ended with SIGKILL'));
    },
    hold(isNeeded) {
      child.isHeld = isNeeded;
    },
  };
  return { child, asSeen };
}
