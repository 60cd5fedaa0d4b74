/** How long it takes until Parley can be called, and whether its first answer is as fast as later ones. */
import { systemClock as clock } from '../src/async/clock.ts';
import { openCalls } from './calls.ts';
import { describeMachine, untilQuiet } from './machine.ts';
import { forkPacedLlm } from './paced-llm-process.ts';
import type { Bench } from './result.ts';
import { readSayings } from './sayings.ts';
import { summarise } from './statistics.ts';
import { LLM_PACE, SHORT_REPLIES } from './stub-models.ts';
import { HEARD_MS } from './turn-alone.ts';

const STARTS = 5;
const TURNS = 10;
const READY_MS = 4000;
/** Turns vary by as much. */
const AS_FAST = 1.1;

export const start: Bench = {
  name: 'start',
  description: 'time to ready with cached models, and the first turn beside the tenth',

  async run(options) {
    const { say, signal, turns: starts = STARTS } = options;
    await using server = await forkPacedLlm(SHORT_REPLIES, LLM_PACE);
    process.env['LLM_BASE_URL'] = server.baseUrl;
    const sayings = await readSayings();
    await untilQuiet(options);
    const machine = describeMachine();
    const readyMs: number[] = [];
    const responsesMs: (number | undefined)[][] = [];
    for (let at = 0; at < starts; at++) {
      say(`start ${at + 1} of ${starts}, ${TURNS} turns …`);
      await using calls = await openCalls({ count: 1 }, signal);
      readyMs.push(calls.readyMs);
      for (let turn = 0; turn < TURNS; turn++) {
        // Always the same, so that turns can be compared.
        const [saying] = sayings;
        if (saying === undefined) throw new Error('There is nothing to say');
        await calls.ask(0, saying, signal);
        await clock.sleep(HEARD_MS, signal);
      }
      responsesMs.push((await calls.end(signal)).turns.map((each) => each.responseMs));
    }
    const ofTurn = (turn: number) =>
      summarise(responsesMs.flatMap((turns) => turns[turn - 1] ?? []));
    const first = ofTurn(1);
    const tenth = ofTurn(TURNS);
    const laterMs = responsesMs.flatMap((turns) => turns.slice(1)).flatMap((ms) => ms ?? []);
    return {
      name: start.name,
      machine,
      unit: 'ms',
      rows: [
        {
          measure: 'start of the process to ready',
          of: 'Parley',
          ...summarise(readyMs),
          target: { max: READY_MS },
        },
        { measure: 'response', of: 'Parley, first turn', ...first },
        { measure: 'response', of: 'Parley, tenth turn', ...tenth },
        { measure: 'response', of: 'Parley, all but the first', ...summarise(laterMs) },
        {
          measure: 'first turn, to the tenth',
          of: 'Parley',
          unit: '×',
          ...summarise([(first.median ?? 0) / (tenth.median ?? 1)]),
          target: { max: AS_FAST },
        },
      ],
      notes: [
        'On Loopback Discord with real recognition and synthesis; the models are on the disk, mostly in its cache.',
      ],
    };
  },
};
