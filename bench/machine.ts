/** Which machine the figures are from, and whether it had anything else to do. */
import { cpus, loadavg, totalmem } from 'node:os';
import { systemClock as clock } from '../src/async/clock.ts';
import type { BenchOptions } from './result.ts';

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
  /** Mean number of running processes in the minute before the bench began; 0 where the system does not tell. */
  readonly loadBefore: number;
}

/** Above this, something else is measured too. */
const QUIET_LOAD = 0.7;
const PATIENCE_MS = 4 * 60_000;
const LOOK_EVERY_MS = 5_000;

export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model ?? 'unknown processor',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}

/** Waits some minutes for the machine to fall quiet; after that the load stands beside the figures. */
export async function untilQuiet({ say, wait, signal }: BenchOptions): Promise<void> {
  if (!wait) return;
  const startMs = clock.nowMs();
  for (let told = false; load() > QUIET_LOAD; told = true) {
    if (clock.nowMs() - startMs > PATIENCE_MS) {
      say(`The machine is still busy (load ${load().toFixed(2)}): measured all the same.`);
      return;
    }
    if (!told) say(`Waiting for the machine to fall quiet (load ${load().toFixed(2)}) …`);
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}

function load(): number {
  return loadavg()[0] ?? 0;
}
