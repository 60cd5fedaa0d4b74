/** What a process and its children take, as the system counts it; only Linux tells. */
import { readdir, readFile } from 'node:fs/promises';
import { systemClock as clock } from '../src/async/clock.ts';

export interface ProcessUsage {
  readonly cpuMs: number;
  readonly residentMb: number;
}

/** USER_HZ: the kernel counts CPU time in hundredths of a second for programs (man 5 proc). */
const TICK_MS = 10;

/** @returns undefined where the system does not tell, or the process is gone. */
export async function usageOf(pid: number): Promise<ProcessUsage | undefined> {
  const usages = await Promise.all([pid, ...(await childrenOf(pid))].map(usageOfOne));
  const known = usages.filter((usage) => usage !== undefined);
  if (known.length === 0) return undefined;
  return {
    cpuMs: known.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    residentMb: known.reduce((sum, { residentMb }) => sum + residentMb, 0),
  };
}

/** Of one processor, while that is awaited. */
const IDLE_SHARE = 0.3;
const LOOK_MS = 1000;
const LONGEST_LOOKS = 60;

/** Until it has had next to nothing to do for two seconds; a minute at most. */
export async function untilIdle(pid: number, signal: AbortSignal): Promise<void> {
  let before = await usageOf(pid);
  for (let look = 0, idle = 0; look < LONGEST_LOOKS && idle < 2 && before !== undefined; look++) {
    await clock.sleep(LOOK_MS, signal);
    const now = await usageOf(pid);
    const share = ((now?.cpuMs ?? 0) - before.cpuMs) / LOOK_MS;
    idle = share < IDLE_SHARE ? idle + 1 : 0;
    before = now;
  }
}

/** Any of its threads may have started them. */
export async function childrenOf(pid: number): Promise<readonly number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) => readOrNothing(`/proc/${pid}/task/${thread}/children`)),
  );
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
}

async function usageOfOne(pid: number): Promise<ProcessUsage | undefined> {
  const [stat, status] = await Promise.all([
    readOrNothing(`/proc/${pid}/stat`),
    readOrNothing(`/proc/${pid}/status`),
  ]);
  // The name, the second field, may hold spaces: what follows its bracket is counted.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [userTicks, systemTicks] = [Number(fields[11]), Number(fields[12])];
  const residentKb = Number(/^VmRSS:\s+(\d+)/mu.exec(status)?.[1]);
  if (!Number.isFinite(userTicks + systemTicks + residentKb)) return undefined;
  return { cpuMs: (userTicks + systemTicks) * TICK_MS, residentMb: residentKb / 1024 };
}

function readOrNothing(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
