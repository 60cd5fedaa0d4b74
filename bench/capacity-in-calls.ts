/**
 * N conversations at once through Loopback Discord with its encryption: the bot in a process of its own, its
 * callers in this one. With models of known pace every answer is talked over; with real recognition and
 * synthesis the answers are heard to their ends, as people do. Nobody speaks before the bot, which has just
 * started, has loaded what it needs for several calls.
 */
import { systemClock as clock } from '../src/async/clock.ts';
import { openCalls, type CallsEnded } from './calls.ts';
import { conversations } from './capacity-alone.ts';
import { forkPacedLlm } from './paced-llm-process.ts';
import { untilIdle, usageOf } from './process-usage.ts';
import type { BenchOptions, BenchRow } from './result.ts';
import { readSayings, type Saying } from './sayings.ts';
import { summarise } from './statistics.ts';
import { LLM_PACE, REPLIES, SHORT_REPLIES } from './stub-models.ts';
import { HEARD_MS } from './turn-alone.ts';

const STUB_SIZES: readonly number[] = [1, 4, 8, 12, 16, 24];
const REAL_SIZES: readonly number[] = [1, 4, 8, 12, 16, 20];
const TURNS = 4;

/** As long as a turn takes: the first questions are spread evenly over it. */
const STUB_SPREAD_MS = 6000;
const REAL_SPREAD_MS = 16_000;
/** What people take before they ask on. */
const PAUSE_MS = 1000;

const REAL_P95_MS = 1500;
const MOST_LATE_PERCENT = 0.1;
const STUB_BOT = new URL('stub-bot.ts', import.meta.url);

/** What an answer that is talked over, or heard to its end, takes of the machine. */
interface Level extends CallsEnded {
  readonly cpuSecondsAMinute: number | undefined;
  readonly residentMb: number | undefined;
}

interface Way {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly spreadMs: number;
  readonly replies: readonly string[];
  readonly isHeardToTheEnd: boolean;
  readonly program?: URL;
}

const WAYS: readonly Way[] = [
  {
    name: 'models of known pace',
    sizes: STUB_SIZES,
    spreadMs: STUB_SPREAD_MS,
    replies: REPLIES,
    isHeardToTheEnd: false,
    program: STUB_BOT,
  },
  {
    name: 'real recognition and synthesis',
    sizes: REAL_SIZES,
    spreadMs: REAL_SPREAD_MS,
    replies: SHORT_REPLIES,
    isHeardToTheEnd: true,
  },
];

export async function capacityInCalls(options: BenchOptions): Promise<BenchRow[]> {
  const { say, signal, turns = TURNS } = options;
  await using server = await forkPacedLlm(REPLIES, LLM_PACE);
  process.env['LLM_BASE_URL'] = server.baseUrl;
  const sayings = await readSayings();
  const rows: BenchRow[] = [];
  for (const way of WAYS) {
    server.answer(way.replies);
    let aloneMb: number | undefined;
    for (const size of way.sizes) {
      say(`${size} at once on Loopback Discord, ${way.name} …`);
      const level = await converse(way, size, turns, sayings, signal);
      aloneMb ??= level.residentMb;
      rows.push(...rowsOf(way, size, level, aloneMb));
    }
  }
  return rows;
}

async function converse(
  way: Way,
  size: number,
  turns: number,
  sayings: readonly Saying[],
  signal: AbortSignal,
): Promise<Level> {
  const { program } = way;
  await using calls = await openCalls(
    { count: size, ...(program === undefined ? {} : { program }) },
    signal,
  );
  const { pid } = calls.bot;
  const usage = () => (pid === undefined ? undefined : usageOf(pid));
  if (pid !== undefined) await untilIdle(pid, signal);
  const before = await usage();
  const startedAtMs = clock.nowMs();
  await Promise.all(
    Array.from({ length: size }, async (_, call) => {
      await clock.sleep((way.spreadMs * call) / size, signal);
      for (let turn = 0; turn < turns; turn++) {
        const saying = sayings[(call + turn) % sayings.length];
        if (saying === undefined) throw new Error('There is nothing to say');
        await calls.ask(call, saying, signal);
        if (way.isHeardToTheEnd) await calls.untilQuiet(call, signal);
        await clock.sleep(way.isHeardToTheEnd ? PAUSE_MS : HEARD_MS, signal);
      }
    }),
  );
  const minutes = (clock.nowMs() - startedAtMs) / 60_000;
  const after = await usage();
  const isKnown = before !== undefined && after !== undefined;
  return {
    ...(await calls.end(signal)),
    cpuSecondsAMinute: isKnown ? (after.cpuMs - before.cpuMs) / 1000 / minutes / size : undefined,
    residentMb: after?.residentMb,
  };
}

function rowsOf(
  { name, program }: Way,
  size: number,
  { turns, frames, lateFrames, cpuSecondsAMinute, residentMb }: Level,
  aloneMb: number | undefined,
): BenchRow[] {
  const of = `${conversations(size)} on Loopback Discord, ${name}`;
  const responses = turns.flatMap(({ responseMs }) => responseMs ?? []);
  const isReal = program === undefined;
  const one = (measure: string, value: number, rest: Partial<BenchRow> = {}): BenchRow => ({
    measure,
    of,
    ...summarise([value]),
    ...rest,
  });
  return [
    {
      measure: 'response',
      of,
      ...summarise(responses),
      ...(isReal ? { target: { p95: REAL_P95_MS } } : {}),
    },
    one('unanswered', turns.length - responses.length, { unit: 'turns', target: { max: 0 } }),
    one(
      'underruns',
      turns.reduce((sum, { record }) => sum + (record?.underruns ?? 0), 0),
      { unit: 'underruns', target: { max: 0 } },
    ),
    one('late frames', (100 * lateFrames) / Math.max(1, frames), {
      unit: '%',
      target: { median: MOST_LATE_PERCENT },
    }),
    ...(cpuSecondsAMinute === undefined
      ? []
      : [one('CPU of each', cpuSecondsAMinute, { unit: 'CPU s a minute' })]),
    ...(residentMb === undefined || aloneMb === undefined || size === 1
      ? []
      : [
          one('resident memory of each further one', (residentMb - aloneMb) / (size - 1), {
            unit: 'MB',
          }),
        ]),
  ];
}
