/** A bot with a tiny speech process: tells that process's id, and runs until it is ended. */
import { systemClock } from '../../../src/async/clock.ts';
import { createLog } from '../../../src/log.ts';
import { openTiny } from './open-tiny.ts';

const speech = await openTiny({ clock: systemClock, log: createLog('silent', false) });
process.send?.(speech.pid);
setInterval(() => {}, 1000);
