/** What a process holds on to, after a collection. */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';

const holdingsShape = z.object({
  type: z.literal('holdings'),
  /** Objects. */
  heapMb: z.number(),
  /** What the engine made of functions that run often: it grows for long, up to all there are. */
  codeMb: z.number(),
  externalMb: z.number(),
  /** Timers, sockets, pipes and the like that keep the process alive. */
  handles: z.number(),
  /** On the process itself. */
  listeners: z.number(),
});

export type Holdings = z.infer<typeof holdingsShape>;

const MB = 2 ** 20;

/** Machine code, and what belongs to it. */
const CODE_SPACE = /^(?:shared_)?(?:code|trusted)_/u;

/** Collects first, without a flag for whoever runs the bench; that takes some ten milliseconds. */
export function holdings(): Holdings {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  const { heapUsed, external } = process.memoryUsage();
  const code = getHeapSpaceStatistics()
    .filter(({ space_name: name }) => CODE_SPACE.test(name))
    .reduce((sum, space) => sum + space.space_used_size, 0);
  return {
    type: 'holdings',
    heapMb: (heapUsed - code) / MB,
    codeMb: code / MB,
    externalMb: external / MB,
    handles: process.getActiveResourcesInfo().length,
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
  };
}

/** @returns undefined for a message that is something else. */
export function readHoldings(message: unknown): Holdings | undefined {
  return holdingsShape.safeParse(message).data;
}
