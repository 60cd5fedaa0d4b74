/** Processor time: what a bound on speed is put on, since time on the wall tells how busy the machine is. */

/** @returns what this process has computed since, in ms, its garbage collector included. */
export function cpuTimer(): () => number {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
}
