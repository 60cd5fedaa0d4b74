/**
 * How long a caller waits for an answer, and how long Parley talks on when it is interrupted, with
 * models of known pace; beside it the plain orders, driven in the same way in the same run.
 *
 * Every turn but the first is said into the answer to the one before. The response counts from the
 * last voiced frame as it was sent to the first frame of the answer; the barge-in from the first
 * voiced frame to the last frame of the old answer.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { systemClock as clock } from '../src/async/clock.ts';
import type { Mouth } from '../src/pipeline/ports.ts';
import { ENGINE_HZ } from '../src/pipeline/types.ts';
import { openParley, openPlain, type Assistant } from './assistants.ts';
import { createLiveCaller } from './live-caller.ts';
import { describeMachine, untilQuiet } from './machine.ts';
import { openModels } from './open-models.ts';
import { publishedRows } from './published.ts';
import type { Bench, BenchOptions, BenchRow } from './result.ts';
import { readSayings, type Saying } from './sayings.ts';
import { stagesOf } from './stages.ts';
import { summarise } from './statistics.ts';
import { REPLY, stubStt, stubTts, type StubStt } from './stub-models.ts';
import { createWallClockMouth } from './wall-clock-mouth.ts';

const RESPONSE = 'response';
const BARGE_IN = 'barge-in';
const TARGETS = {
  [RESPONSE]: { median: 530, p95: 590 },
  [BARGE_IN]: { median: 150, p95: 200 },
} as const;

const TURNS = 24;
/** The blocking order takes more than 5 s to answer and hardly varies. */
const BLOCKING_SHARE = 1 / 3;

/** An answer that has not begun by then will not come. */
const ANSWER_DEADLINE_MS = 12_000;
const POLL_MS = 10;
/** How much of an answer is heard before it is talked over. */
const HEARD_MS = 1500;
/** Spreads the turns over every phase of a window of 32 ms against the frames of 20 ms. */
const PHASE_MS = 7;
const PHASES = 32;

interface Measured {
  readonly responsesMs: readonly number[];
  readonly bargeInsMs: readonly number[];
  /** Answers that began before the caller had ended. */
  readonly early: number;
  readonly unanswered: number;
  readonly stages: readonly BenchRow[];
}

export const turnTaking: Bench = {
  name: 'turn-taking',
  description: 'response and barge-in with models of known pace, beside the plain orders',

  async run(options) {
    const { say, signal, turns = TURNS } = options;
    await using models = await openModels(await replyOf(options), signal);
    const { engines, llm } = models;
    const { turnDetector } = engines;
    const createVad = () => engines.createVad();
    const stt = stubStt(clock);
    const parts = { stt, llm, tts: stubTts(clock), createVad, turnDetector, clock };
    const orders: readonly (readonly [string, number, (mouth: Mouth) => Assistant])[] = [
      ['Parley', turns, (mouth) => openParley(parts, mouth)],
      ['plain concurrent order', turns, (mouth) => openPlain(parts, mouth, 'concurrent')],
      [
        'blocking order',
        Math.ceil(turns * BLOCKING_SHARE),
        (mouth) => openPlain(parts, mouth, 'blocking'),
      ],
    ];
    await untilQuiet(options);
    const machine = describeMachine();
    const sayings = await readSayings();
    const rows: BenchRow[] = [];
    const notes: string[] = [];
    const stages: BenchRow[] = [];
    for (const [of, count, open] of orders) {
      say(`${of}: ${count} turns …`);
      const measured = await measure(open, { sayings, stt, turns: count, signal });
      rows.push(...rowsOf(of, measured));
      stages.push(...measured.stages);
      if (measured.early + measured.unanswered > 0)
        notes.push(`${of}: ${measured.early} begun too early, ${measured.unanswered} unanswered`);
    }
    return {
      name: turnTaking.name,
      machine,
      unit: 'ms',
      rows: [...rows, ...publishedRows(RESPONSE, BARGE_IN), ...stages],
      notes: [
        ...notes,
        'The models alone take 430 ms: recognition 100, first token 150, first sentence 100, synthesis 80. Parley begins with the first clause.',
        'The plain orders end a turn after 200 ms of silence and cannot be interrupted: they are cut from outside.',
        'Published figures are from another machine, and with synthesis whose chunk i of 40 ms is ready after 80 + 4 i ms (here: whole clips after 80); a difference under 40 ms is none.',
      ],
    };
  },
};

