/**
 * How long a caller waits for an answer: with models of known pace in the pipeline alone and through the
 * whole of Loopback Discord, and with real recognition and synthesis; beside it in the same run the plain
 * orders, and Parley with each of its ideas switched off in turn.
 */
import { systemClock as clock } from '../src/async/clock.ts';
import type { Mouth } from '../src/pipeline/ports.ts';
import type { TurnRecord } from '../src/pipeline/timeline.ts';
import { openParley, openPlain, type Assistant } from './assistants.ts';
import { describeMachine, untilQuiet } from './machine.ts';
import { openModels, type Models } from './open-models.ts';
import { publishedRows } from './published.ts';
import type { Bench, BenchOptions, BenchRow } from './result.ts';
import { readSayings } from './sayings.ts';
import { stagesOf } from './stages.ts';
import { summarise } from './statistics.ts';
import { PLAIN_REPLIES, repliesOf, stubStt, stubTts } from './stub-models.ts';
import { turnsAlone } from './turn-alone.ts';
import { turnsInCall, type TurnsInCall } from './turn-in-call.ts';
import { WITHOUT } from './without.ts';

const ALONE = 'response';
const IN_CALL = 'response on Loopback Discord';
const BARGE_IN = 'barge-in';
const BARGE_IN_CALL = 'barge-in on Loopback Discord';
const MISSING = 'silence inside of what was heard';
const PARLEY = 'Parley';
const NO_INTERJECTION = 'Parley, reply without an interjection';
const REAL = 'Parley, real recognition and synthesis';
const REAL_NO_INTERJECTION = 'Parley, real, reply without an interjection';
const REAL_BLOCKING = 'blocking order, real recognition and synthesis';

const TARGETS: Readonly<Record<string, BenchRow['target']>> = {
  [`${ALONE} ${PARLEY}`]: { median: 450, p95: 510 },
  [`${ALONE} ${NO_INTERJECTION}`]: { median: 530, p95: 530 },
  [`${BARGE_IN} ${PARLEY}`]: { median: 150, p95: 200 },
  [`${BARGE_IN_CALL} ${PARLEY}`]: { median: 150, p95: 200 },
  [`${BARGE_IN_CALL} ${REAL}`]: { median: 150, p95: 200 },
  [`${MISSING} ${PARLEY}`]: { max: 0 },
  [`${IN_CALL} ${REAL}`]: { median: 550, p95: 800 },
  [`${IN_CALL} ${REAL_NO_INTERJECTION}`]: { median: 640, p95: 800 },
};
/** What Loopback Discord with DAVE may add. */
const DISCORD_MS = 45;
/** At least six times faster than the blocking order. */
const SHARE_OF_BLOCKING_PERCENT = 100 / 6;

const TURNS = 24;
/** Of a variation, and of an order that takes more than 5 s to answer and hardly varies. */
const HALF = 0.5;
const QUARTER = 0.25;

const STUB_BOT = new URL('stub-bot.ts', import.meta.url);

export const turn: Bench = {
  name: 'turn',
  description: 'response and barge-in, stage by stage, beside other orders and without each idea',

  async run(options) {
    const { turns = TURNS, signal } = options;
    const replies = await repliesOf(options.replyFile);
    await using models = await openModels(replies, signal);
    await untilQuiet(options);
    const machine = describeMachine();
    const alone = await measureAlone(models, replies, { ...options, turns });
    const inCall = await measureInCall(models, replies, { ...options, turns });
    const aloneMs = alone.rows.find(({ of }) => of === PARLEY)?.median ?? 0;
    return {
      name: turn.name,
      machine,
      unit: 'ms',
      rows: [
        ...alone.rows,
        ...inCall.rows.map((row) =>
          row.measure === IN_CALL && row.of === PARLEY
            ? { ...row, target: { median: aloneMs + DISCORD_MS } }
            : row,
        ),
        ...publishedRows(ALONE, BARGE_IN),
        ...alone.stages,
        ...inCall.stages,
      ],
      ...(inCall.timeline === undefined ? {} : { timeline: inCall.timeline }),
      notes: [
        ...alone.notes,
        ...inCall.notes,
        'The models of known pace alone take 430 ms: recognition 100, first token 150, first sentence 100, synthesis 80. Parley begins with the first clause, inside of the pause.',
        'First sentences vary from turn to turn. The bot on Loopback Discord remembers phrases that it has said, as it ships: opening words such as "Sure," need no synthesis the second time.',
        'The plain orders end a turn after 200 ms of silence and cannot be interrupted: they are cut from outside.',
        'Published figures are from another machine, and with synthesis whose chunk i of 40 ms is ready after 80 + 4 i ms (here: whole clips after 80); a difference under 40 ms is none.',
      ],
    };
  },
};

interface Measured {
  readonly rows: readonly BenchRow[];
  readonly stages: readonly BenchRow[];
  readonly notes: readonly string[];
}

