/** Which models the speech process is to hold, and whether they are loaded: kept over its deaths. */
import { EngineError } from '../../pipeline/ports.ts';
import type { SlotFacts, SlotSpec, ToSpeech } from './messages.ts';

export interface SlotTable {
  /**
   * Loads a model into a slot that is free.
   * @throws {EngineError} when it cannot be loaded, or killed two processes that tried.
   */
  add(slot: string, spec: SlotSpec): Promise<SlotFacts>;
  remove(slot: string): void;
  has(slot: string): boolean;
  isOpen(slot: string): boolean;
  /** It was used: it comes first when all are loaded anew. */
  touch(slot: string): void;
  /** Models that someone waits for to be loaded for the first time. */
  readonly awaited: number;
  onUp(): void;
  onDown(cause: Error): void;
  onOpened(slot: string, facts: SlotFacts): void;
  onUnopened(slot: string, reason: string): void;
  /** Nobody will load anything any more. */
  end(reason: Error): void;
}

export interface SlotTableOptions {
  readonly send: (message: ToSpeech) => void;
  /** Models that are loaded at the same time. */
  readonly atOnce: number;
  /** A model that was loaded before cannot be loaded any more. */
  readonly onBroken: (cause: Error) => void;
}

interface Entry {
  readonly spec: SlotSpec;
  status: 'closed' | 'opening' | 'open';
  /** Who waits for it to be loaded for the first time. */
  opener:
    | {
        readonly resolve: (facts: SlotFacts) => void;
        readonly reject: (error: Error) => void;
        deaths: number;
      }
    | undefined;
}

export function createSlotTable({ send, atOnce, onBroken }: SlotTableOptions): SlotTable {
  /** The most recently used last. */
  const entries = new Map<string, Entry>();
  let isUp = false;

  const openMore = () => {
    if (!isUp) return;
    const all = [...entries];
    let opening = all.filter(([, { status }]) => status === 'opening').length;
    // Those that were used last first; where none was used yet, in order of their coming.
    const closed = all.filter(([, { status }]) => status === 'closed').toReversed();
    for (const [slot, entry] of closed) {
      if (opening >= atOnce) return;
      entry.status = 'opening';
      opening++;
      send({ type: 'open', slot, spec: entry.spec });
    }
  };

  return {
    add(slot, spec) {
      return new Promise((resolve, reject) => {
        if (entries.has(slot)) {
          reject(new EngineError(`Cannot load "${spec.model.id}" as "${slot}": that is in use`));
          return;
        }
        entries.set(slot, { spec, status: 'closed', opener: { resolve, reject, deaths: 0 } });
        openMore();
      });
    },
    remove(slot) {
      const entry = entries.get(slot);
      if (entry === undefined) return;
      entries.delete(slot);
      if (entry.status !== 'closed') send({ type: 'close', slot });
      entry.opener?.reject(new EngineError(`"${entry.spec.model.id}" was closed while it loaded`));
      openMore();
    },
    has: (slot) => entries.has(slot),
    isOpen: (slot) => entries.get(slot)?.status === 'open',
    touch(slot) {
      const entry = entries.get(slot);
      if (entry === undefined) return;
      entries.delete(slot);
      entries.set(slot, entry);
    },
    get awaited() {
      return [...entries.values()].filter(({ opener }) => opener !== undefined).length;
    },
    onUp() {
      isUp = true;
      openMore();
    },
    onDown(cause) {
      isUp = false;
      for (const [slot, entry] of entries) {
        const { status, opener, spec } = entry;
        entry.status = 'closed';
        if (status !== 'opening' || opener === undefined) continue;
        opener.deaths++;
        if (opener.deaths < 2) continue;
        entries.delete(slot);
        opener.reject(new EngineError(`Cannot load "${spec.model.id}"`, { cause }));
      }
    },
    onOpened(slot, facts) {
      const entry = entries.get(slot);
      if (entry?.status !== 'opening') return;
      entry.status = 'open';
      entry.opener?.resolve(facts);
      entry.opener = undefined;
      openMore();
    },
    onUnopened(slot, reason) {
      const entry = entries.get(slot);
      if (entry?.status !== 'opening') return;
      if (entry.opener === undefined) {
        onBroken(new Error(`A model that was loaded before cannot be loaded: ${reason}`));
        return;
      }
      entries.delete(slot);
      entry.opener.reject(new EngineError(reason));
      openMore();
    },
    end(reason) {
      isUp = false;
      for (const { opener } of entries.values()) opener?.reject(reason);
      entries.clear();
    },
  };
}
