/** Compares what happened in a scenario with what was expected of it. Pure. */
import { wordsOf } from '../pipeline/words.ts';
import type { HeardAnswer, Observation, PlayedLine } from './observation.ts';
import type { ExpectedAnswer, ExpectedSilence, Scenario } from './scenario.ts';

/** What real models and a real machine may take longer than the stubs, in ms. */
export interface Allowance {
  readonly latencyMs: number;
  readonly silenceMs: number;
  readonly pauseMs: number;
  /** Whether what depends on the script of the stubs is looked at: words, and how often something happens. */
  readonly isExact: boolean;
}

export const STUB_ALLOWANCE: Allowance = {
  latencyMs: 0,
  silenceMs: 0,
  pauseMs: 0,
  isExact: true,
};

/** The embedded language model takes seconds on a busy machine; the rest is two processes and their socket. */
export const REAL_ALLOWANCE: Allowance = {
  latencyMs: 6000,
  silenceMs: 350,
  pauseMs: 700,
  isExact: false,
};

/** @returns what was not as expected, one sentence each; empty when all was. */
export function checkScenario(
  { expected }: Scenario,
  observed: Observation,
  allowance: Allowance,
): readonly string[] {
  const faults = [...observed.faults];
  const { answers } = observed;
  if (answers.length !== expected.answers.length)
    faults.push(
      `${counted(expected.answers.length, 'answer')} expected, ${answers.length} heard${listed(answers)}`,
    );
  for (const [at, wanted] of expected.answers.entries()) {
    const answer = answers[at];
    if (answer !== undefined)
      for (const fault of checkAnswer(wanted, answer, observed, allowance))
        faults.push(`answer ${at + 1} ${fault}`);
  }
  for (const [at, answer] of answers.entries()) {
    const into = sentenceUnder(answer, observed);
    const isExpected = expected.answers[at]?.isIntoSentence ?? false;
    if ((into !== undefined) === isExpected) continue;
    const where = `answer ${at + 1} begins at ${seconds(answer.startedAtMs)}`;
    faults.push(
      into === undefined ? `${where}, not into a sentence` : `${where}, into "${into.text}"`,
    );
  }
  for (const line of observed.lines)
    if (line.hasWords && !observed.records.some((turn) => isOf(turn, line)))
      faults.push(`"${line.text}" of ${line.person} is lost: no turn tells what became of it`);
  for (const silence of expected.leftAlone)
    faults.push(...checkSilence(silence, observed, allowance));
  faults.push(...checkPrompt(expected.lastPrompt, observed.lastPrompt));
  return faults;
}

/** What the one who is answered is in the middle of. */
function sentenceUnder(answer: HeardAnswer, { lines }: Observation): PlayedLine | undefined {
  return lines.find(
    ({ person, hasWords, startedAtMs, sounds }) =>
      askers(answer).includes(person) &&
      hasWords &&
      startedAtMs < answer.startedAtMs &&
      (sounds.at(-1)?.toMs ?? 0) > answer.startedAtMs,
  );
}

