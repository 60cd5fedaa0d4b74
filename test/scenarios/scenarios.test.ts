/** Every story of the folder scenarios/, in virtual time. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkScenario, STUB_ALLOWANCE } from '../../src/scenarios/check.ts';
import { drawObservation } from '../../src/scenarios/draw.ts';
import { readScenario } from '../../src/scenarios/read-scenario.ts';
import { simulate } from './simulate.ts';

const FOLDER = fileURLToPath(new URL('../../scenarios/', import.meta.url));
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));

describe('scenarios', () => {
  test.for(FILES)('%s', async (file) => {
    const scenario = readScenario(readFileSync(`${FOLDER}${file}`, 'utf8'), `scenarios/${file}`);
    const observed = await simulate(scenario);
    const faults = checkScenario(scenario, observed, STUB_ALLOWANCE);
    expect(faults, `${scenario.story}\n\n${drawObservation(observed)}\n\n`).toEqual([]);
  });
});
