/**
 * `npm run scenarios [NAME…]`: plays the stories of scenarios/ that are meant for real sound, one after
 * the other, on the whole system, and prints a table.
 */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readScenario } from '../src/scenarios/read-scenario.ts';

const FOLDER = fileURLToPath(new URL('../scenarios/', import.meta.url));
const CLI = fileURLToPath(new URL('../src/cli.ts', import.meta.url));

const result = z.object({
  passed: z.boolean(),
  faults: z.array(z.string()),
  timeline: z.string(),
});

interface Outcome {
  readonly name: string;
  readonly story: string;
  readonly passed: boolean;
  readonly faults: readonly string[];
  readonly timeline: string;
}

/** Longer than the longest story with the slowest model. */
const DEADLINE_MS = 5 * 60_000;

const wanted = process.argv.slice(2).map((name) => basename(name, '.yaml'));
const names = (await readdir(FOLDER))
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => basename(file, '.yaml'))
  .toSorted();
const unknown = wanted.find((name) => !names.includes(name));
if (unknown !== undefined) {
  console.error(`There is no scenarios/${unknown}.yaml. There are: ${names.join(', ')}`);
  process.exit(1);
}

const outcomes: Outcome[] = [];
for (const name of names) {
  const file = `${FOLDER}${name}.yaml`;
  const scenario = readScenario(await readFile(file, 'utf8'), `scenarios/${name}.yaml`);
  if (wanted.length > 0 ? !wanted.includes(name) : !scenario.isReal) continue;
  const outcome = await play(name, file, scenario.story);
  outcomes.push(outcome);
  console.log(`${outcome.passed ? '✓' : '✗'} ${name.padEnd(34)} ${scenario.story}`);
  for (const fault of outcome.faults) console.log(`    ${fault}`);
  if (!outcome.passed) console.log(`\n${outcome.timeline}\n`);
}
const passed = outcomes.filter((outcome) => outcome.passed).length;
console.log(`\n${passed} of ${outcomes.length} went as they are told.`);
process.exitCode = passed === outcomes.length ? 0 : 1;

function play(name: string, file: string, story: string): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [CLI, 'demo', '--scenario', file, '--json'],
      { timeout: DEADLINE_MS, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        try {
          const { passed, faults, timeline } = result.parse(JSON.parse(stdout));
          resolve({ name, story, passed, faults, timeline });
        } catch {
          const why = stderr.trim().split('\n').at(-1) ?? error?.message ?? '';
          resolve({
            name,
            story,
            passed: false,
            faults: [`could not be played: ${why}`],
            timeline: '',
          });
        }
      },
    );
  });
}
