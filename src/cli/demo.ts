/** `parley demo`: a conversation without a person, on the whole system. */
import { writeFile } from 'node:fs/promises';
import { InvalidArgumentError, type Command } from 'commander';
import { readConfig, type Config } from '../config.ts';
import { createLog } from '../log.ts';
import type { Tts } from '../pipeline/ports.ts';
import { untilToldToExit } from '../exit.ts';
import { CliError } from './cli-error.ts';
import { demoInput } from './demo-input.ts';
import { runDemoTurn, type DemoTurn } from './demo-turn.ts';
import { fetchModels } from './fetch-models.ts';
import { SAMPLE_QUESTION } from './sample-question.ts';
import { loadScenario, runScenario } from './scenario.ts';
import { openStage, type Stage } from './stage.ts';
import { describeTurn } from './describe-turn.ts';

interface DemoOptions {
  readonly say: readonly string[];
  readonly scenario?: string;
  readonly blocking?: boolean;
  readonly out?: string;
  readonly json?: boolean;
}

export function registerDemo(program: Command): void {
  program
    .command('demo')
    .description(
      'Run the whole system without a person: a simulated caller says each input and hears the answer; exit 1 if one got none',
    )
    .option('--say <text or file.wav>', 'what the caller says; may be repeated', collect, [])
    .option(
      '--scenario <file.yaml>',
      'play this story with several callers instead, and draw who spoke when; exit 1 if it goes otherwise than it says',
    )
    .option('--blocking', 'the same parts one after the other, for comparison')
    .option('--out <file.wav>', 'write what the caller heard')
    .option('--json', 'print the turns as JSON')
    .action(async (options: DemoOptions) => {
      process.exitCode = await runDemo(options);
    });
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  if (value.trim() === '') throw new InvalidArgumentError('There is nothing to say.');
  return [...previous, value];
}

async function runDemo(options: DemoOptions): Promise<number> {
  const config = readConfig();
  const log = createLog(config.LOG_LEVEL === 'info' ? 'warn' : config.LOG_LEVEL, true);
  const signal = untilToldToExit(log);
  const { scenario: file } = options;
  if (file !== undefined && options.say.length > 0)
    throw new CliError('Give either --scenario or --say: a scenario says everything itself.');
  const scenario = file === undefined ? undefined : await loadScenario(file);
  await fetchModels(config, signal);

  await using resources = new AsyncDisposableStack();
  const openTts = onceOnly(async () => resources.use(await openCallerVoice(config, signal)));
  if (file !== undefined && scenario !== undefined)
    return await runScenario(file, scenario, options, config, openTts, signal);
  const said = options.say.length > 0 ? options.say : [SAMPLE_QUESTION];
  const inputs = [];
  // Bad input is told before anything is started.
  for (const what of said) inputs.push(await demoInput(what, openTts, signal));

  const stage = resources.use(
    await openStage(config, options.blocking === true ? 'blocking' : config.PARLEY_ORDER, signal),
  );
  const turns: DemoTurn[] = [];
  for (const input of inputs) {
    const turn = await Promise.race([
      runDemoTurn(input, stage.caller, stage.bot, signal),
      stage.bot.ended.then(() => {
        throw new CliError('The bot ended before it had answered.');
      }),
    ]);
    turns.push(turn);
    console.error(`${describeTurn(turn)}\n`);
  }
  const result = {
    turns,
    wav: await writeHeard(stage, options.out),
    underruns: underrunsOf(turns),
  };
  if (options.json === true) console.log(JSON.stringify(result));
  else if (result.wav !== null) console.error(`What the caller heard: ${result.wav}`);
  return turns.every(({ responseLatencyMs }) => responseLatencyMs !== null) ? 0 : 1;
}

function underrunsOf(turns: readonly DemoTurn[]): number {
  return turns.reduce((sum, { timeline }) => sum + (timeline?.underruns ?? 0), 0);
}

/** @returns the file's name; null when none was asked for. */
async function writeHeard(stage: Stage, file: string | undefined): Promise<string | null> {
  if (file === undefined) return null;
  try {
    await writeFile(file, stage.caller.heard.wav());
  } catch (cause) {
    throw new CliError(`Cannot write "${file}". Is its folder there, and may you write to it?`, {
      cause,
    });
  }
  return file;
}

async function openCallerVoice(config: Config, signal: AbortSignal): Promise<Tts> {
  const { openTts } = await import('./open-speech.ts');
  return openTts(config, signal);
}

function onceOnly<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | undefined;
  return () => (opened ??= open());
}
