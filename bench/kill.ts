/**
 * The models' process is killed, or stopped so that it hangs, in the middle of an answer, again and again,
 * through the whole of Loopback Discord: whether every answer is heard to its end.
 */
import { readFile } from 'node:fs/promises';
import { systemClock as clock } from '../src/async/clock.ts';
import { openCalls, type Calls } from './calls.ts';
import { describeMachine, untilQuiet } from './machine.ts';
import { forkPacedLlm } from './paced-llm-process.ts';
import { childrenOf } from './process-usage.ts';
import type { Bench, BenchRow } from './result.ts';
import { readSayings } from './sayings.ts';
import { summarise } from './statistics.ts';
import { LLM_PACE, REPLIES } from './stub-models.ts';

const KILLS = 10;
const SIGNALS = ['SIGKILL', 'SIGSTOP'] as const;
/** Into the first sentence or two: much is written and synthesised after it. */
const HEARD_MS = 1200;
/** From the end of the process, or of its heartbeats, to the next one. */
const RESTART_MS = 3000;
const POLL_MS = 10;
const GIVE_UP_MS = 30_000;
/** Longer than any answer. */
const ANSWER_MS = 90_000;
const PROGRAM = 'speech-main';

export const kill: Bench = {
  name: 'kill',
  description: 'the models’ process crashes and hangs in mid-sentence, ten times in a row',

  async run(options) {
    const { say, signal, turns: kills = KILLS } = options;
    if (process.platform !== 'linux') throw new Error('Only Linux tells whose child a process is');
    await using server = await forkPacedLlm(REPLIES, LLM_PACE);
    process.env['LLM_BASE_URL'] = server.baseUrl;
    const sayings = await readSayings();
    await untilQuiet(options);
    const machine = describeMachine();
    await using calls = await openCalls({ count: 1 }, signal);
    let answers = 0;
    calls.bot.onTurn(({ outcome }) => {
      if (outcome.status !== 'left-alone') answers += 1;
    });
    const restarts: Record<(typeof SIGNALS)[number], number[]> = { SIGKILL: [], SIGSTOP: [] };
    for (let at = 0; at < kills; at++) {
      const saying = sayings[at % sayings.length];
      const how = SIGNALS[at % SIGNALS.length] ?? 'SIGKILL';
      if (saying === undefined) throw new Error('There is nothing to say');
      await calls.ask(0, saying, signal);
      await clock.sleep(HEARD_MS, signal);
      const tookMs = await replaced(calls, how, signal);
      say(`${how}: another process after ${Math.round(tookMs)} ms`);
      restarts[how].push(tookMs);
      // Silence while the models load is no end: a person who asked on would have interrupted it.
      const giveUpAtMs = clock.nowMs() + ANSWER_MS;
      while (answers <= at && clock.nowMs() < giveUpAtMs) await clock.sleep(POLL_MS, signal);
      await calls.untilQuiet(0, signal);
    }
    const ended = await calls.end(signal);
    const records = ended.turns.flatMap(({ record }) => record ?? []);
    const whole = records.filter(
      ({ outcome, playedText, replyText }) =>
        outcome.status === 'answered' && playedText === replyText,
    );
    return {
      name: kill.name,
      machine,
      unit: 'ms',
      rows: [
        one('answers not heard to their end', ended.turns.length - whole.length, 'turns', 0),
        one(
          'underruns',
          records.reduce((sum, { underruns }) => sum + underruns, 0),
          'underruns',
          0,
        ),
        one('late frames', (100 * ended.lateFrames) / Math.max(1, ended.frames), '%', 0.1),
        ...SIGNALS.map((how) => ({
          measure: `${how} to another process`,
          of: 'Parley',
          ...summarise(restarts[how]),
          target: { max: RESTART_MS },
        })),
      ],
      notes: [
        `${kills} answers of about 30 s; the process ended ${HEARD_MS / 1000} s into each.`,
        'The other process then loads the models, another 1.5 s or so; what is waited for meanwhile is served after that.',
      ],
    };
  },
};

function one(
  measure: string,
  value: number,
  unit: NonNullable<BenchRow['unit']>,
  max: number,
): BenchRow {
  return { measure, of: 'Parley', unit, ...summarise([value]), target: { max } };
}

/** @returns how long it took until there was another one, ms. */
async function replaced(
  { bot }: Calls,
  how: (typeof SIGNALS)[number],
  signal: AbortSignal,
): Promise<number> {
  const victim = await speechProcess(bot.pid);
  if (victim === undefined) throw new Error('The bot has no speech process');
  process.kill(victim, how);
  const killedAtMs = clock.nowMs();
  while (clock.nowMs() - killedAtMs < GIVE_UP_MS) {
    const next = await speechProcess(bot.pid);
    if (next !== undefined && next !== victim) return clock.nowMs() - killedAtMs;
    await clock.sleep(POLL_MS, signal);
  }
  throw new Error(`There was no other speech process ${GIVE_UP_MS / 1000} s after ${how}`);
}

async function speechProcess(botPid: number | undefined): Promise<number | undefined> {
  for (const pid of botPid === undefined ? [] : await childrenOf(botPid)) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(PROGRAM)) return pid;
  }
  return undefined;
}