function checkAnswer(
  wanted: ExpectedAnswer,
  answer: HeardAnswer,
  observed: Observation,
  allowance: Allowance,
): readonly string[] {
  const faults: string[] = [];
  const expectThat = (isSo: boolean, fault: string) => void (isSo || faults.push(fault));
  const to = askers(answer);
  if (wanted.to !== undefined)
    expectThat(isSameSet(to, wanted.to), `is to ${and(to)}, not to ${and(wanted.to)}`);
  for (const about of wanted.about)
    expectThat(
      answeredLines(answer, observed).some(({ text }) => has(text, about)),
      `is not about "${about}", but about "${answer.turns.map(({ record }) => record.heardText).join(' / ')}"`,
    );
  const record = answer.turns.at(-1)?.record;
  const latencyMs = latencyOf(answer, observed);
  const { withinMs, notWithinMs, silentWithinMs, pausedAtMostMs, beginsOver } = wanted;
  if (withinMs !== undefined)
    expectThat(
      latencyMs !== undefined && latencyMs <= withinMs + allowance.latencyMs,
      `comes after ${span(latencyMs)}, not within ${span(withinMs)}`,
    );
  if (notWithinMs !== undefined)
    expectThat(
      latencyMs !== undefined && latencyMs >= notWithinMs,
      `comes after ${span(latencyMs)} already, not only after ${span(notWithinMs)}`,
    );
  if (beginsOver !== undefined) {
    const over = observed.lines
      .filter((line) => line.sounds.some((sound) => isWithin(sound, answer.startedAtMs)))
      .map(({ person }) => person);
    expectThat(
      isSameSet(over, beginsOver),
      `begins over ${and(over)}, not over ${and(beginsOver)}`,
    );
  }
  if (wanted.heard !== undefined)
    expectThat(
      answer.isCut === (wanted.heard === 'cut'),
      answer.isCut ? 'is cut, not heard to its end' : 'is heard to its end, not cut',
    );
  if (silentWithinMs !== undefined) {
    const silentMs = Math.max(0, answer.endedAtMs - cutFromMs(answer, observed));
    expectThat(
      answer.isCut && silentMs <= silentWithinMs + allowance.silenceMs,
      `is silent after ${span(silentMs)}, not within ${span(silentWithinMs)}`,
    );
  }
  if (wanted.pauses !== undefined && allowance.isExact)
    expectThat(
      answer.pauses.length === wanted.pauses,
      `pauses ${counted(answer.pauses.length, 'time')}, not ${counted(wanted.pauses, 'time')}`,
    );
  if (pausedAtMostMs !== undefined)
    for (const { fromMs, toMs } of answer.pauses)
      expectThat(
        toMs - fromMs <= pausedAtMostMs + allowance.pauseMs,
        `pauses for ${span(toMs - fromMs)} at ${seconds(fromMs)}, not for ${span(pausedAtMostMs)} at most`,
      );
  if (wanted.isLowered !== undefined && allowance.isExact)
    expectThat(
      answer.lowered.length > 0 === wanted.isLowered,
      wanted.isLowered ? 'is never lowered' : 'is lowered',
    );
  if (!allowance.isExact) return faults;
  for (const words of wanted.says)
    expectThat(has(answer.text, words), `does not say "${words}", but "${answer.text}"`);
  for (const words of wanted.saysNot)
    expectThat(!has(answer.text, words), `says "${words}": "${answer.text}"`);
  if (wanted.guessesThrownAway !== undefined)
    expectThat(
      record?.discarded === wanted.guessesThrownAway,
      `has ${counted(record?.discarded ?? 0, 'guess')} thrown away, not ${wanted.guessesThrownAway}`,
    );
  return faults;
}

function checkSilence(
  { person, text, because }: ExpectedSilence,
  { lines, records, answers }: Observation,
  { isExact }: Allowance,
): readonly string[] {
  const line = lines.find((each) => each.person === person && isPart(each.text, text));
  if (line === undefined) return [`${person} never comes to "${text}"`];
  const name = `"${text}" of ${person}`;
  const turns = records.filter((observed) => isOf(observed, line));
  const answered = turns.find((turn) => answers.some((answer) => answer.turns.includes(turn)));
  if (answered !== undefined) return [`${name} is answered`];
  const spoiled = turns.find(({ record }) => record.outcome.status !== 'left-alone');
  if (spoiled !== undefined)
    return [`${name} is not left alone, but ${spoiled.record.outcome.status}`];
  // What a recogniser makes of a hum is its own affair.
  if (because === undefined || !isExact) return [];
  const reasons = turns.map(({ record }) =>
    record.outcome.status === 'left-alone' ? record.outcome.reason : '',
  );
  if (reasons.some((reason) => reason.includes(because))) return [];
  return [`${name} is left alone because of "${reasons.join('", "')}", not of "${because}"`];
}

