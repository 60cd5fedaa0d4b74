/** The faults that are set right now, as the parts of Loopback Discord look them up. */
import { createImpairedPath, type Direction, type ImpairedPath } from './impairment.ts';
import { createRestFaults, type RestFaults } from './rest-faults.ts';

export interface FaultState extends Disposable {
  readonly paths: Readonly<Record<Direction, ImpairedPath>>;
  readonly rest: RestFaults;
  isUdpBlocked: boolean;
  ignoresJoins: boolean;
  withholdsEncryption: boolean;
  readyDelayMs: number;
  /** Does something later, unless everything is closed by then. */
  readonly later: (ms: number, callback: () => void) => void;
}

export function createFaultState(): FaultState {
  const paths = { 'to-clients': createImpairedPath(), 'from-clients': createImpairedPath() };
  const timers = new Set<NodeJS.Timeout>();
  return {
    paths,
    rest: createRestFaults(),
    isUdpBlocked: false,
    ignoresJoins: false,
    withholdsEncryption: false,
    readyDelayMs: 0,
    later(ms, callback) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        callback();
      }, ms).unref();
      timers.add(timer);
    },
    [Symbol.dispose]() {
      for (const timer of timers) clearTimeout(timer);
      for (const path of Object.values(paths)) path[Symbol.dispose]();
    },
  };
}
