/**
 * The benches by name: `npm run -s bench -- [NAME…]`, or `npm run -s parley -- bench [NAME…]`.
 * Figures on standard output, as Markdown or JSON; progress on standard error.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { Argument, Command, InvalidArgumentError } from 'commander';
import { audio } from './audio.ts';
import { bargeIn } from './barge-in.ts';
import { capacity } from './capacity.ts';
import { chunk } from './chunk.ts';
import { hardReply } from './hard-reply.ts';
import { kill } from './kill.ts';
import { resultFile } from './readme-figures.ts';
import type { Bench, BenchResult } from './result.ts';
import { soak } from './soak.ts';
import { speechProcess } from './speech-process.ts';
import { spokenWords } from './spoken-words.ts';
import { start } from './start.ts';
import { toMarkdown } from './to-markdown.ts';
import { toSvg } from './to-svg.ts';
import { turn } from './turn.ts';
import { waterfallSvg } from './waterfall-svg.ts';

const BENCHES: readonly Bench[] = [
  turn,
  hardReply,
  bargeIn,
  capacity,
  kill,
  soak,
  start,
  audio,
  chunk,
  speechProcess,
  spokenWords,
];

interface Options {
  readonly json?: boolean;
  readonly save?: boolean;
  readonly machine?: string;
  readonly wait: boolean;
  readonly turns?: number;
  readonly reply?: string;
  readonly only?: string;
  readonly recordings?: string;
}

const told = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'])
  process.once(name, () => told.abort(new Error('The bench was told to end')));

const program = new Command('bench')
  .description('Measure Parley on this machine.')
  .addArgument(
    new Argument('[name...]', 'which; all without one').choices(BENCHES.map(({ name }) => name)),
  )
  .option('--json', 'print { "benches": […] } instead of tables')
  .option('--save', 'keep the results in bench/results/, for the README')
  .option(
    '--machine <name>',
    'with --save: of another machine than the usual one, in a folder of that name',
    parseMachine,
  )
  .option('--no-wait', 'measure at once, whatever else the machine has to do')
  .option('--turns <n>', 'turns of each row', parseTurns)
  .option('--reply <file.json>', 'what the paced language model answers: its "text"')
  .option('--only <text>', 'of the cases, only those with this in their kind or name')
  .option(
    '--recordings <folder>',
    'try its backchannel-*, noise-* and speech-*.wav over a reply, too',
  )
  .addHelpText('after', BENCHES.map((each) => `\n  ${each.name}: ${each.description}`).join(''))
  .action(run);

async function run(names: readonly string[], options: Options): Promise<void> {
  const isPart = [options.turns, options.reply, options.only, options.recordings].some(
    (option) => option !== undefined,
  );
  if (options.save === true && (isPart || !options.wait))
    throw new Error(
      'Cannot keep the result of a part, or of a busy machine: --save takes no other option',
    );
  const results: BenchResult[] = [];
  for (const bench of BENCHES) {
    if (names.length > 0 && !names.includes(bench.name)) continue;
    const result = await bench.run({
      ...(options.turns === undefined ? {} : { turns: options.turns }),
      ...(options.reply === undefined ? {} : { replyFile: options.reply }),
      ...(options.only === undefined ? {} : { only: options.only }),
      ...(options.recordings === undefined ? {} : { recordings: options.recordings }),
      wait: options.wait,
      say: (line) => console.error(line),
      signal: told.signal,
    });
    results.push(result);
    if (options.save === true) await save(result, options.machine);
    if (options.json !== true) console.log(`${toMarkdown(result)}\n`);
  }
  if (options.json === true) console.log(JSON.stringify({ benches: results }));
}

/** The figures, and pictures of them. */
async function save(result: BenchResult, machine: string | undefined): Promise<void> {
  const folder = machine === undefined ? '' : `${machine}/`;
  await mkdir(resultFile(folder), { recursive: true });
  const { name, timeline } = result;
  const keep = (fileName: string, text: string) =>
    writeFile(resultFile(`${folder}${fileName}`), text);
  await keep(`${name}.json`, `${JSON.stringify(result, undefined, 2)}\n`);
  await keep(`${name}.svg`, toSvg(result));
  const waterfall = timeline === undefined ? undefined : waterfallSvg(timeline);
  if (waterfall !== undefined) await keep('waterfall.svg', waterfall);
}

function parseMachine(name: string): string {
  if (!/^[a-z\d]+$/u.test(name))
    throw new InvalidArgumentError('It must be of small letters and digits.');
  return name;
}

function parseTurns(text: string): number {
  const turns = Number(text);
  if (!Number.isInteger(turns) || turns < 1)
    throw new InvalidArgumentError('It must be a whole number of turns, 1 or more.');
  return turns;
}

try {
  await program.parseAsync();
} catch (error) {
  if (!told.signal.aborted) throw error;
  console.error('Ended before it was through.');
  process.exitCode = 1;
}
