/** Which models the speech process is to hold, and whether they are loaded: kept over its deaths. */
import type { Clock } from '../../async/clock.ts';
import { EngineError } from '../../pipeline/ports.ts';
import type { SlotFacts, SlotSpec, ToSpeech } from './messages.ts';

export interface SlotTable {
  /**
   * Loads a model into a slot that is free.
   * @throws {EngineError} when it cannot be loaded, or killed two processes that did nothing else.
   */
  add(slot: string, spec: SlotSpec): Promise<SlotFacts>;
  remove(slot: string): void;
  specOf(slot: string): SlotSpec | undefined;
  isOpen(slot: string): boolean;
  /** It was used: it comes first when all are loaded anew. */
  touch(slot: string): void;
  /**
   * It is about to be used: where it was given up, it is tried again.
   * @returns why it cannot be used, where it is not time yet for that.
   */
  want(slot: string): EngineError | undefined;
  /** Models that someone waits for to be loaded for the first time. */
  readonly awaited: number;
  onUp(): void;
  /** @param wasAtWork whether the process died with a task at hand, which may have been its end. */
  onDown(cause: Error, wasAtWork: boolean): void;
  onOpened(slot: string, facts: SlotFacts): void;
  onUnopened(slot: string, reason: string): void;
  /** Nobody will load anything any more. */
  end(reason: Error): void;
}

export interface SlotTableOptions {
  readonly clock: Clock;
  readonly send: (message: ToSpeech) => void;
  /** Models that are loaded at the same time. */
  readonly atOnce: number;
  /** A model that was loaded before cannot be loaded any more, and is not tried until it is wanted. */
  readonly onGivenUp: (slot: string, reason: EngineError) => void;
}

interface Entry {
  readonly spec: SlotSpec;
  status: 'closed' | 'opening' | 'open' | 'given-up';
  /** Since it was last loaded, as are the next three. */
  refusals: number;
  /** Of processes that were loading it, perhaps through no fault of its own. */
  deaths: number;
  /** Of these, the deaths of processes that did nothing else. */
  deathsAlone: number;
  givenUps: number;
  /** Once it is given up: clock ms from which on it may be tried again, and why it was. */
  retryAtMs: number;
  reason: EngineError | undefined;
  /** Who waits for it to be loaded for the first time. */
  opener:
    | {
        readonly resolve: (facts: SlotFacts) => void;
        readonly reject: (error: Error) => void;
      }
    | undefined;
}

/** As good as new. */
const BLAMELESS = { refusals: 0, deaths: 0, deathsAlone: 0, givenUps: 0 };

/** A file that is missing for a moment, or memory that is short, is given one more chance. */
const GIVEN_UP_AFTER = 2;

/** Deaths beside tasks or other models prove nothing, but do not happen to one model for ever. */
const GIVEN_UP_UNPROVEN_AFTER = 6;

/** Loading takes a second of everybody's processor: doubled with each failure, up to the longest. */
const FIRST_RETRY_MS = 5000;
const LONGEST_RETRY_MS = 5 * 60_000;

export function createSlotTable(options: SlotTableOptions): SlotTable {
  const { clock, send, atOnce, onGivenUp } = options;
  /** The most recently used last. */
  const entries = new Map<string, Entry>();
  let isUp = false;

  const openMore = () => {
    if (!isUp) return;
    const all = [...entries];
    const opening = all.filter(([, { status }]) => status === 'opening');
    // Those that were used last first; where none was used yet, in order of their coming.
    const closed = all.filter(([, { status }]) => status === 'closed').toReversed();
    const sound = closed.filter(([, { deaths }]) => deaths === 0);
    // What may have killed a process is loaded last, and alone, so that it is told from its neighbours.
    const suspects = opening.length + sound.length > 0 ? [] : closed.slice(0, 1);
    const room = opening.some(([, { deaths }]) => deaths > 0) ? 0 : atOnce - opening.length;
    for (const [slot, entry] of [...sound, ...suspects].slice(0, Math.max(0, room))) {
      entry.status = 'opening';
      send({ type: 'open', slot, spec: entry.spec, isFirst: entry.opener !== undefined });
    }
  };

  const giveUp = (slot: string, entry: Entry, reason: EngineError) => {
    if (entry.opener !== undefined) {
      entries.delete(slot);
      entry.opener.reject(reason);
      return;
    }
    const doubled = FIRST_RETRY_MS * 2 ** entry.givenUps;
    entry.status = 'given-up';
    entry.givenUps++;
    entry.retryAtMs = clock.nowMs() + Math.min(LONGEST_RETRY_MS, doubled);
    entry.reason = reason;
    onGivenUp(slot, reason);
  };

  return {
    add(slot, spec) {
      return new Promise((resolve, reject) => {
        if (entries.has(slot)) {
          reject(new EngineError(`Cannot load "${spec.model.id}" as "${slot}": that is in use`));
          return;
        }
        entries.set(slot, {
          spec,
          status: 'closed',
          ...BLAMELESS,
          retryAtMs: 0,
          reason: undefined,
          opener: { resolve, reject },
        });
        openMore();
      });
    },
    remove(slot) {
      const entry = entries.get(slot);
      if (entry === undefined) return;
      entries.delete(slot);
      if (entry.status === 'opening' || entry.status === 'open') send({ type: 'close', slot });
      entry.opener?.reject(new EngineError(`"${entry.spec.model.id}" was closed while it loaded`));
      openMore();
    },
    specOf: (slot) => entries.get(slot)?.spec,
    isOpen: (slot) => entries.get(slot)?.status === 'open',
    touch(slot) {
      const entry = entries.get(slot);
      if (entry === undefined) return;
      entries.delete(slot);
      entries.set(slot, entry);
    },
    want(slot) {
      const entry = entries.get(slot);
      if (entry?.status !== 'given-up') return undefined;
      if (clock.nowMs() < entry.retryAtMs) return entry.reason;
      entry.status = 'closed';
      openMore();
      return undefined;
    },
    get awaited() {
      return [...entries.values()].filter(({ opener }) => opener !== undefined).length;
    },
    onUp() {
      isUp = true;
      openMore();
    },
    onDown(cause, wasAtWork) {
      isUp = false;
      const isAlone =
        !wasAtWork &&
        [...entries.values()].filter(({ status }) => status === 'opening').length === 1;
      for (const [slot, entry] of entries) {
        const { status, spec } = entry;
        if (status !== 'given-up') entry.status = 'closed';
        if (status !== 'opening') continue;
        entry.deaths++;
        // Beside others it may not have been this one; then it is tried alone.
        if (isAlone) entry.deathsAlone++;
        if (entry.deathsAlone >= GIVEN_UP_AFTER || entry.deaths >= GIVEN_UP_UNPROVEN_AFTER)
          giveUp(slot, entry, new EngineError(`Cannot load "${spec.model.id}"`, { cause }));
      }
    },
    onOpened(slot, facts) {
      const entry = entries.get(slot);
      if (entry?.status !== 'opening') return;
      entry.status = 'open';
      Object.assign(entry, BLAMELESS);
      entry.opener?.resolve(facts);
      entry.opener = undefined;
      openMore();
    },
    onUnopened(slot, reason) {
      const entry = entries.get(slot);
      if (entry?.status !== 'opening') return;
      entry.status = 'closed';
      entry.refusals++;
      if (entry.opener !== undefined || entry.refusals >= GIVEN_UP_AFTER)
        giveUp(slot, entry, new EngineError(reason));
      openMore();
    },
    end(reason) {
      isUp = false;
      for (const { opener } of entries.values()) opener?.reject(reason);
      entries.clear();
    },
  };
}
