/** The voice models in memory: a few at most, each loaded when it is first wanted. */
import type { Clock } from '../async/clock.ts';
import type { Logger } from '../log.ts';
import type { VoiceModel } from './sherpa-tts.ts';

/** A loaded model in use; given back by disposing it. */
export interface VoiceLease extends Disposable {
  readonly model: VoiceModel;
}

type VoiceOffer =
  | { readonly status: 'ready'; readonly lease: VoiceLease }
  /** It is being loaded, or will be when there is room. */
  | { readonly status: 'loading' }
  /** It could not be loaded; it is tried again later. */
  | { readonly status: 'failed'; readonly error: unknown };

export interface VoicePool extends AsyncDisposable {
  /** Never waits: a model that is not here yet is loaded in the background. */
  take(modelId: string): VoiceOffer;
  /** @throws what loading threw; `signal.reason`; {VoicesBusyError} when every model in memory is in use. */
  load(modelId: string, signal: AbortSignal): Promise<VoiceLease>;
}

export interface VoicePoolOptions {
  /** @throws when the model is not here, or cannot be loaded. */
  readonly open: (modelId: string, signal: AbortSignal) => Promise<VoiceModel>;
  /** At least 1; 60–400 MB each. */
  readonly most?: number;
  readonly clock: Clock;
  readonly log: Logger;
}

/** No room for another model now; the message is a plain sentence. */
class VoicesBusyError extends Error {
  override readonly name = 'VoicesBusyError';
}

/** The usual one, and two that people have chosen. */
const MOST_LOADED = 3;

/** A model that could not be loaded is not tried again before: nothing mends itself sooner. */
const RETRY_MS = 5 * 60_000;

type Entry =
  | { readonly status: 'loading'; readonly loaded: Promise<Loaded> }
  | Loaded
  | { readonly status: 'failed'; readonly error: unknown; readonly atMs: number };

interface Loaded {
  readonly status: 'loaded';
  readonly model: VoiceModel;
  users: number;
}

export function createVoicePool(options: VoicePoolOptions): VoicePool {
  const { open, most = MOST_LOADED, clock, log } = options;
  const ending = new AbortController();
  /** In order of use, the least recent first. */
  const entries = new Map<string, Entry>();
  const closing = new Set<Promise<void>>();

  const used = (modelId: string, entry: Entry) => {
    entries.delete(modelId);
    entries.set(modelId, entry);
  };

  const close = (modelId: string, { model }: Loaded) => {
    entries.delete(modelId);
    const closed = closeModel(modelId, model).finally(() => closing.delete(closed));
    closing.add(closed);
  };

  const closeModel = async (modelId: string, model: VoiceModel) => {
    try {
      await model[Symbol.asyncDispose]();
      log.info({ modelId }, 'voice closed');
    } catch (error) {
      log.warn({ err: error, modelId }, 'a voice did not close cleanly');
    }
  };

  /** @returns whether there is room for one more. */
  const makeRoom = (): boolean => {
    const inMemory = [...entries].filter(([, { status }]) => status !== 'failed');
    if (inMemory.length < most) return true;
    for (const [modelId, entry] of inMemory) {
      if (entry.status !== 'loaded' || entry.users > 0) continue;
      close(modelId, entry);
      return true;
    }
    return false;
  };

  const begin = (modelId: string): Promise<Loaded> => {
    const startedAtMs = clock.nowMs();
    const loaded = open(modelId, ending.signal).then(
      (model): Loaded => {
        const entry: Loaded = { status: 'loaded', model, users: 0 };
        used(modelId, entry);
        log.info({ modelId, loadMs: Math.round(clock.nowMs() - startedAtMs) }, 'voice loaded');
        return entry;
      },
      (error: unknown) => {
        if (!ending.signal.aborted) log.error({ err: error, modelId }, 'a voice cannot be loaded');
        used(modelId, { status: 'failed', error, atMs: clock.nowMs() });
        throw error;
      },
    );
    loaded.catch(() => {}); // it is in its entry
    used(modelId, { status: 'loading', loaded });
    return loaded;
  };

  return {
    take(modelId) {
      const entry = entries.get(modelId);
      if (entry?.status === 'loaded') {
        used(modelId, entry);
        return { status: 'ready', lease: lease(entry) };
      }
      if (entry?.status === 'loading') return { status: 'loading' };
      if (entry !== undefined && clock.nowMs() - entry.atMs < RETRY_MS)
        return { status: 'failed', error: entry.error };
      if (!ending.signal.aborted && makeRoom()) void begin(modelId);
      return { status: 'loading' };
    },

    async load(modelId, signal) {
      signal.throwIfAborted();
      ending.signal.throwIfAborted();
      const entry = entries.get(modelId);
      if (entry?.status === 'loaded') {
        used(modelId, entry);
        return lease(entry);
      }
      if (entry?.status !== 'loading' && !makeRoom())
        throw new VoicesBusyError(
          'All voices that fit into memory are in use: please try again in a minute.',
        );
      const loaded = await (entry?.status === 'loading' ? entry.loaded : begin(modelId));
      signal.throwIfAborted();
      return lease(loaded);
    },

    async [Symbol.asyncDispose]() {
      ending.abort(new Error('The voices are being closed'));
      await Promise.allSettled(
        [...entries.values()].map(async (entry) => {
          if (entry.status === 'failed') return;
          const { model } = entry.status === 'loading' ? await entry.loaded : entry;
          await model[Symbol.asyncDispose]();
        }),
      );
      await Promise.allSettled(closing);
    },
  };
}

function lease(loaded: Loaded): VoiceLease {
  loaded.users += 1;
  let isHeld = true;
  return {
    model: loaded.model,
    [Symbol.dispose]() {
      if (isHeld) loaded.users -= 1;
      isHeld = false;
    },
  };
}
