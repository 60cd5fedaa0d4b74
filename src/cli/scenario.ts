/** `parley demo --scenario`: a story on the whole system, with who spoke when. */
import { readFile, writeFile } from 'node:fs/promises';
import { resample } from '../audio/resample.ts';
import { writeWav } from '../audio/wav.ts';
import type { Config } from '../config.ts';
import type { Tts } from '../pipeline/ports.ts';
import { responseLatencyMs } from '../pipeline/timeline.ts';
import { checkScenario, REAL_ALLOWANCE } from '../scenarios/check.ts';
import { drawObservation } from '../scenarios/draw.ts';
import { readScenario, ScenarioError } from '../scenarios/read-scenario.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { CliError } from './cli-error.ts';
import { changeSettings, playScenario, type Played } from './scenario-play.ts';
import { performScenario } from './scenario-voices.ts';
import { openStage, type Stage } from './stage.ts';

export interface ScenarioOptions {
  readonly blocking?: boolean;
  readonly json?: boolean;
  readonly out?: string;
}

/** @throws {CliError} for a file that is not there or no scenario. */
export async function loadScenario(file: string): Promise<Scenario> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CliError(`Cannot read "${file}": there is no such file.`, { cause });
  });
  try {
    const scenario = readScenario(text, file);
    if (scenario.people.some(({ hasEcho }) => hasEcho))
      throw new CliError(
        `Cannot play "${file}" with real sound: nobody here has loudspeakers. npm test plays it with stub models.`,
      );
    return scenario;
  } catch (error) {
    if (error instanceof ScenarioError) throw new CliError(error.message, { cause: error });
    throw error;
  }
}

/** @returns the exit code: 1 when something was not as expected. */
export async function runScenario(
  file: string,
  scenario: Scenario,
  options: ScenarioOptions,
  config: Config,
  openTts: () => Promise<Tts>,
  signal: AbortSignal,
): Promise<number> {
  const lines = await performScenario(scenario, await openTts(), signal);
  const present = scenario.people.filter(({ name }) => !joinsLater(scenario, name));
  await using stage = await openStage(
    config,
    options.blocking === true ? 'blocking' : config.PARLEY_ORDER,
    signal,
    present.map(({ name }) => name),
  );
  const { addressing, name } = scenario.settings;
  await changeSettings(stage.discord, stage.guildId, { addressing, name });
  const played = await playScenario(scenario, lines, stage, signal);
  const { observation } = played;
  const faults = checkScenario(scenario, observation, REAL_ALLOWANCE);
  const timeline = drawObservation(observation);
  console.error(`${scenario.story}\n\n${timeline}\n`);
  for (const fault of faults) console.error(`✗ ${fault}`);
  if (faults.length === 0) console.error('✓ as expected');
  const wav = options.out === undefined ? null : await writeAll(played, stage, options.out);
  if (options.json === true)
    console.log(
      JSON.stringify({
        file,
        story: scenario.story,
        passed: faults.length === 0,
        faults,
        timeline,
        lines: observation.lines,
        answers: observation.answers.map(({ turns, ...answer }) => ({
          to: [...new Set(turns.map(({ person }) => person))],
          heard: turns.map(({ record }) => record.heardText),
          ...answer,
        })),
        turns: observation.records.map(({ person, record }) => ({
          person,
          responseLatencyMs: responseLatencyMs(record) ?? null,
          ...record,
        })),
        wav,
      }),
    );
  return faults.length === 0 ? 0 : 1;
}

/** Whose first line begins with joining is not there before. */
function joinsLater({ steps }: Scenario, name: string): boolean {
  const first = steps.find(({ person }) => person === name)?.line.parts[0];
  return first?.kind === 'act' && first.act === 'joins';
}

/** Everybody and Parley in one file. */
async function writeAll({ actors, originMs }: Played, stage: Stage, file: string): Promise<string> {
  const parley = stage.caller.heard.sound(originMs, Number.POSITIVE_INFINITY, stage.botId);
  const sounds = [parley, ...actors.flatMap(({ sent }) => sent)].map((sound) => ({
    from: Math.round(((sound.startedAtMs - originMs) / 1000) * MIX_HZ),
    samples: resample(sound.samples, sound.sampleRateHz, MIX_HZ),
  }));
  const mix = new Float32Array(Math.max(0, ...sounds.map((s) => s.from + s.samples.length)));
  for (const { from, samples } of sounds)
    for (const [at, sample] of samples.entries())
      if (from + at >= 0)
        mix[from + at] = Math.max(-1, Math.min(1, (mix[from + at] ?? 0) + sample));
  try {
    await writeFile(file, writeWav(mix, MIX_HZ));
  } catch (cause) {
    throw new CliError(`Cannot write "${file}". Is its folder there, and may you write to it?`, {
      cause,
    });
  }
  return file;
}

const MIX_HZ = 24_000;
