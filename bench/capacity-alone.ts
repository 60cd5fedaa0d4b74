/**
 * N conversations at once in this process, each with its own caller, voice activity detection, the turn
 * model and models of known pace, their turns spread over time. Discord's part (sockets, encryption, Opus)
 * is left out.
 */
import { systemClock as clock } from '../src/async/clock.ts';
import { readConfig } from '../src/config.ts';
import { openEngines } from '../src/engines/open-engines.ts';
import { openLlm } from '../src/engines/open-llm.ts';
import { createLog } from '../src/log.ts';
import { openParley, openPlain } from './assistants.ts';
import { talk, type TalkParts } from './calls-alone.ts';
import { untilQuiet } from './machine.ts';
import { forkPacedLlm } from './paced-llm-process.ts';
import { publishedCpu } from './published.ts';
import type { BenchOptions, BenchRow } from './result.ts';
import { readSayings } from './sayings.ts';
import { summarise } from './statistics.ts';
import { LLM_PACE, REPLIES, stubTts } from './stub-models.ts';

const SIZES: readonly number[] = [1, 8, 16, 32, 64, 96, 128];
/** Of all conversations together at least so many, so that a 95th percentile is none of the highest. */
const LEAST_TURNS = 40;
/** Of each. */
const TURNS = 4;

/** Of one conversation by itself: processors change their pace within minutes, so turn about. */
const ROUNDS = 3;
const TURNS_A_ROUND = 8;

const CPU = 'CPU of each';
const CPU_UNIT = 'CPU s a minute';

/** @returns rows of every size: response, late frames, CPU time, memory. */
export async function capacityAlone({
  say,
  signal,
  turns,
  ...options
}: BenchOptions): Promise<BenchRow[]> {
  await using opened = new AsyncDisposableStack();
  const server = opened.use(await forkPacedLlm(REPLIES, LLM_PACE));
  const config = readConfig();
  const log = createLog('error', false);
  const { PARLEY_MODELS_DIR: modelsDir, PARLEY_STT: sttId, PARLEY_TTS: ttsId } = config;
  const engines = opened.use(await openEngines({ modelsDir, sttId, ttsId, clock, signal, log }));
  const { GROQ_MODEL: groqModel } = config;
  const llm = opened.use(
    await openLlm({ lmBaseUrl: server.baseUrl, groqModel, smolLm2File, clock, log }, signal),
  );
  const { turnDetector } = engines;
  const createVad = () => engines.createVad();
  const parts = { llm, tts: stubTts(clock), createVad, turnDetector, clock };
  const parley: TalkParts = { open: openParley, parts, sayings: await readSayings(), signal };

  /** Talks, and says what it took of the processor, seconds a minute of each conversation. */
  const measure = async (size: number, turnsOfEach: number, talkParts: TalkParts) => {
    const cpu = process.cpuUsage();
    const apartMs = engines.speechUsage().cpuMs;
    const startMs = clock.nowMs();
    const talked = await talk(size, turnsOfEach, talkParts);
    const minutes = (clock.nowMs() - startMs) / 60_000;
    const { user, system } = process.cpuUsage(cpu);
    const cpuMs = (user + system) / 1000 + engines.speechUsage().cpuMs - apartMs;
    return { ...talked, cpu: cpuMs / 1000 / minutes / size };
  };

  // The first turns of a process compile the code.
  await talk(2, 1, parley);
  await untilQuiet({ say, signal, ...options });

  const rows: BenchRow[] = [];
  let alone: { p95: number | null; mb: number } | undefined;
  for (const size of SIZES) {
    say(`${size} at once …`);
    const turnsOfEach = turns ?? Math.max(TURNS, Math.ceil(LEAST_TURNS / size));
    const { level, mb, cpu } = await measure(size, turnsOfEach, parley);
    const responses = summarise(level.responsesMs);
    alone ??= { p95: responses.p95, mb };
    const of = conversations(size);
    const one = (measured: string, value: number, rest: Partial<BenchRow> = {}) =>
      rows.push({ measure: measured, of, ...summarise([value]), ...rest });
    const p95 = alone.p95 === null ? {} : { target: { p95: Math.round(alone.p95 * 1.2) } };
    rows.push({ measure: 'response', of, ...responses, ...p95 });
    one('late frames', (100 * level.lateFrames) / Math.max(1, level.frames), {
      unit: '%',
      target: { median: 0.1 },
    });
    one(CPU, cpu, { unit: CPU_UNIT });
    if (size > 1)
      one('memory of each further one', (mb - alone.mb) / (size - 1), {
        unit: 'MB',
        target: { median: 4 },
      });
    if (level.unanswered > 0) say(`${of}: ${level.unanswered} turns unanswered`);
  }

  const withoutTurnModel = { ...parts, turnDetector: undefined };
  const plain: TalkParts = {
    ...parley,
    parts: withoutTurnModel,
    open: (assistantParts, mouth) => openPlain(assistantParts, mouth, 'concurrent'),
  };
  const cpus: Record<'parley' | 'without' | 'plain', number[]> = {
    parley: [],
    without: [],
    plain: [],
  };
  for (let round = 0; round < ROUNDS; round++) {
    say(`one at a time, beside a plain assistant, round ${round + 1} of ${ROUNDS} …`);
    const each = turns ?? TURNS_A_ROUND;
    cpus.plain.push((await measure(1, each, plain)).cpu);
    cpus.without.push((await measure(1, each, { ...parley, parts: withoutTurnModel })).cpu);
    cpus.parley.push((await measure(1, each, parley)).cpu);
  }
  const plainCpu = summarise(cpus.plain);
  const most = plainCpu.median === null ? {} : { target: { median: plainCpu.median } };
  const cpuRow = { measure: CPU, unit: CPU_UNIT } as const;
  rows.push(
    { ...cpuRow, of: 'one by itself, turn about', ...summarise(cpus.parley) },
    { ...cpuRow, of: 'one by itself, no turn model', ...summarise(cpus.without), ...most },
    { ...cpuRow, of: 'plain concurrent order, no turn model', ...plainCpu },
    ...publishedCpu(CPU),
  );
  return rows;
}

export function conversations(size: number): string {
  return size === 1 ? '1 conversation' : `${size} conversations`;
}

function smolLm2File(): Promise<never> {
  return Promise.reject(new Error('The paced server is there'));
}
