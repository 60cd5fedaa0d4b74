/**
 * The reply that is hard to begin: one word, and then a sentence of 34 tokens. Spoken as soon as it is
 * there the word is over before the sentence is written; kept back for it, the answer comes late.
 *
 * As in turn-taking, every turn but the first is said into the answer to the one before, with models
 * of known pace; the silence is that of the answer's first 3 s.
 */
import { systemClock as clock } from '../src/async/clock.ts';
import type { Mouth } from '../src/pipeline/ports.ts';
import { openParley, openPlain, type Assistant } from './assistants.ts';
import { describeMachine, untilQuiet } from './machine.ts';
import { openModels } from './open-models.ts';
import type { Bench, BenchRow } from './result.ts';
import { readSayings } from './sayings.ts';
import { summarise } from './statistics.ts';
import { hummingTts, stubStt } from './stub-models.ts';
import { turnsAlone } from './turn-alone.ts';

/** The comma comes with the 17th token of the second sentence, its end with the 34th. */
const HARD_REPLY =
  'Sure! Mr. Hansen expects about 2.5 hours on the ferry to Bergen tomorrow morning, and the ' +
  'crossing should be calm, with a gentle swell from the north and sun. It leaves at 7 from the old pier.';

const RESPONSE = 'response';
const MISSING = 'silence inside of the reply';
const PAUSE = 'longest pause between its sounds';
const TARGETS: Readonly<Record<string, { readonly median?: number; readonly max?: number }>> = {
  [RESPONSE]: { median: 612 },
  [MISSING]: { max: 0 },
};

const TURNS = 12;
/** As long as the others were listened to. */
const LISTENED_MS = 3000;

/** Measured in November 2026 on another machine of two cores, with chunks of 40 ms from the synthesiser. */
const PUBLISHED: readonly (readonly [of: string, responseMs: number, missingMs: number])[] = [
  ['pipecat 1.14.0', 636, 231],
  ['LiveKit Agents (JS) 1.9.0', 1218, 0],
  ['plain concurrent order, clips handed on in chunks, a number cut in two', 612, 0],
  ['plain concurrent order, whole clips, a number cut in two', 640, 0],
];

export const hardReply: Bench = {
  name: 'hard-reply',
  description: 'an answer that opens with one word and goes on with a long sentence',

  async run(options) {
    const { say, signal, turns = TURNS } = options;
    await using models = await openModels([HARD_REPLY], signal);
    const { engines, llm } = models;
    const stt = stubStt(clock);
    const parts = {
      stt,
      llm,
      tts: hummingTts(clock),
      createVad: () => engines.createVad(),
      turnDetector: engines.turnDetector,
      clock,
    };
    const orders: readonly (readonly [string, (mouth: Mouth) => Assistant])[] = [
      ['Parley', (mouth) => openParley(parts, mouth)],
      ['plain concurrent order', (mouth) => openPlain(parts, mouth, 'concurrent')],
    ];
    await untilQuiet(options);
    const machine = describeMachine();
    const sayings = await readSayings();
    const rows: BenchRow[] = [];
    const notes: string[] = [];
    for (const [of, open] of orders) {
      say(`${of}: ${turns} turns …`);
      const drive = { sayings, stt, turns, listenedMs: LISTENED_MS, signal };
      const { responsesMs, silences } = await turnsAlone(open, drive);
      rows.push(
        rowOf(RESPONSE, of, responsesMs),
        rowOf(
          MISSING,
          of,
          silences.map(({ missingMs }) => missingMs),
        ),
        rowOf(
          PAUSE,
          of,
          silences.map(({ longestMs }) => longestMs),
        ),
      );
      if (responsesMs.length < turns) notes.push(`${of}: ${turns - responsesMs.length} unanswered`);
    }
    return {
      name: hardReply.name,
      machine,
      unit: 'ms',
      rows: [...rows, ...PUBLISHED.flatMap(publishedRows)],
      notes: [
        ...notes,
        'Silence inside of the reply: frames that were due and did not come. Pauses between sounds are longer where a voice leaves one on purpose, as behind "Sure!".',
        'The plain order hands whole clips on and cuts behind every full stop, also in "Mr." and "2.5".',
      ],
    };
  },
};

function rowOf(measure: string, of: string, values: readonly number[]): BenchRow {
  const target = of === 'Parley' ? TARGETS[measure] : undefined;
  return { measure, of, ...summarise(values), ...(target === undefined ? {} : { target }) };
}

function publishedRows([of, responseMs, missingMs]: (typeof PUBLISHED)[number]): BenchRow[] {
  const figures = { p95: null, mean: null, min: null, max: null, n: 6, isReference: true as const };
  return [
    { measure: RESPONSE, of, median: responseMs, ...figures },
    { measure: MISSING, of, median: missingMs, ...figures },
  ];
}