async function measureAlone(
  { engines, llm, server }: Models,
  replies: readonly string[],
  { turns, say, signal }: BenchOptions & { readonly turns: number },
): Promise<Measured> {
  const { turnDetector } = engines;
  const createVad = () => engines.createVad();
  const stt = stubStt(clock);
  const parts = { stt, llm, tts: stubTts(clock), createVad, turnDetector, clock };
  const parley = (mouth: Mouth) => openParley(parts, mouth);
  type Variant = readonly [of: string, share: number, open: (mouth: Mouth) => Assistant];
  const variants: readonly Variant[] = [
    [PARLEY, 1, parley],
    [NO_INTERJECTION, HALF, parley],
    ...WITHOUT.map(([of, open]): Variant => [
      of,
      QUARTER,
      (mouth: Mouth): Assistant => open(parts, mouth),
    ]),
    ['plain concurrent order', QUARTER, (mouth) => openPlain(parts, mouth, 'concurrent')],
    ['blocking order', QUARTER, (mouth) => openPlain(parts, mouth, 'blocking')],
  ];
  const sayings = await readSayings();
  const rows: BenchRow[] = [];
  const stages: BenchRow[] = [];
  const notes: string[] = [];
  for (const [of, share, open] of variants) {
    const count = Math.ceil(turns * share);
    say(`${of}: ${count} turns …`);
    server.answer(of === NO_INTERJECTION ? PLAIN_REPLIES : replies);
    const measured = await turnsAlone(open, { sayings, stt, turns: count, signal });
    rows.push(row(ALONE, of, measured.responsesMs));
    if (of === PARLEY) {
      rows.push(row(BARGE_IN, of, measured.bargeInsMs));
      stages.push(...stagesOf(measured.records, measured.lastVoicedAtMs, of));
    }
    if (of.startsWith(PARLEY) && of !== NO_INTERJECTION)
      rows.push(
        row(
          MISSING,
          of,
          measured.silences.map(({ missingMs }) => missingMs),
        ),
      );
    if (measured.early + measured.unanswered > 0)
      notes.push(`${of}: ${measured.early} begun too early, ${measured.unanswered} unanswered`);
  }
  return { rows, stages, notes };
}

async function measureInCall(
  { server }: Models,
  replies: readonly string[],
  { turns, say, signal }: BenchOptions & { readonly turns: number },
): Promise<Measured & { readonly timeline: TurnRecord | undefined }> {
  // The bot runs in a process of its own, with this environment.
  process.env['LLM_BASE_URL'] = server.baseUrl;
  const sayings = await readSayings();
  const measure = (of: string, share: number, how: Parameters<typeof turnsInCall>[0]) => {
    const count = Math.ceil(turns * share);
    say(`${of}, on Loopback Discord: ${count} turns …`);
    return turnsInCall(how, sayings, count, signal);
  };
  server.answer(replies);
  const stub = await measure(PARLEY, 1, { program: STUB_BOT });
  const real = await measure(REAL, 1, {});
  const blocking = await measure(REAL_BLOCKING, QUARTER, { order: 'blocking' });
  server.answer(PLAIN_REPLIES);
  const plain = await measure(REAL_NO_INTERJECTION, HALF, {});
  const all: readonly (readonly [of: string, measured: TurnsInCall])[] = [
    [PARLEY, stub],
    [REAL, real],
    [REAL_NO_INTERJECTION, plain],
    [REAL_BLOCKING, blocking],
  ];
  const realMs = summarise(real.responsesMs).median ?? 0;
  const blockingMs = summarise(blocking.responsesMs).median ?? Infinity;
  return {
    rows: [
      ...all.map(([of, { responsesMs }]) => row(IN_CALL, of, responsesMs)),
      row(BARGE_IN_CALL, PARLEY, stub.bargeInsMs),
      row(BARGE_IN_CALL, REAL, real.bargeInsMs),
      {
        measure: 'share of the blocking order’s response',
        of: REAL,
        unit: '%',
        ...summarise([(100 * realMs) / blockingMs]),
        target: { max: SHARE_OF_BLOCKING_PERCENT },
      },
    ],
    stages: [
      ...stagesOf(stub.records, heardLastVoiced(stub), `${PARLEY} on Loopback Discord`),
      ...stagesOf(real.records, heardLastVoiced(real), REAL),
    ],
    timeline: real.whole,
    notes: all.map(
      ([of, { underruns, unanswered, early }]) =>
        `${of}, on Loopback Discord: ${underruns} underruns, ${early} begun too early, ${unanswered} unanswered`,
    ),
  };
}

/** By the bot's own record: the frame that it heard as the last voiced one. */
function heardLastVoiced({ records }: TurnsInCall): number[] {
  return records.flatMap(({ marks }) => marks.lastVoicedAtMs ?? []);
}

function row(measure: string, of: string, values: readonly number[]): BenchRow {
  const target = TARGETS[`${measure} ${of}`];
  return { measure, of, ...summarise(values), ...(target === undefined ? {} : { target }) };
}
