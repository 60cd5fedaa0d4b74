/**
 * Whether the bot grows: 2,400 turns through Loopback Discord with models of known pace, spread over
 * guilds, while the bot tells what it holds on to.
 */
import { systemClock as clock } from '../src/async/clock.ts';
import { openCalls } from './calls.ts';
import { readHoldings, type Holdings } from './holdings.ts';
import { describeMachine, untilQuiet } from './machine.ts';
import { forkPacedLlm } from './paced-llm-process.ts';
import type { Bench, BenchRow } from './result.ts';
import { readSayings } from './sayings.ts';
import { slopeOf } from './slope.ts';
import { summarise } from './statistics.ts';
import { LLM_PACE, REPLIES } from './stub-models.ts';

const TURNS = 2400;
const GUILDS = 10;
const HEARD_MS = 1000;
/**
 * Of the turns: by then every guild's history (30 turns) and records (40) are full, and most code is compiled. For
 * the first 1,500 turns V8's lists of what depends on compiled code grow the heap by some 0.1 MB, and nothing
 * else does, by the difference of two heap snapshots, after 600 turns and after 1,200.
 */
const WARM_UP_SHARE = 0.4;
const SOAK_BOT = new URL('soak-bot.ts', import.meta.url);

interface Sample extends Holdings {
  readonly turns: number;
}

type Kind = readonly [
  what: string,
  unit: 'MB' | 'handles' | 'listeners',
  (sample: Sample) => number,
];

const KINDS: readonly Kind[] = [
  ['heap', 'MB', ({ heapMb }) => heapMb],
  ['external memory', 'MB', ({ externalMb }) => externalMb],
  ['handles', 'handles', ({ handles }) => handles],
  ['listeners', 'listeners', ({ listeners }) => listeners],
];

/** No object of Parley: for as long as functions become frequent the engine compiles them. */
const CODE: Kind = ['compiled code', 'MB', ({ codeMb }) => codeMb];

export const soak: Bench = {
  name: 'soak',
  description: '2,400 turns: whether heap, external memory and handles grow',

  async run(options) {
    const { say, signal, turns = TURNS } = options;
    await using server = await forkPacedLlm(REPLIES, LLM_PACE);
    process.env['LLM_BASE_URL'] = server.baseUrl;
    const sayings = await readSayings();
    await untilQuiet(options);
    const machine = describeMachine();
    await using calls = await openCalls({ count: GUILDS, program: SOAK_BOT }, signal);
    const samples: Sample[] = [];
    let done = 0;
    calls.bot.onMessage((message) => {
      const holdings = readHoldings(message);
      if (holdings !== undefined) samples.push({ ...holdings, turns: done });
    });
    say(`${turns} turns in ${GUILDS} guilds …`);
    await Promise.all(
      Array.from({ length: GUILDS }, async (_, call) => {
        await clock.sleep((HEARD_MS * call) / 2, signal);
        while (done < turns) {
          const saying = sayings[(call + done) % sayings.length];
          if (saying === undefined) throw new Error('There is nothing to say');
          await calls.ask(call, saying, signal);
          done++;
          if (done % 100 === 0) say(`${done} turns`);
          await clock.sleep(HEARD_MS, signal);
        }
      }),
    );
    const ended = await calls.end(signal);
    const answered = ended.turns.filter(({ responseMs }) => responseMs !== undefined).length;
    const counted = samples.filter((sample) => sample.turns > done * WARM_UP_SHARE);
    return {
      name: soak.name,
      machine,
      unit: 'ms',
      rows: [
        ...KINDS.map((kind) => ({ ...grown(kind, counted), target: { min: 0 } })),
        grown(CODE, counted),
        ...[...KINDS, CODE].map(([what, unit, pick]) => held(what, unit, counted, pick)),
      ],
      notes: [
        `${answered} of ${ended.turns.length} turns were answered.`,
        'Compiled code is what the engine makes of functions once they are frequent, those of libraries among them: it grows long, towards all that there are.',
        `Growth is the slope of a line through samples taken after a collection every 5 s, the first ${Math.round(done * WARM_UP_SHARE)} turns left out, in which histories and records fill up; lowest and highest are its 95 % interval, and it is none where that holds 0.`,
      ],
    };
  },
};

function grown([what, unit, pick]: Kind, samples: readonly Sample[]): BenchRow {
  const found = slopeOf(samples.map((sample) => ({ x: sample.turns / 1000, y: pick(sample) })));
  return {
    measure: `growth of ${what}`,
    of: 'the bot',
    unit: `${unit} per 1,000 turns`,
    median: found?.slope ?? null,
    p95: null,
    mean: found?.slope ?? null,
    min: found?.lowest ?? null,
    max: found?.highest ?? null,
    n: samples.length,
  };
}

function held(what: string, unit: Kind[1], samples: readonly Sample[], pick: Kind[2]): BenchRow {
  return { measure: what, of: 'the bot', unit, ...summarise(samples.map(pick)) };
}