function checkPrompt(
  { has: wanted, lacks }: Scenario['expected']['lastPrompt'],
  prompt: string | undefined,
): readonly string[] {
  if (prompt === undefined) return [];
  return [
    ...wanted
      .filter((words) => !has(prompt, words))
      .map((words) => `the last prompt lacks "${words}"`),
    ...lacks.filter((words) => has(prompt, words)).map((words) => `the last prompt has "${words}"`),
  ];
}

/** The lines that an answer answers. */
function answeredLines(answer: HeardAnswer, { lines }: Observation): readonly PlayedLine[] {
  return lines.filter((line) => answer.turns.some((turn) => isOf(turn, line)));
}

/** From the end of what they said to the first sound of the answer. */
function latencyOf(answer: HeardAnswer, observed: Observation): number | undefined {
  const saidUntilMs = answeredLines(answer, observed)
    .filter(({ hasWords }) => hasWords)
    .map(({ sounds }) => sounds.at(-1)?.toMs ?? Number.NEGATIVE_INFINITY);
  const lastMs = Math.max(...saidUntilMs);
  return Number.isFinite(lastMs) ? answer.startedAtMs - lastMs : undefined;
}

/** Frames arrive, and are noticed, a little after they are said. */
const SLACK_MS = 250;

function isOf({ person, record }: Observation['records'][number], line: PlayedLine): boolean {
  const { speechStartedAtMs, lastVoicedAtMs, endedAtMs } = record.marks;
  if (person !== line.person || speechStartedAtMs === undefined) return false;
  return (
    speechStartedAtMs <= line.endedAtMs &&
    (lastVoicedAtMs ?? endedAtMs ?? speechStartedAtMs) >= line.startedAtMs + 1 &&
    speechStartedAtMs >= line.startedAtMs - SLACK_MS - spanBefore(line, record)
  );
}

/** A turn may have begun with the line before. */
function spanBefore(line: PlayedLine, { marks }: Observation['records'][number]['record']): number {
  const { lastVoicedAtMs, speechStartedAtMs } = marks;
  if (lastVoicedAtMs === undefined || speechStartedAtMs === undefined) return 0;
  return lastVoicedAtMs >= line.startedAtMs + SLACK_MS ? Number.POSITIVE_INFINITY : 0;
}

/** When whoever cut the answer was first heard. */
function cutFromMs({ startedAtMs, endedAtMs }: HeardAnswer, { lines }: Observation): number {
  const begun = lines.flatMap((line) =>
    line.sounds.length === 0 ? [line.startedAtMs] : line.sounds.map(({ fromMs }) => fromMs),
  );
  return Math.max(
    startedAtMs,
    ...begun.filter((ms) => ms > startedAtMs && ms <= endedAtMs + SLACK_MS),
  );
}

function askers({ turns }: HeardAnswer): readonly string[] {
  return [...new Set(turns.map(({ person }) => person))];
}

function isWithin({ fromMs, toMs }: { fromMs: number; toMs: number }, ms: number): boolean {
  return ms > fromMs && ms < toMs;
}

/** All words of `part` stand in `whole` in a row, case and marks aside. */
function has(whole: string, part: string): boolean {
  return ` ${wordsOf(whole).join(' ')} `.includes(` ${wordsOf(part).join(' ')} `);
}

/** As `has()`, but stage directions count. */
function isPart(whole: string, part: string): boolean {
  return whole.toLowerCase().includes(part.toLowerCase());
}

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.every((one) => others.includes(one)) && others.every((one) => some.includes(one));
}

function and(names: readonly string[]): string {
  return names.length === 0 ? 'nobody' : names.join(' and ');
}

function listed(answers: readonly HeardAnswer[]): string {
  if (answers.length === 0) return '';
  return `: ${answers.map((answer) => `at ${seconds(answer.startedAtMs)} to ${and(askers(answer))}`).join(', ')}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : what.endsWith('s') ? 'es' : 's'}`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function span(ms: number | undefined): string {
  return ms === undefined ? 'no time that is known' : `${Math.round(ms)} ms`;
}
