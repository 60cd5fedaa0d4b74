import { describe, expect, test } from 'vitest';
import { checkScenario, REAL_ALLOWANCE, STUB_ALLOWANCE } from '../../src/scenarios/check.ts';
import { drawObservation } from '../../src/scenarios/draw.ts';
import type { Observation } from '../../src/scenarios/observation.ts';
import { readScenario } from '../../src/scenarios/read-scenario.ts';
import { simulate } from './simulate.ts';

function scenarioOf(expected: string) {
  const text = `
story: Ann asks, and coughs over the answer.
people: [Ann, Ben]
steps:
  - Ann: Parley, what is the capital of France?
    reply: It is Paris. That is in the north of the country.
  - Ben: That is right.
    when: 1 s into the answer
expect:
${expected}`;
  return readScenario(text, 'x.yaml');
}

const RIGHT = `
  answers:
    - { to: Ann, about: the capital, within: 0.6 s, heard: whole, says: It is Paris, pauses: 1, paused at most: 1 s }
  left alone:
    - Ben: That is right
  last prompt:
    has: the capital of France
`;

describe('checkScenario()', () => {
  test('finds nothing where all is as expected', async () => {
    const scenario = scenarioOf(RIGHT);
    expect(checkScenario(scenario, await simulate(scenario), STUB_ALLOWANCE)).toEqual([]);
  });

  test.for([
    ['to: Ann', 'to: Ben', 'answer 1 is to Ann, not to Ben'],
    ['about: the capital', 'about: the weather', 'answer 1 is not about "the weather"'],
    ['within: 0.6 s', 'within: 0.1 s', 'answer 1 comes after'],
    ['within: 0.6 s', 'not within: 2 s', 'answer 1 comes after'],
    ['heard: whole', 'heard: cut', 'answer 1 is heard to its end, not cut'],
    ['heard: whole', 'silent within: 1 s', 'answer 1 is silent after'],
    ['says: It is Paris', 'says: It is Rome', 'answer 1 does not say "It is Rome"'],
    ['says: It is Paris', 'says not: Paris', 'answer 1 says "Paris"'],
    ['pauses: 1', 'pauses: 2', 'answer 1 pauses 1 time, not 2 times'],
    ['paused at most: 1 s', 'paused at most: 0.1 s', 'answer 1 pauses for'],
    ['heard: whole', 'begins over: Ben', 'answer 1 begins over nobody, not over Ben'],
    ['heard: whole', 'lowered: true', 'answer 1 is never lowered'],
    ['heard: whole', 'into a sentence: true', 'not into a sentence'],
    ['heard: whole', 'guesses thrown away: 3', 'answer 1 has 0 guesses thrown away, not 3'],
    ['- Ben: That is right', '- Ann: the capital', '"the capital" of Ann is answered'],
    ['- Ben: That is right', '- { Ben: That is right, because: echo }', 'not of "echo"'],
    ['- Ben: That is right', '- Ben: That is wrong', 'Ben never comes to "That is wrong"'],
    ['has: the capital', 'lacks: the capital', 'the last prompt has "the capital of France"'],
    ['has: the capital of France', 'has: the weather', 'the last prompt lacks "the weather"'],
  ] as const)('instead of "%s", "%s" is a fault', async ([from, to, fault]) => {
    const scenario = scenarioOf(RIGHT.replace(from, to));
    const faults = checkScenario(scenario, await simulate(scenario), STUB_ALLOWANCE);
    expect(faults.join('\n')).toContain(fault);
  });

  test('counts the answers, and says when and to whom they were', async () => {
    const scenario = scenarioOf('  answers: []');
    const [fault] = checkScenario(scenario, await simulate(scenario), STUB_ALLOWANCE);
    expect(fault).toMatch(/^0 answers expected, 1 heard: at \d\.\d\d s to Ann$/u);
  });

  test('is a fault where a line is lost', async () => {
    const scenario = scenarioOf(RIGHT);
    const whole = await simulate(scenario);
    const records = whole.records.filter(({ person }) => person !== 'Ben');
    const lossy: Observation = { ...whole, records };
    expect(checkScenario(scenario, lossy, STUB_ALLOWANCE).join()).toContain('is lost');
  });

  test('allows real models their time, and their own words', async () => {
    const strict = RIGHT.replace('within: 0.6 s', 'within: 0.1 s').replace('It is Paris', 'Hi');
    const scenario = scenarioOf(strict);
    const observed = { ...(await simulate(scenario)), lastPrompt: undefined };
    expect(checkScenario(scenario, observed, REAL_ALLOWANCE)).toEqual([]);
  });
});

describe('drawObservation()', () => {
  test('shows who spoke when, a line each, and what became of it', async () => {
    const scenario = scenarioOf(RIGHT);
    const drawn = drawObservation(await simulate(scenario));
    const [axis, ann, ben, parley, ...rest] = drawn.split('\n');
    expect(axis).toMatch(/^ {7}0 s {7}1 s {7}2 s/u);
    expect(ann).toMatch(/^Ann {5,}Parley,_what/u);
    expect(ben).toMatch(/^Ben {20,}That/u);
    expect(parley).toMatch(/^Parley {20,}·+It_is/u);
    expect(parley).toContain('‖');
    expect(rest.join('\n')).toContain('Ben: That is right.');
    expect(rest.join('\n')).toMatch(
      /Parley to Ann after \d+ ms, having heard "Parley, what is the capital of France\?": It is Paris\./u,
    );
  });

  test('goes on in another strip where it is long', async () => {
    const scenario = scenarioOf(RIGHT);
    const observed = await simulate(scenario);
    const [line] = observed.lines;
    const late = { ...line!, startedAtMs: 65_000, endedAtMs: 67_000 };
    const drawn = drawObservation({ ...observed, lines: [...observed.lines, late] });
    expect(drawn.split('\n').every((row) => row.length <= 200)).toBe(true);
    expect(drawn).toContain('60 s');
  });
});
