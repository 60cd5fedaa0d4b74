/** The ears of one voice connection: one pair for everybody who is to be heard. */
import type { Speaker } from '../pipeline/types.ts';
import { openEars, type EarsParts, type SpeakerEars } from './speaker-ears.ts';

export interface Listeners {
  /** Hears exactly `people`, from now on. Who is not among them any more has left. */
  hear(people: readonly Speaker[]): void;
  /** The choice of who is ignored has changed: it holds from this moment. */
  refresh(): void;
  /** Resolves when everything is closed, after the signal aborted. */
  closed(): Promise<void>;
}

/** @param signal closes everything; what is half said is dropped. */
export function createListeners(parts: EarsParts, signal: AbortSignal): Listeners {
  const open = new Map<string, SpeakerEars>();
  const unfinished = new Set<Promise<void>>();
  let wanted: readonly Speaker[] = [];

  const reconcile = () => {
    if (signal.aborted) return;
    for (const speaker of wanted) if (!open.has(speaker.id)) listenTo(speaker);
  };

  const listenTo = (speaker: Speaker) => {
    if (parts.isIgnored(speaker.id)) return;
    const ears = openEars(speaker, parts, signal);
    open.set(speaker.id, ears);
    unfinished.add(ears.done);
    void ears.done.then(() => unfinished.delete(ears.done));
    // A stream in closing still has the person's place: only then can a new one be opened.
    void ears.closed.then(() => {
      open.delete(speaker.id);
      reconcile();
    });
  };

  return {
    hear(people) {
      wanted = people;
      const ids = new Set(people.map(({ id }) => id));
      for (const [id, ears] of open) if (!ids.has(id)) ears.end();
      reconcile();
    },
    refresh() {
      for (const [id, ears] of open) if (parts.isIgnored(id)) ears.close();
      reconcile();
    },
    async closed() {
      await Promise.all(unfinished);
    },
  };
}
