/**
 * How long a caller waits for the first sound of an answer: the whole system on Loopback Discord with
 * real recognition and synthesis, a language model of steady pace, in Parley's order and in the
 * blocking order, side by side. Prints a Markdown table.
 *
 *     npm run -s bench [TURNS]
 */
import { cpus } from 'node:os';
import { demoInput } from '../src/cli/demo-input.ts';
import { runDemoTurn, type DemoTurn } from '../src/cli/demo-turn.ts';
import { openTts } from '../src/cli/open-speech.ts';
import { openStage } from '../src/cli/stage.ts';
import { readConfig } from '../src/config.ts';
import type { TurnMarks } from '../src/pipeline/timeline.ts';
import { servePacedLlm } from './paced-llm-server.ts';

const REPLY =
  'Sure, here is the forecast. Dr. Smith expects about 3.5 millimetres of rain in Berlin tomorrow ' +
  'morning. The afternoon should stay dry, with a light wind from the west. The temperature will ' +
  'reach 17 degrees, so it will not feel cold. On Sunday the sun comes back and it gets warmer.';
const PACE = { firstTokenMs: 150, tokensPerSecond: 60 };
const QUESTION = 'What will the weather be like in Berlin tomorrow?';

const STAGES: readonly (readonly [string, keyof TurnMarks, keyof TurnMarks])[] = [
  ['end of speech', 'lastVoicedAtMs', 'endpointAtMs'],
  ['recognition', 'endpointAtMs', 'sttEndedAtMs'],
  ['first token', 'sttEndedAtMs', 'firstTokenAtMs'],
  ['first clause', 'firstTokenAtMs', 'firstClauseAtMs'],
  ['synthesis', 'firstClauseAtMs', 'firstPcmAtMs'],
  ['first packet', 'firstPcmAtMs', 'firstPacketAtMs'],
];

const turnCount = Number(process.argv[2] ?? 10);
const never = new AbortController().signal;

await using llm = await servePacedLlm(REPLY, PACE);
process.env['LLM_BASE_URL'] = llm.baseUrl;
const config = { ...readConfig(), LOG_LEVEL: 'error' as const };
await using voice = await openTts(config, never);
const question = await demoInput(QUESTION, () => Promise.resolve(voice), never);

async function measure(order: 'concurrent' | 'blocking', count: number): Promise<DemoTurn[]> {
  await using stage = await openStage(config, order, never);
  const turns: DemoTurn[] = [];
  for (let at = 0; at < count; at++)
    turns.push(await runDemoTurn(question, stage.caller, stage.bot, never));
  return turns;
}

const concurrent = await measure('concurrent', turnCount);
const blocking = await measure('blocking', Math.ceil(turnCount / 3));

console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, Node ${process.version}\n`);
console.log('| ms | Parley median | p95 | blocking median |');
console.log('|---|---|---|---|');
row('**response latency at the caller**', ({ responseLatencyMs }) => responseLatencyMs);
for (const [name, from, to] of STAGES) row(name, (turn) => span(turn, from, to));
const underruns = concurrent.reduce((sum, { timeline }) => sum + (timeline?.underruns ?? 0), 0);
console.log(`\n${concurrent.length} turns, ${blocking.length} blocking; underruns: ${underruns}`);

function row(name: string, value: (turn: DemoTurn) => number | null): void {
  const of = (turns: readonly DemoTurn[]) =>
    turns
      .map(value)
      .filter((ms) => ms !== null)
      .sort((a, b) => a - b);
  const [ours, theirs] = [of(concurrent), of(blocking)];
  console.log(`| ${name} | ${at(ours, 0.5)} | ${at(ours, 0.95)} | ${at(theirs, 0.5)} |`);
}

function span({ timeline }: DemoTurn, from: keyof TurnMarks, to: keyof TurnMarks): number | null {
  const [start, end] = [timeline?.marks[from], timeline?.marks[to]];
  return start === undefined || end === undefined ? null : end - start;
}

/** Nearest-rank percentile of sorted values. */
function at(sorted: readonly number[], share: number): string {
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  return value === undefined ? '–' : String(Math.round(value));
}
