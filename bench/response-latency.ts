/**
 * How long a caller waits for the first sound of an answer: the whole system on Loopback Discord with
 * real recognition and synthesis and a language model of known pace, in Parley's order and in the
 * blocking order, side by side.
 */
import { demoInput } from '../src/cli/demo-input.ts';
import { runDemoTurn, type DemoTurn } from '../src/cli/demo-turn.ts';
import { openTts } from '../src/cli/open-speech.ts';
import { openStage } from '../src/cli/stage.ts';
import { readConfig } from '../src/config.ts';
import { describeMachine, untilQuiet } from './machine.ts';
import { servePacedLlm } from './paced-llm-server.ts';
import type { Bench, BenchRow } from './result.ts';
import { stagesOf } from './stages.ts';
import { summarise } from './statistics.ts';
import { LLM_PACE, SHORT_REPLY } from './stub-models.ts';

const QUESTION = 'What will the weather be like in Berlin tomorrow?';
const TURNS = 10;
const BLOCKING_SHARE = 1 / 3;
const MEASURE = 'response at the caller';
const TARGET = { median: 700 };

export const responseLatency: Bench = {
  name: 'response-latency',
  description: 'the whole bot on Loopback Discord, with real recognition and synthesis',

  async run(options) {
    const { turns = TURNS, say, signal } = options;
    await using llm = await servePacedLlm(SHORT_REPLY, LLM_PACE);
    // The bot runs in a process of its own, with this environment.
    process.env['LLM_BASE_URL'] = llm.baseUrl;
    const config = { ...readConfig(), LOG_LEVEL: 'error' as const };
    await using voice = await openTts(config, signal);
    const question = await demoInput(QUESTION, () => Promise.resolve(voice), signal);

    const measure = async (order: 'concurrent' | 'blocking', count: number) => {
      say(`${order} order: ${count} turns …`);
      await using stage = await openStage(config, order, signal);
      const measured: DemoTurn[] = [];
      for (let at = 0; at < count; at++)
        measured.push(await runDemoTurn(question, stage.caller, stage.bot, signal));
      return measured;
    };

    await untilQuiet(options);
    const machine = describeMachine();
    const concurrent = await measure('concurrent', turns);
    const blocking = await measure('blocking', Math.ceil(turns * BLOCKING_SHARE));
    const underruns = concurrent.reduce((sum, { timeline }) => sum + (timeline?.underruns ?? 0), 0);
    return {
      name: responseLatency.name,
      machine,
      unit: 'ms',
      rows: [
        { ...rowOf('Parley', concurrent), target: TARGET },
        rowOf('blocking order', blocking),
        ...stagesOfTurns(concurrent),
      ],
      notes: [`Underruns in ${concurrent.length} turns: ${underruns}`],
    };
  },
};

function rowOf(of: string, turns: readonly DemoTurn[]): BenchRow {
  const values = turns.map(({ responseLatencyMs }) => responseLatencyMs);
  return { measure: MEASURE, of, ...summarise(values.filter((ms) => ms !== null)) };
}

/** By the bot's own record, in which the last voiced frame is the one that it heard. */
function stagesOfTurns(turns: readonly DemoTurn[]): BenchRow[] {
  const records = turns.flatMap(({ timeline }) => timeline ?? []);
  const lastVoiced = records.flatMap(({ marks }) => marks.lastVoicedAtMs ?? []);
  return stagesOf(records, lastVoiced);
}