async function measure(
  open: (mouth: Mouth) => Assistant,
  drive: {
    readonly sayings: readonly Saying[];
    readonly stt: StubStt;
    readonly turns: number;
    readonly signal: AbortSignal;
  },
): Promise<Measured> {
  const { sayings, stt, turns, signal } = drive;
  const mouth = createWallClockMouth(clock);
  const caller = createLiveCaller(clock);
  await using assistant = open(mouth);
  const listening = assistant.listen(caller.frames, signal);
  const spans: { responseMs?: number; bargeInMs?: number; lastVoicedAtMs: number }[] = [];

  for (let turn = 0; turn < turns; turn++) {
    const saying = sayings[turn % sayings.length];
    if (saying === undefined) throw new Error('There is nothing to say');
    stt.expect(saying.text, (saying.sound.length * 1000) / ENGINE_HZ);
    assistant.cut();
    const before = mouth.framesOut.at(-1)?.playback ?? -1;
    const { firstVoicedAtMs, lastVoicedAtMs } = await caller.say(saying.sound, signal);
    const isNew = (frame: { readonly playback: number }) => frame.playback > before;
    while (!mouth.framesOut.some(isNew) && clock.nowMs() < lastVoicedAtMs + ANSWER_DEADLINE_MS)
      await clock.sleep(POLL_MS, signal);
    const first = mouth.framesOut.find(isNew);
    const lastOld = mouth.framesOut.findLast((frame) => !isNew(frame));
    spans.push({
      lastVoicedAtMs,
      ...(first === undefined ? {} : { responseMs: first.atMs - lastVoicedAtMs }),
      ...(lastOld === undefined ? {} : { bargeInMs: lastOld.atMs - firstVoicedAtMs }),
    });
    await clock.sleep(HEARD_MS + ((turn * PHASE_MS) % PHASES), signal);
  }
  caller.leave();
  assistant.cut();
  await assistant[Symbol.asyncDispose]();
  await listening;

  const responsesMs = spans.map(({ responseMs }) => responseMs).filter((ms) => ms !== undefined);
  return {
    responsesMs: responsesMs.filter((ms) => ms > 0),
    // A reply that was cut from outside has no barge-in: its last frame lies before the onset.
    bargeInsMs: spans.map(({ bargeInMs = 0 }) => bargeInMs).filter((ms) => ms > 0),
    early: responsesMs.filter((ms) => ms <= 0).length,
    unanswered: turns - responsesMs.length,
    stages: stagesOf(
      assistant.records,
      spans.map(({ lastVoicedAtMs }) => lastVoicedAtMs),
    ),
  };
}

function rowsOf(of: string, { responsesMs, bargeInsMs }: Measured): BenchRow[] {
  const isParley = of === 'Parley';
  const row = (measure: keyof typeof TARGETS, values: readonly number[]): BenchRow => ({
    measure,
    of,
    ...summarise(values),
    ...(isParley ? { target: TARGETS[measure] } : {}),
  });
  return [row(RESPONSE, responsesMs), ...(isParley ? [row(BARGE_IN, bargeInsMs)] : [])];
}

async function replyOf({ replyFile }: BenchOptions): Promise<string> {
  if (replyFile === undefined) return REPLY;
  const written: unknown = JSON.parse(await readFile(replyFile, 'utf8'));
  return z.object({ text: z.string().min(1) }).parse(written).text;
}
