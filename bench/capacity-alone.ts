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
import { ENGINE_HZ } from '../src/pipeline/types.ts';
import { openParley, type AssistantParts } from './assistants.ts';
import { createLiveCaller } from './live-caller.ts';
import { untilQuiet } from './machine.ts';
import { holdings } from './holdings.ts';
import { forkPacedLlm } from './paced-llm-process.ts';
import type { BenchOptions, BenchRow } from './result.ts';
import { readSayings, type Saying } from './sayings.ts';
import { summarise } from './statistics.ts';
import { LLM_PACE, REPLIES, stubStt, stubTts } from './stub-models.ts';
import { createWallClockMouth } from './wall-clock-mouth.ts';

const SIZES: readonly number[] = [1, 8, 16, 32, 64, 96, 128];
/** Of all conversations together at least so many, so that a 95th percentile is none of the highest. */
const LEAST_TURNS = 40;
/** Of each. */
const TURNS = 4;

/** As long as a turn takes: the first questions are spread evenly over it. */
const SPREAD_MS = 6000;
/** How much of an answer is heard before it is talked over. */
const HEARD_MS = 1500;
/** An answer that has not begun by then will not come. */
const ANSWER_DEADLINE_MS = 8000;
const POLL_MS = 10;
const LATE_MS = 20;
/** Of the leanest assistant that was measured elsewhere, with these models and no turn model. */
const LEANEST_CPU = 2.6;

interface Level {
  readonly responsesMs: number[];
  frames: number;
  lateFrames: number;
  unanswered: number;
}

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
  const sayings = await readSayings();
  // The first turns of a process compile the code.
  await measure(2, 1, parts, sayings, signal);
  await untilQuiet({ say, signal, ...options });

  const rows: BenchRow[] = [];
  let alone: { p95: number | null; mb: number } | undefined;
  for (const size of SIZES) {
    say(`${size} at once …`);
    const cpu = process.cpuUsage();
    const apartMs = engines.speechUsage().cpuMs;
    const startMs = clock.nowMs();
    const { level, mb } = await measure(
      size,
      turns ?? Math.max(TURNS, Math.ceil(LEAST_TURNS / size)),
      parts,
      sayings,
      signal,
    );
    const minutes = (clock.nowMs() - startMs) / 60_000;
    const { user, system } = process.cpuUsage(cpu);
    const cpuMs = (user + system) / 1000 + engines.speechUsage().cpuMs - apartMs;
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
    one('CPU of each', cpuMs / 1000 / minutes / size, {
      unit: 'CPU s a minute',
      target: { median: LEANEST_CPU },
    });
    if (size > 1)
      one('memory of each further one', (mb - alone.mb) / (size - 1), {
        unit: 'MB',
        target: { median: 4 },
      });
    if (level.unanswered > 0) say(`${of}: ${level.unanswered} turns unanswered`);
  }
  return rows;
}

export function conversations(size: number): string {
  return size === 1 ? '1 conversation' : `${size} conversations`;
}

function smolLm2File(): Promise<never> {
  return Promise.reject(new Error('The paced server is there'));
}

async function measure(
  size: number,
  turns: number,
  parts: Omit<AssistantParts, 'stt'>,
  sayings: readonly Saying[],
  signal: AbortSignal,
): Promise<{ readonly level: Level; readonly mb: number }> {
  const counts: Level = { responsesMs: [], frames: 0, lateFrames: 0, unanswered: 0 };
  const calls = Array.from({ length: size }, () => openCall(counts, parts, signal));
  const talk = calls.map(async (call, at) => {
    await clock.sleep((SPREAD_MS * at) / size, signal);
    for (let turn = 0; turn < turns; turn++)
      await call.turn(sayings[(at + turn) % sayings.length], signal);
  });
  await Promise.all(talk);
  // Now: the collection holds up those who still talk.
  const level = { ...counts };
  const { heapMb, codeMb, externalMb } = holdings();
  for (const call of calls) await call.end();
  return { level, mb: heapMb + codeMb + externalMb };
}

function openCall(level: Level, parts: Omit<AssistantParts, 'stt'>, signal: AbortSignal) {
  let newest = -1;
  let firstAtMs = 0;
  const mouth = createWallClockMouth(clock, ({ atMs, lateMs, playback }) => {
    level.frames += 1;
    if (lateMs > LATE_MS) level.lateFrames += 1;
    if (playback <= newest) return;
    newest = playback;
    firstAtMs = atMs;
  });
  const stt = stubStt(clock);
  const caller = createLiveCaller(clock);
  const assistant = openParley({ ...parts, stt }, mouth);
  const listening = assistant.listen(caller.frames, signal);
  return {
    async turn(saying: Saying | undefined, waiting: AbortSignal) {
      if (saying === undefined) throw new Error('There is nothing to say');
      stt.expect(saying.text, (saying.sound.length * 1000) / ENGINE_HZ);
      const before = newest;
      const { lastVoicedAtMs } = await caller.say(saying.sound, waiting);
      while (newest === before && clock.nowMs() < lastVoicedAtMs + ANSWER_DEADLINE_MS)
        await clock.sleep(POLL_MS, waiting);
      if (newest === before) level.unanswered += 1;
      else level.responsesMs.push(firstAtMs - lastVoicedAtMs);
      await clock.sleep(HEARD_MS, waiting);
    },
    async end() {
      caller.leave();
      await assistant[Symbol.asyncDispose]();
      await listening;
    },
  };
}
