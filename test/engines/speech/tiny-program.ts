/** Asks one thing of a tiny speech process, after that process crashed, and closes nothing. */
import { systemClock } from '../../../src/async/clock.ts';
import { createLog } from '../../../src/log.ts';
import { openTiny } from './open-tiny.ts';

const speech = await openTiny({ clock: systemClock, log: createLog('silent', false) });
const task = { kind: 'synthesis', text: 'hello there', speakerNumber: 0, speed: 1 } as const;
const saying = speech.run('tiny', task, new AbortController().signal);
if (speech.pid !== undefined) process.kill(speech.pid, 'SIGKILL');
const result = await saying;
process.send?.(result.kind === 'synthesis' ? result.clip.text : '');
process.disconnect();
