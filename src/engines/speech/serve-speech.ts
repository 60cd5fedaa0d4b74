/** The speech process's side: takes orders from the bot until the bot is gone. */
import { writeFileSync } from 'node:fs';
import type {
  FromSpeech,
  Manner,
  SlotFacts,
  SlotSpec,
  SpeechTask,
  SpeechUsage,
  TaskResult,
  ToSpeech,
} from './messages.ts';

/** A loaded model. */
export interface Slot extends AsyncDisposable {
  readonly facts: SlotFacts;
  run(task: SpeechTask, manner: Manner): Promise<TaskResult>;
  /** Does once what the first task would be slow for. */
  warmUp?(): Promise<unknown>;
  /** And what a later one would be a little slow for. */
  warmUpFurther?(): Promise<unknown>;
  /** Gets what it needs to serve several calls at once. Asked for once; never rejects. */
  expectCrowd?(): Promise<void>;
}

export type OpenSlot = (spec: SlotSpec) => Promise<Slot>;

/** Models that were loaded are left this long for work that has waited for them. */
const WARM_UP_AFTER_MS = 20;

/** Nor is work that has waited for a model to be slowed down by the copies of it. A guess. */
const CROWD_AFTER_MS = 2000;

/** All three take 0.3 s side by side; what takes longer goes on while others begin. */
const WARM_UP_MS = 1500;

/** Above the bot's own 0, far below the 1000 that is always chosen first. */
const OOM_SCORE = 500;

/** @throws where the process was not started by the bot. */
export function serveSpeech(openSlot: OpenSlot): void {
  if (process.send === undefined)
    throw new Error(
      'Cannot serve speech: this program is started by the bot, with a channel to it',
    );
  outliveNothing();
  const slots = new Map<string, Slot>();
  /** Names of those that are being loaded and are still wanted. */
  const opening = new Set<string>();
  /** Loaded models that nobody has used yet, and whether they are warmed up as far as a first task needs. */
  const cold = new Map<Slot, boolean>();
  let isCrowd = false;
  /** One after the other: each copy of a model that is loaded takes a core for a second and more. */
  let prepared = Promise.resolve();
  const prepare = (slot: Slot) => {
    prepared = prepared.then(() => slot.expectCrowd?.());
  };

  process.on('message', (message: ToSpeech) => {
    switch (message.type) {
      case 'ping':
        tell({ type: 'pong', usage: usage() });
        break;
      case 'open':
        void open(message);
        break;
      case 'close': {
        opening.delete(message.slot);
        const slot = slots.get(message.slot);
        slots.delete(message.slot);
        if (slot === undefined) break;
        cold.delete(slot);
        void close(slot);
        break;
      }
      case 'work':
        void work(message);
        break;
      case 'crowd':
        if (!isCrowd) for (const slot of slots.values()) prepare(slot);
        isCrowd = true;
        break;
      default:
        message satisfies never;
    }
  });
  tell({ type: 'hello' });

  async function open({ slot: name, spec, isFirst }: Extract<ToSpeech, { type: 'open' }>) {
    opening.add(name);
    try {
      const slot = await openSlot(spec);
      if (isFirst) await warmedUp(slot);
      if (!opening.delete(name)) {
        await close(slot);
        return;
      }
      slots.set(name, slot);
      tell({ type: 'opened', slot: name, facts: slot.facts });
      if (isCrowd) setTimeout(() => prepare(slot), CROWD_AFTER_MS);
      cold.set(slot, isFirst);
    } catch (error) {
      opening.delete(name);
      tell({ type: 'unopened', slot: name, reason: reasonOf(error) });
    }
    // Not before all are there: whoever waits for them waits for the last one.
    if (opening.size === 0) setTimeout(warmUpAll, WARM_UP_AFTER_MS);
  }

  function warmUpAll() {
    for (const [slot, isWarm] of cold) void warmUp(slot, isWarm);
    cold.clear();
  }

  async function close(slot: Slot): Promise<void> {
    try {
      await slot[Symbol.asyncDispose]();
    } catch (error) {
      process.stderr.write(`A model did not close cleanly: ${reasonOf(error)}\n`);
    }
  }

  async function work({ id, slot: name, task, manner }: Extract<ToSpeech, { type: 'work' }>) {
    try {
      const slot = slots.get(name);
      if (slot === undefined) throw new Error(`No model is loaded as "${name}"`);
      cold.delete(slot);
      const doing = slot.run(task, manner);
      tell({ type: 'begun', id });
      tell({ type: 'done', id, result: await doing });
    } catch (error) {
      tell({ type: 'failed', id, reason: reasonOf(error) });
    }
  }
}

async function warmUp(slot: Slot, isWarm: boolean): Promise<void> {
  if (!isWarm) await warmedUp(slot);
  await slot.warmUpFurther?.().catch(() => {});
}

/** A model that fails at this will say so when it is asked for something. */
async function warmedUp(slot: Slot): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, WARM_UP_MS);
  });
  try {
    await Promise.race([slot.warmUp?.(), limit]);
  } catch {
    // See above.
  } finally {
    clearTimeout(timer);
  }
}

function tell(message: FromSpeech): void {
  if (process.connected) process.send?.(message);
}

function usage(): SpeechUsage {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1000, memoryBytes: process.memoryUsage.rss() };
}

/** Message and causes in one line each: an error itself loses its class on the way. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${reasonOf(error.cause)}`;
}

/** Ends this process with the bot, whichever way the bot ends, and in no other case. */
function outliveNothing(): void {
  // At once: an orderly exit would tear down models while their threads compute.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  // A terminal's Ctrl-C and a service's end reach every process; the bot still has something to say.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {});
  if (process.platform !== 'linux') return;
  try {
    // Where memory runs out, this process can be replaced and the bot cannot.
    writeFileSync('/proc/self/oom_score_adj', String(OOM_SCORE));
  } catch {
    // A sandbox without it: nothing depends on it.
  }
}
